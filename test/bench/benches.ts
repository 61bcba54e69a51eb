import { core } from './core.ts';
import type { Bench } from './figure.ts';

/** All there are, in the order they run. */
export const benches: readonly Bench[] = [core];
