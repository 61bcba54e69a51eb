import { core } from './core.ts';
import type { Bench } from './figure.ts';
import { pino } from './pino.ts';
import { spool } from './spool.ts';

/** All there are, in the order they run. */
export const benches: readonly Bench[] = [core, pino, spool];
