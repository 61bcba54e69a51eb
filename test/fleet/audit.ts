import { type HecClient, imbalance } from 'hec-core';
import { expect } from 'vitest';

/** How often a client's events arrived. */
export interface Audit {
  /** Arrivals beyond the first of each event. */
  readonly duplicates: number;
  /** Events that the client says may have arrived twice. */
  readonly ambiguous: number;
}

/**
 * Compares what a client says with what arrived, when nothing is held any more: every event, each exactly once unless the
 * client said that it might arrive again, and the ledger to the last event.
 *
 * @param arrived what each endpoint, in each of its lives, took
 */
export function audit(hec: HecClient, logged: number, arrived: readonly (readonly unknown[])[]): Audit {
  const times = new Map<unknown, number>();
  for (const id of arrived.flat()) times.set(id, (times.get(id) ?? 0) + 1);
  const missing = Array.from({ length: logged }, (_, id) => id).filter((id) => !times.has(id));
  expect(missing, 'events that never arrived').toEqual([]);
  expect(times.size, 'nothing arrived that was not logged').toBe(logged);

  const { ledger, destinations } = hec.stats();
  expect(ledger).toEqual({
    entered: { logged, recovered: 0, gaps: 0 },
    delivered: { acked: 0, taken: logged },
    deadLettered: 0,
    dropped: {},
    held: { open: 0, queued: 0, inFlight: 0, awaitingAck: 0, spooled: 0 },
  });
  expect(imbalance(ledger)).toBe(0);

  const duplicates = arrived.flat().length - logged;
  const ambiguous = destinations
    .flatMap((one) => Object.values(one.ambiguous))
    .reduce((sum, events) => sum + events, 0);
  expect(duplicates, 'duplicates that were not announced').toBeLessThanOrEqual(ambiguous);
  return { duplicates, ambiguous };
}
