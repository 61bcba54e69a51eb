import { adapters } from './adapters.ts';
import { core } from './core.ts';
import type { Bench } from './figure.ts';
import { growth } from './growth.ts';
import { lanes } from './lanes.ts';
import { latency } from './latency.ts';
import { outage } from './outage.ts';
import { peers } from './peers.ts';
import { pino } from './pino.ts';
import { shippers } from './shippers.ts';
import { sideEffects } from './side-effects.ts';
import { spool } from './spool.ts';
import { startUp } from './start-up.ts';

/** What is said first of all, in less than ten minutes on a machine that does nothing else. */
export const headline: readonly Bench[] = [core, pino, adapters, sideEffects, startUp, latency, growth, spool];

/** All there are, in the order they run. */
export const benches: readonly Bench[] = [
  core,
  pino,
  peers,
  shippers,
  adapters,
  sideEffects,
  outage,
  latency,
  growth,
  lanes,
  startUp,
  spool,
];
