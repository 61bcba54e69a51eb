import type { DestinationOptions, HecOptions } from 'hec-core';

/**
 * In pino's worker a disk queue takes every event before it counts as accepted (`always`): the thread is not the
 * application's, so writing costs no request anything. In process the default is hec-core's, `overflow`. Whoever says
 * what they want, in code or in the environment, gets that.
 */
export function durable(options: HecOptions, env: NodeJS.ProcessEnv): HecOptions {
  if (said(env, 'HEC_SPOOL_MODE') !== undefined) return options;
  const dir = said(env, 'HEC_SPOOL_DIR') ?? said(env, 'HEC_SPOOL');
  const spool = withMode(options.spool ?? (dir === undefined ? undefined : { dir }));
  return {
    ...options,
    ...(spool === undefined ? {} : { spool }),
    ...(Array.isArray(options.destinations) ? { destinations: options.destinations.map(durableOne) } : {}),
  };
}

function durableOne(destination: DestinationOptions): DestinationOptions {
  const spool = withMode(destination?.spool);
  return spool === undefined ? destination : { ...destination, spool };
}

function withMode(spool: HecOptions['spool']): HecOptions['spool'] {
  if (typeof spool === 'string') return { dir: spool, mode: 'always' };
  // What is no object is for hec-core to refuse.
  return typeof spool === 'object' && spool !== null ? { mode: 'always', ...spool } : spool;
}

function said(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}
