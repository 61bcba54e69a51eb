import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Quarantine } from './quarantine.ts';
import { isBadThrough } from './refusals.ts';

/** The ways back to the queue. */
export interface Again {
  /** Waits for its next turn: the rest of a batch goes first, as it is the oldest; what failed goes last. */
  requeue(batch: Batch, at: 'front' | 'back'): void;
  halve(batch: Batch): Promise<void>;
}

export function createAgain(custody: Custody, quarantine: Quarantine): Again {
  const requeue = (batch: Batch, at: 'front' | 'back'): void => {
    if (batch.history.suspect) quarantine.add(batch);
    else custody.requeue(batch, isBadThrough(batch) ? 'back' : at);
  };
  return {
    requeue,
    async halve(batch) {
      batch.history.attempts = 0;
      batch.history.evidence = 0;
      const first = Math.ceil(batch.events / 2);
      const halves = await custody.cut(batch, [{ events: first }, { events: batch.events - first }]);
      for (const half of halves.toReversed()) requeue(half, 'front');
    },
  };
}
