import type { Engine } from './engine.ts';
import { duplicates, lost, type Outcome } from './outcome.ts';
import { runScenario } from './scenario.ts';
import { verdict } from './verdict.ts';

/** Counts over many scenarios. */
export interface Tally {
  scenarios: number;
  events: number;
  requests: number;
  /** Faults that struck, by name. */
  readonly faults: Map<string, number>;
  lost: number;
  duplicated: number;
  /** Events that might have arrived twice, by the client's name for why. */
  readonly inDoubt: Map<string, number>;
  refused: number;
  dropped: number;
  /** Most bytes held by one client, and most above a bound. */
  mostHeld: number;
  mostAbove: number;
  readonly broken: { readonly seed: number; readonly wrong: readonly string[] }[];
}

export interface HuntOptions {
  /** Scenarios at once. */
  readonly lanes: number;
  /** Longest time for one scenario, in real milliseconds. */
  readonly patienceMs?: number;
  /** Resolves with the first scenario that is broken; those that are still running go on. */
  readonly stopAtFirst?: boolean;
}

/** Runs the scenarios of all seeds, several at once: most of their time they wait. */
export async function hunt(engine: Engine, seeds: Iterable<number>, options: HuntOptions): Promise<Tally> {
  const tally: Tally = {
    scenarios: 0,
    events: 0,
    requests: 0,
    faults: new Map(),
    lost: 0,
    duplicated: 0,
    inDoubt: new Map(),
    refused: 0,
    dropped: 0,
    mostHeld: 0,
    mostAbove: 0,
    broken: [],
  };
  const left = seeds[Symbol.iterator]();
  const found = Promise.withResolvers<void>();
  const lane = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      add(tally, next.value, await attempt(engine, next.value, options.patienceMs));
      if (options.stopAtFirst !== true || tally.broken.length === 0) continue;
      found.resolve();
      return;
    }
  };
  await Promise.race([found.promise, Promise.all(Array.from({ length: options.lanes }, lane))]);
  return tally;
}

async function attempt(engine: Engine, seed: number, patienceMs?: number): Promise<Outcome | Error> {
  try {
    return await runScenario(engine, seed, patienceMs);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function add(tally: Tally, seed: number, outcome: Outcome | Error): void {
  tally.scenarios++;
  if (outcome instanceof Error) {
    tally.broken.push({ seed, wrong: [`it threw: ${outcome.stack}`] });
    return;
  }
  const wrong = verdict(outcome);
  if (wrong.length > 0) tally.broken.push({ seed, wrong });
  tally.events += outcome.planned.size;
  tally.requests += outcome.traffic.requests;
  for (const [kind, hits] of outcome.faults) count(tally.faults, kind, hits);
  tally.lost += lost(outcome);
  tally.duplicated += duplicates(outcome);
  for (const [cause, events] of Object.entries(outcome.stats.destinations[0]?.ambiguous ?? {}))
    count(tally.inDoubt, cause, events);
  const { deadLettered, dropped } = outcome.stats.ledger;
  const { refused = 0, poison = 0 } = dropped;
  tally.refused += deadLettered + refused + poison;
  for (const [reason, events] of Object.entries(dropped))
    if (reason !== 'refused' && reason !== 'poison') tally.dropped += events;
  tally.mostHeld = Math.max(tally.mostHeld, outcome.mostHeld);
  const bound = outcome.plan.options.queue?.maxBytes ?? Number.POSITIVE_INFINITY;
  tally.mostAbove = Math.max(tally.mostAbove, outcome.mostHeld - bound);
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
