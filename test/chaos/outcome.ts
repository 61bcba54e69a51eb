import type { Stats } from 'hec-core';
import type { Traffic } from './collector/collector.ts';
import type { Takings } from './collector/takings.ts';
import { idOf, type PlannedEvent } from './plan/events.ts';
import type { Plan } from './plan/plan.ts';

/** How a scenario went: everything there is to judge it by. */
export interface Outcome {
  readonly plan: Plan;
  readonly planned: ReadonlyMap<number, PlannedEvent>;
  readonly stats: Stats;
  readonly takings: Takings;
  /** Lines of the dead letter file. */
  readonly deadLetters: readonly string[];
  readonly turnedAway: ReadonlySet<number>;
  readonly faults: ReadonlyMap<string, number>;
  readonly traffic: Traffic;
  /** Batches the client made. */
  readonly sealed: { readonly batches: number; readonly bytes: number };
  /** Most bytes held at once. */
  readonly mostHeld: number;
  /** Found while it ran. */
  readonly troubles: readonly string[];
  readonly tookMs: number;
}

export function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

/** How many times more often than once events are there. */
export function duplicates({ takings }: Outcome): number {
  return sum(takings.events.values()) - takings.events.size;
}

/** How many events may be there twice, by the client's own count. */
export function inDoubt({ stats }: Outcome): number {
  return sum(stats.destinations.flatMap((one) => Object.values(one.ambiguous)));
}

/** Events that are neither at the collector nor in the dead letter file. */
export function missing(outcome: Outcome): number[] {
  const kept = new Set(outcome.deadLetters.map(idOf));
  return [...outcome.planned.keys()].filter((id) => !outcome.takings.events.has(id) && !kept.has(id));
}

/** Events that the client owns up to having dropped, or left on disk; its gap records are no events of anybody's. */
export function ownedUp({ stats, takings }: Outcome): number {
  const { dropped, entered, held } = stats.ledger;
  return sum(Object.values(dropped)) + held.spooled - (entered.gaps - takings.gaps.size);
}

/** Events that are gone without a word. */
export function lost(outcome: Outcome): number {
  return Math.max(0, missing(outcome).length - ownedUp(outcome));
}

/** Events that were dropped and that no gap record has told of. Records that were dropped themselves do not count. */
export function untold({ dropped, entered }: Stats['ledger'], { gaps }: Takings): number {
  const told = sum([...gaps.values()].map(({ events }) => events));
  return sum(Object.values(dropped)) - (entered.gaps - gaps.size) - told;
}
