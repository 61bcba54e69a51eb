import type { Batch } from '../custody/batch.ts';
import type { Outcome } from '../dialect/types.ts';
import type { Outlet } from '../outlet.ts';

/**
 * So many refusals with one reason and nothing delivered in between are no bad events but a wrong index or format:
 * the gate is parked before the whole queue is refused one request at a time.
 */
const BEFORE_PARKING = 8;
/** Each time others are delivered after all it takes twice as many, up to this: a parked gate keeps everyone waiting. */
const MOST_BEFORE_PARKING = 512;

/** Tells bad events from an endpoint that will take none, by how refusals follow one another. */
export interface Refusals {
  delivered(outlet: Outlet): void;
  /**
   * Counts an answer that refuses events.
   *
   * @returns why the gate is to be parked, if it is
   */
  note(batch: Batch, outcome: Outcome, outlet: Outlet): string | undefined;
}

export function createRefusals(): Refusals {
  let patience = BEFORE_PARKING;
  return {
    delivered(outlet) {
      if (outlet.refusals.count >= patience) patience = Math.min(MOST_BEFORE_PARKING, patience * 2);
      outlet.refusals = { reason: '', count: 0 };
    },
    note({ history: { lineage } }, { runs }, outlet) {
      const refused = runs.find((run) => run.fate.do === 'refuse' && run.events > 0);
      if (refused?.fate.do !== 'refuse') return undefined;
      lineage.refusals++;
      const { reason } = refused.fate;
      const inRow = outlet.refusals.reason === reason && !runs.some(({ fate }) => fate.do === 'deliver');
      const count = inRow ? outlet.refusals.count + 1 : 1;
      outlet.refusals = { reason, count };
      return count < patience ? undefined : `refused ${count} requests in a row: ${reason}`;
    },
  };
}

/** Whether a batch turned out bad through and through: what is left of it lets others go first. */
export function isBadThrough({ history: { lineage } }: Batch): boolean {
  return lineage.refusals >= BEFORE_PARKING;
}
