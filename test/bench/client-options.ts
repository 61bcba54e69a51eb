import type { HecOptions } from 'hec-core';

/** What every client of the benchmarks has in common. A feed that can wait does: nothing is dropped, whatever the machine. */
export function clientOptions(url: string): HecOptions {
  return { url, token: 'bench', host: 'bench-host', sourcetype: 'pino', queue: { onFull: 'wait' } };
}
