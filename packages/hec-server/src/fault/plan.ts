import { createRandom } from './random.ts';
import type { Fault } from './types.ts';

/** The little of a request that decides whether a fault hits it. */
export interface Target {
  readonly method: string;
  readonly path: string;
  /** The inflated body; called only where a poison is looked for. */
  readonly text: () => string;
}

/** A fault in use: what it is, how many requests it has looked at and how many it has hit. */
export interface FaultInUse {
  readonly id: number;
  readonly fault: Fault;
  readonly seen: number;
  readonly hits: number;
}

/** The faults of a server with their counts. */
export interface FaultPlan {
  /** Asked when only the head of a request is there: the `reset` that hits it, if one does. */
  atHead(target: Omit<Target, 'text'>): Fault | undefined;
  /** Asked when its body is there: any other fault that hits it. */
  atBody(target: Target): Fault | undefined;
  list(): readonly FaultInUse[];
  add(fault: Fault): void;
  remove(id: number): void;
  /** Starts anew with other faults, counts and random numbers included. */
  replace(faults: readonly Fault[], seed: number): void;
}

type Entry = { -readonly [Key in keyof FaultInUse]: FaultInUse[Key] };

function carriesEvents(target: Target): boolean {
  return target.method === 'POST' && !/\/ack(\/|$)/.test(target.path);
}

// Every fault sees every request, but only the first that is due spends a hit: `times: 2`, then another `times: 1`
// is two of the one kind followed by one of the other.
function pick(due: readonly Entry[]): Fault | undefined {
  const [winner] = due;
  if (winner !== undefined) winner.hits++;
  return winner?.fault;
}

export function createFaultPlan(faults: readonly Fault[], seed: number): FaultPlan {
  let random = createRandom(seed);
  let entries: Entry[] = [];
  let lastId = 0;

  function isDue(entry: Entry, target: Target): boolean {
    const { fault } = entry;
    if (fault.path === undefined ? !carriesEvents(target) : !target.path.includes(fault.path)) return false;
    if (fault.contains !== undefined && !target.text().includes(fault.contains)) return false;
    const nth = ++entry.seen;
    // Drawn for every request seen, so that the draws of one fault do not depend on the limits of another.
    const lucky = fault.probability === undefined || random() < fault.probability;
    if (entry.hits >= (fault.times ?? Number.POSITIVE_INFINITY) || nth <= (fault.after ?? 0)) return false;
    if (fault.nth !== undefined && ![fault.nth].flat().includes(nth)) return false;
    return lucky && (fault.every === undefined || nth % fault.every === 0);
  }

  const plan: FaultPlan = {
    atHead: (target) => pick(entries.filter((e) => e.fault.do === 'reset' && isDue(e, { ...target, text: () => '' }))),
    atBody: (target) => pick(entries.filter((e) => e.fault.do !== 'reset' && isDue(e, target))),
    list: () => entries.map((entry) => ({ ...entry })),
    add: (fault) => void entries.push({ id: ++lastId, fault, seen: 0, hits: 0 }),
    remove(id) {
      entries = entries.filter((entry) => entry.id !== id);
    },
    replace(next, nextSeed) {
      random = createRandom(nextSeed);
      entries = [];
      for (const fault of next) plan.add(fault);
    },
  };
  plan.replace(faults, seed);
  return plan;
}
