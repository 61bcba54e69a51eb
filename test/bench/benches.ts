import { core } from './core.ts';
import type { Bench } from './figure.ts';
import { growth } from './growth.ts';
import { latency } from './latency.ts';
import { pino } from './pino.ts';
import { spool } from './spool.ts';
import { startUp } from './start-up.ts';

/** All there are, in the order they run. */
export const benches: readonly Bench[] = [core, pino, spool, latency, growth, startUp];
