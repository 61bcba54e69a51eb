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

/**
 * Gap records that are there and the events they tell of. A record that is there twice may have been sent again, or be
 * two that say the same: nobody can tell.
 */
export function gapsIn({ gaps }: Takings): { readonly least: Gaps; readonly most: Gaps } {
  const all = [...gaps.values()];
  return {
    least: { records: all.length, events: sum(all.map(({ events }) => events)) },
    most: { records: sum(all.map(({ times }) => times)), events: sum(all.map(({ events, times }) => events * times)) },
  };
}

interface Gaps {
  readonly records: number;
  readonly events: number;
}

/** Events that the client owns up to having dropped, or left on disk; its gap records are no events of anybody's. */
export function ownedUp({ stats, takings }: Outcome): { readonly least: number; readonly most: number } {
  const { dropped, entered, held } = stats.ledger;
  const { least, most } = gapsIn(takings);
  const all = sum(Object.values(dropped)) + held.spooled - entered.gaps;
  return { least: all + least.records, most: all + most.records };
}

/**
 * Events that the endpoint took and its indexer lost, of a client that was closed before it could hear of that: it says
 * no more than that they were taken, and counts none of them as acknowledged.
 */
export function takenInVain(outcome: Outcome): number {
  const { plan, stats, takings } = outcome;
  if (!plan.abrupt || plan.options.ack?.enabled !== true) return 0;
  const gone = missing(outcome).filter((id) => takings.forgotten.has(id));
  return Math.min(gone.length, stats.ledger.delivered.taken);
}

/** Events that are gone without a word. */
export function lost(outcome: Outcome): number {
  return Math.max(0, missing(outcome).length - ownedUp(outcome).most - takenInVain(outcome));
}

/**
 * Events that were dropped and that no gap record has told of; below 0 for events that were told of too often. Records
 * that were dropped themselves do not count.
 */
export function untold({ dropped, entered }: Stats['ledger'], takings: Takings): number {
  const { least, most } = gapsIn(takings);
  const owed = sum(Object.values(dropped)) - entered.gaps;
  return Math.max(0, owed + most.records - most.events) + Math.min(0, owed + least.records - least.events);
}
