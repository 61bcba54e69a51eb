import type { Fate, Outcome, Sent } from './types.ts';

type Run = Outcome['runs'][number];
type Deliver = Extract<Fate, { do: 'deliver' }>;

/** Runs in order; those of no events are left out. */
export function inRuns(...runs: readonly Run[]): Outcome {
  return { runs: runs.filter((run) => run.events > 0) };
}

/** One fate for all. */
export function all(sent: Sent, fate: Fate): Outcome {
  return { runs: [{ events: sent.events, fate }] };
}

/** @param ackId the indexer's acknowledgement to wait for, where there is one. */
export function delivered(ackId?: number, receipts?: readonly (string | null)[]): Deliver {
  return { do: 'deliver', ...(ackId === undefined ? {} : { ackId }), ...(receipts === undefined ? {} : { receipts }) };
}

/** @param ambiguous whether the events may have been taken all the same. */
export function retry(reason: string, ambiguous: boolean, afterMs: number | undefined): Fate {
  return { do: 'retry', reason, ambiguous, ...(afterMs === undefined ? {} : { afterMs }) };
}

export function park(reason: string): Fate {
  return { do: 'park', reason };
}

/** Something in the batch is bad and nobody says what: halves, until the bad event is alone and can be refused. */
export function narrow(sent: Sent, reason: string): Fate {
  return sent.events > 1 ? { do: 'halve', reason } : { do: 'refuse', reason };
}

/** The body is too large: halves, and smaller batches from now on. An event too large by itself is refused. */
export function shrink(sent: Sent, reason: string): Fate {
  return sent.events > 1 ? { do: 'halve', reason, tooLarge: true } : { do: 'refuse', reason };
}

/** Event `bad` is refused; those before it were taken, those after it were not looked at (protocol 1.10). */
export function resume(sent: Sent, bad: number, reason: string, ackId: number | undefined): Outcome {
  return inRuns(
    { events: bad, fate: delivered(ackId) },
    { events: 1, fate: { do: 'refuse', reason } },
    { events: sent.events - bad - 1, fate: { do: 'again' } },
  );
}
