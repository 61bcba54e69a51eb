import { all, delivered, inRuns } from './outcome.ts';
import type { Fate, Outcome, Sent } from './types.ts';

type Run = Outcome['runs'][number];

/**
 * A 2xx of Sekoia.io: `{"event_id":"…"}` or `{"event_ids":["…",…]}`, the ids in the order of the events (K01-K07),
 * returned as receipts. Some events may have been refused all the same (K10), in a form that is documented nowhere: an
 * entry that is `null`, or an object with an error or a status of 400 and above, stands for a refused event.
 */
export function interpretReceipts(members: Readonly<Record<string, unknown>>, sent: Sent): Outcome {
  const { event_id: id, event_ids: ids } = members;
  if (typeof id === 'string' && sent.events === 1) return all(sent, delivered(undefined, [id]));
  if (!Array.isArray(ids) || ids.length !== sent.events) return all(sent, delivered());
  const runs: Run[] = [];
  let receipts: (string | null)[] = [];
  let taken = 0;
  const endTaken = (): void => {
    runs.push({ events: taken, fate: delivered(undefined, receipts) });
    receipts = [];
    taken = 0;
  };
  for (const entry of ids as readonly unknown[]) {
    const refusal = refusalIn(entry);
    if (refusal === undefined) {
      taken += 1;
      receipts.push(receiptIn(entry));
    } else {
      endTaken();
      runs.push({ events: 1, fate: refusal });
    }
  }
  endTaken();
  return inRuns(...runs);
}

function refusalIn(entry: unknown): Fate | undefined {
  if (entry === null) return { do: 'refuse', reason: 'refused by the intake' };
  const { status, error } = Object(entry) as Record<string, unknown>;
  if (typeof status === 'number' && status >= 400) return { do: 'refuse', reason: `refused by the intake (${status})` };
  return error === undefined ? undefined : { do: 'refuse', reason: 'refused by the intake' };
}

function receiptIn(entry: unknown): string | null {
  const id: unknown = typeof entry === 'string' ? entry : (Object(entry) as Record<string, unknown>)['event_id'];
  return typeof id === 'string' ? id : null;
}
