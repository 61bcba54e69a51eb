import type { DatadogOptions } from './datadog.ts';
import type { ElasticOptions } from './elastic.ts';
import type { FalconOptions } from './falcon.ts';
import type { SekoiaOptions } from './sekoia.ts';
import type { SplunkOptions } from './splunk.ts';
import type { SumoOptions } from './sumo.ts';
import type { GenericOptions, XsiamOptions } from './xsiam.ts';

export type DialectName =
  | 'splunk'
  | 'falcon'
  | 'logscale'
  | 'xsiam'
  | 'generic'
  | 'sekoia'
  | 'datadog'
  | 'elastic'
  | 'sumo';

/** What one dialect alone has to be told, under its name. */
export interface DialectOptions {
  readonly splunk?: SplunkOptions;
  readonly falcon?: FalconOptions;
  readonly xsiam?: XsiamOptions;
  readonly generic?: GenericOptions;
  readonly sekoia?: SekoiaOptions;
  readonly datadog?: DatadogOptions;
  readonly elastic?: ElasticOptions;
  readonly sumo?: SumoOptions;
}
