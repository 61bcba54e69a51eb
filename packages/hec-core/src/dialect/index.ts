import { createDatadog, type DatadogOptions } from './datadog.ts';
import { type DatadogSite, datadogUrl } from './datadog-url.ts';
import { createElastic, type ElasticOptions } from './elastic.ts';
import { createFalcon, type FalconOptions } from './falcon.ts';
import { type FalconRegion, falconUrl } from './falcon-url.ts';
import { createLogscale } from './logscale.ts';
import { createSekoia, type SekoiaOptions } from './sekoia.ts';
import { type SekoiaRegion, sekoiaUrl } from './sekoia-url.ts';
import { createSplunk } from './splunk.ts';
import { type SplunkProvider, splunkCloudUrl } from './splunk-cloud-url.ts';
import { createSumo, type SumoOptions } from './sumo.ts';
import type { Dialect } from './types.ts';
import { createGeneric, createXsiam, type GenericOptions } from './xsiam.ts';

/** A destination's protocol with the options that only it has; those that make up its address stand for `url`. */
export type DialectChoice =
  | { readonly name: 'splunk'; readonly stack?: string; readonly provider?: SplunkProvider }
  | ({ readonly name: 'falcon'; readonly apiUrlKey?: string; readonly region?: FalconRegion } & FalconOptions)
  | { readonly name: 'logscale' }
  | ({ readonly name: 'xsiam' } & GenericOptions)
  | ({ readonly name: 'generic' } & GenericOptions)
  | ({ readonly name: 'sekoia'; readonly region?: SekoiaRegion } & SekoiaOptions)
  | ({ readonly name: 'datadog'; readonly site?: DatadogSite } & DatadogOptions)
  | ({ readonly name: 'elastic' } & ElasticOptions)
  | ({ readonly name: 'sumo' } & SumoOptions);

/** @throws HecError `HEC_INVALID_OPTION` where a dialect does not take its options. */
export function createDialect(choice: DialectChoice): Dialect {
  switch (choice.name) {
    case 'splunk':
      return createSplunk();
    case 'falcon':
      return createFalcon(choice);
    case 'logscale':
      return createLogscale();
    case 'xsiam':
      return createXsiam(choice);
    case 'generic':
      return createGeneric(choice);
    case 'sekoia':
      return createSekoia(choice);
    case 'datadog':
      return createDatadog(choice);
    case 'elastic':
      return createElastic(choice);
    case 'sumo':
      return createSumo(choice);
    default:
      return choice satisfies never;
  }
}

/**
 * The address that a choice's own options make up; `undefined` where there are none and `url` has to be given.
 *
 * @throws HecError `HEC_INVALID_OPTION` where they make up none.
 */
export function addressOf(choice: DialectChoice): string | undefined {
  if (choice.name === 'splunk' && choice.stack !== undefined) {
    const { stack, provider = 'aws' } = choice;
    return splunkCloudUrl({ stack, provider });
  }
  if (choice.name === 'falcon' && choice.apiUrlKey !== undefined) {
    const { apiUrlKey, region = 'us1' } = choice;
    return falconUrl({ apiUrlKey, region });
  }
  if (choice.name === 'sekoia' && choice.region !== undefined) return sekoiaUrl({ region: choice.region });
  if (choice.name === 'datadog' && choice.site !== undefined) return datadogUrl({ site: choice.site });
  return undefined;
}
