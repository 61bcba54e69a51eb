import type { Exit, Origin } from '../custody/batch.ts';
import type { DropReason } from '../types.ts';
import { countOf } from './count-of.ts';

/** What was dropped since the last gap record was delivered. */
interface Gap {
  readonly events: number;
  readonly reasons: Readonly<Partial<Record<DropReason, number>>>;
  readonly from: number;
  readonly to: number;
}

export interface Drop {
  readonly events: number;
  readonly reason: DropReason;
  readonly from: number;
  readonly to: number;
  readonly origin: Origin;
}

/**
 * Tells the SIEM itself of lost events: after drops, the first delivery is followed by one record that says how many,
 * why, and from when to when. A record that is dropped merges back and never makes another.
 */
export interface Gaps {
  dropped(drop: Drop): void;
  /** The end of a gap record's batch. */
  settled(exit: Exit): void;
  /** Sends what there is to tell, unless a record is on its way. Returns whether it sent one. */
  send(): boolean;
  /** Nothing is delivered any more: a record would only be held for ever. */
  stop(): void;
}

/** A record that is refused or finds no room is not tried again before this. */
const AGAIN_AFTER_MS = 60_000;

/** @param enter brings the record to custody; false when there was no room */
export function createGaps(now: () => number, enter: (record: object) => boolean): Gaps {
  let notBefore = 0;
  let pending: Gap | undefined;
  let sent: Gap | undefined;
  return {
    dropped({ events, reason, from, to, origin }) {
      if (origin === 'gaps') return;
      pending = merge(pending, { events, reasons: { [reason]: events }, from, to });
    },
    settled(exit) {
      if (exit !== 'taken' && exit !== 'acked' && exit !== 'deadLettered') {
        pending = merge(sent, pending);
        notBefore = Math.max(notBefore, now() + AGAIN_AFTER_MS);
      }
      sent = undefined;
    },
    send() {
      if (pending === undefined || sent !== undefined || now() < notBefore) return false;
      const gap = pending;
      pending = undefined;
      sent = gap;
      if (enter(describe(gap))) return true;
      pending = merge(gap, pending);
      sent = undefined;
      notBefore = now() + AGAIN_AFTER_MS;
      return false;
    },
    stop() {
      notBefore = Number.POSITIVE_INFINITY;
    },
  };
}

function describe(gap: Gap): object {
  return {
    message: `${countOf(gap.events)} ${gap.events === 1 ? 'was' : 'were'} dropped and did not arrive`,
    gap: {
      events: gap.events,
      reasons: gap.reasons,
      from: new Date(gap.from).toISOString(),
      to: new Date(gap.to).toISOString(),
    },
  };
}

function merge(one: Gap | undefined, other: Gap | undefined): Gap | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const reasons = { ...one.reasons };
  for (const [reason, events] of Object.entries(other.reasons) as [DropReason, number][])
    reasons[reason] = (reasons[reason] ?? 0) + events;
  return {
    events: one.events + other.events,
    reasons,
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
  };
}
