import type { History } from './custody/batch.ts';
import type { Outlet } from './outlet.ts';

/** So often must others have been delivered between its failures before a batch counts as poisoned. */
const ENOUGH = 2;

/**
 * Notes that a batch failed at an endpoint. A batch that keeps failing where others are delivered holds an event the
 * endpoint, or a firewall before it, cannot stomach; one that fails where all fail tells of an outage.
 *
 * @returns whether the endpoint delivered other batches since this one last failed there.
 */
export function noteFailure(history: History, outlet: Outlet): boolean {
  const { origin } = outlet.endpoint;
  const seen = history.deliveriesSeen[origin];
  const { deliveries } = outlet.gate;
  history.deliveriesSeen = { ...history.deliveriesSeen, [origin]: deliveries };
  if (seen === undefined || deliveries === seen) return false;
  history.suspicion++;
  return true;
}

export function isPoison(history: History): boolean {
  return history.suspicion >= ENOUGH;
}
