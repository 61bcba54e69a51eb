import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Destination } from '../destination.ts';
import { crowded, room } from './room.ts';
import { createTally } from './tally.ts';
import type { SendManyOptions, SendResult } from './types.ts';
import { watched } from './watched.ts';

/** As long as a timer of Node can be: whoever sends many events waits for them. */
const EVER_MS = 2_147_483_647;
/** Longest that events are taken without a turn of the event loop. */
const TURN_MS = 5;

/** Gives one piece of input to the client; false when no more is wanted: the client is closed. */
export type Feed = (give: () => void) => Promise<boolean>;

/**
 * Lets `produce` feed the destinations as fast as there is room, then waits for delivery as long as it makes progress.
 *
 * @param patienceMs longest time without progress
 */
export async function feed(
  destinations: readonly Destination[],
  patienceMs: number,
  options: SendManyOptions,
  produce: (feed: Feed) => Promise<void>,
): Promise<SendResult> {
  const tally = createTally(options);
  const over = Promise.withResolvers<void>();
  const awake = Promise.all(destinations.map(({ drain }) => drain.wait(over.promise, EVER_MS)));
  let turnEnds = performance.now() + TURN_MS;

  const wanted = (): boolean =>
    tally.trouble === undefined && destinations.some(({ door }) => door.shut !== 'dropped:closed');

  try {
    await produce(async (give) => {
      // Input that is there already would otherwise keep the event loop from everything else.
      if (performance.now() > turnEnds) {
        await nextTurn();
        turnEnds = performance.now() + TURN_MS;
      }
      while (crowded(destinations) !== undefined) await room(destinations);
      if (!wanted()) return false;
      watched(destinations, tally.watcherOf, give);
      return wanted();
    });
    const finished = tally.finished();
    for (let progress = -1; wanted() && tally.read().held > 0 && tally.ended > progress; ) {
      progress = tally.ended;
      await Promise.all(destinations.map(({ drain }) => drain.flush(patienceMs, finished)));
    }
  } finally {
    over.resolve();
    await awake;
  }
  if (tally.trouble !== undefined) throw tally.trouble.error;
  return tally.read();
}
