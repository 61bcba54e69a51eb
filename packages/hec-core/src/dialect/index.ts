import { createDatadog } from './datadog.ts';
import { createElastic } from './elastic.ts';
import { createFalcon } from './falcon.ts';
import { createLogscale } from './logscale.ts';
import type { DialectName, DialectOptions } from './options.ts';
import { createSekoia } from './sekoia.ts';
import { createSplunk } from './splunk.ts';
import { createSumo } from './sumo.ts';
import type { Dialect } from './types.ts';
import { createGeneric, createXsiam } from './xsiam.ts';

/** A destination's dialect, and the options of dialects, of which it looks at its own. */
export interface DialectChoice extends DialectOptions {
  readonly dialect: DialectName;
}

const DIALECTS: Readonly<Record<DialectName, (options: DialectOptions) => Dialect>> = {
  splunk: ({ splunk }) => createSplunk(splunk),
  falcon: ({ falcon }) => createFalcon(falcon),
  logscale: () => createLogscale(),
  xsiam: ({ xsiam }) => createXsiam(xsiam),
  generic: ({ generic }) => createGeneric(generic),
  sekoia: ({ sekoia }) => createSekoia(sekoia),
  datadog: ({ datadog }) => createDatadog(datadog),
  elastic: ({ elastic }) => createElastic(elastic),
  sumo: ({ sumo }) => createSumo(sumo),
};

export function createDialect(choice: DialectChoice): Dialect {
  return DIALECTS[choice.dialect](choice);
}
