import type { DropReason, Ledger, Place } from '../types.ts';
import type { Exit, Origin } from './batch.ts';

const PLACES: readonly Place[] = ['open', 'queued', 'inFlight', 'awaitingAck', 'spooled'];

/**
 * The counts behind the promise that nothing is lost unsaid. Both ways to change them conserve events, so
 * `entered = delivered + deadLettered + dropped + held` holds at every instant by construction.
 */
export interface Book {
  /** Events come in, to be held somewhere or to leave at the door. */
  enter(events: number, origin: Origin, to: Place | Exit): void;
  /** Held events go elsewhere or leave. */
  move(events: number, from: Place, to: Place | Exit): void;
  /** Events held in memory, the disk's not counted. */
  inMemory(): number;
  read(): Ledger;
}

export function createBook(): Book {
  const entered = { logged: 0, recovered: 0, gaps: 0 };
  const held = Object.fromEntries(PLACES.map((place) => [place, 0])) as Record<Place, number>;
  const delivered = { acked: 0, taken: 0 };
  const dropped = new Map<DropReason, number>();
  let deadLettered = 0;

  const put = (events: number, to: Place | Exit): void => {
    if (to === 'acked' || to === 'taken') delivered[to] += events;
    else if (to === 'deadLettered') deadLettered += events;
    else if (isPlace(to)) held[to] += events;
    else {
      const reason = to.slice('dropped:'.length) as DropReason;
      dropped.set(reason, (dropped.get(reason) ?? 0) + events);
    }
  };

  return {
    enter(events, origin, to) {
      entered[origin] += events;
      put(events, to);
    },
    move(events, from, to) {
      held[from] -= events;
      put(events, to);
    },
    inMemory: () => held.open + held.queued + held.inFlight + held.awaitingAck,
    read: () => ({
      entered: { ...entered },
      delivered: { ...delivered },
      deadLettered,
      dropped: Object.fromEntries(dropped),
      held: { ...held },
    }),
  };
}

function isPlace(to: Place | Exit): to is Place {
  return (PLACES as readonly string[]).includes(to);
}

/** The ledger of several destinations together. */
export function addLedgers(ledgers: readonly Ledger[]): Ledger {
  const sum = createBook().read() as Mutable<Ledger>;
  for (const one of ledgers) {
    for (const key of ['logged', 'recovered', 'gaps'] as const) sum.entered[key] += one.entered[key];
    for (const key of ['acked', 'taken'] as const) sum.delivered[key] += one.delivered[key];
    for (const place of PLACES) sum.held[place] += one.held[place];
    for (const [reason, events] of Object.entries(one.dropped) as [DropReason, number][])
      sum.dropped[reason] = (sum.dropped[reason] ?? 0) + events;
    sum.deadLettered += one.deadLettered;
  }
  return sum;
}

/** Entered minus everything accounted for: 0, always. What tests assert. */
export function imbalance(ledger: Ledger): number {
  return (
    total(ledger.entered) - total(ledger.delivered) - ledger.deadLettered - total(ledger.dropped) - total(ledger.held)
  );
}

/** The sum of a group of counts, such as everything held. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };
