import * as sdk3 from '@opentelemetry/sdk-logs';
import * as sdk0 from 'sdk-logs-0';

/** The two lines of the SDK that are maintained, by their version. */
export const SDKS: readonly (readonly [string, typeof sdk3 | typeof sdk0])[] = [
  ['3.1', sdk3],
  ['0.223', sdk0],
];
