import type { Batch } from '../custody/batch.ts';
import { countOf } from '../observe/count-of.ts';
import type { AckParts } from './types.ts';

/**
 * Ends what is outstanding: the indexer's word did not come in time. The spool will send it again; without one the
 * endpoint's word counts.
 */
export function leave(batches: readonly Batch[], origin: string, { custody, observer, warn }: AckParts): void {
  let unacknowledged = 0;
  for (const batch of batches) {
    if (custody.leaveBehind(batch)) observer.ambiguous(batch.events, 'closed');
    else {
      unacknowledged += batch.events;
      custody.settle(batch, 'taken');
    }
  }
  if (unacknowledged === 0) return;
  warn(
    'unacknowledged',
    `${origin} took ${countOf(unacknowledged)} that the indexer had not acknowledged when the client closed; its word counts (a spool would keep them, and send them again).`,
  );
}
