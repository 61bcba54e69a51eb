import type { Outlet } from '../outlet.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import type { AckParts, AckRoom } from './types.ts';

/**
 * Indexer acknowledgement: what an endpoint has taken stays in custody until the indexer has it safe. A lost
 * connection to the indexer, a channel that expired, or silence until the timeout sends the batch again; duplicates
 * that may follow are counted.
 */
export function createAcks(parts: AckParts): AckRoom {
  const indexers = new Map<Outlet, Indexer>();
  let hurried = false;

  const of = (outlet: Outlet): Indexer => {
    let indexer = indexers.get(outlet);
    if (indexer === undefined) {
      indexer = createIndexer(outlet, parts);
      indexer.hurry(hurried);
      indexers.set(outlet, indexer);
    }
    return indexer;
  };

  return {
    start: (outlet) => of(outlet).start(),
    track: (batch, outlet, channel, ackId) => of(outlet).track(batch, channel, ackId),
    answerLost: (outlet, channel) => of(outlet).answerLost(channel),
    hurry(yes) {
      hurried = yes;
      for (const indexer of indexers.values()) indexer.hurry(yes);
    },
    awaits: (outlet) => indexers.get(outlet)?.awaited ?? false,
    forget(outlet) {
      indexers.get(outlet)?.stop();
      indexers.delete(outlet);
    },
    stop() {
      for (const indexer of indexers.values()) indexer.stop();
    },
  };
}
