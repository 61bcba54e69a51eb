import type { End, Watcher } from '../custody/watch.ts';
import type { SendManyOptions, SendResult } from './types.ts';

/** Counts what becomes of the events of one call. */
export interface Tally {
  /** Counts on a destination's account. */
  watcherOf(destination: object): Watcher;
  read(): SendResult;
  /** Events that ended, ever: what grows while there is progress. */
  readonly ended: number;
  /** No more events will enter; resolves when all have ended. */
  finished(): Promise<void>;
  /** What `onProgress` threw. */
  readonly trouble: { readonly error: unknown } | undefined;
}

const REFUSED: ReadonlySet<End> = new Set(['deadLettered', 'dropped:refused', 'dropped:poison']);

export function createTally({ onProgress }: SendManyOptions): Tally {
  const counts = { delivered: 0, refused: 0, dropped: 0, spooled: 0 };
  const done = Promise.withResolvers<void>();
  /** By destination: with `minLevel` or `match` not all of them get every event. */
  const enteredAt = new Map<object, number>();
  let entered = 0;
  let trouble: Tally['trouble'];
  let complete = false;

  const ended = (): number => counts.delivered + counts.refused + counts.dropped + counts.spooled;
  const read = (): SendResult => {
    const { delivered, refused, dropped } = counts;
    return {
      sent: Math.max(0, ...enteredAt.values()),
      delivered,
      refused,
      dropped,
      held: entered - delivered - refused - dropped,
    };
  };

  const left = (events: number, end: End): void => {
    counts[kindOf(end)] += events;
    if (complete && ended() === entered) done.resolve();
    try {
      onProgress?.(read());
    } catch (error) {
      // We are in the middle of the engine here: it is thrown to the caller of sendMany instead.
      trouble ??= { error };
      done.resolve();
    }
  };

  return {
    read,
    get ended() {
      return ended();
    },
    get trouble() {
      return trouble;
    },
    watcherOf: (destination) => ({
      entered(events) {
        entered += events;
        enteredAt.set(destination, (enteredAt.get(destination) ?? 0) + events);
      },
      left,
    }),
    finished() {
      complete = true;
      if (ended() === entered) done.resolve();
      return done.promise;
    },
  };
}

function kindOf(end: End): 'delivered' | 'refused' | 'dropped' | 'spooled' {
  if (end === 'taken' || end === 'acked') return 'delivered';
  if (end === 'spooled') return 'spooled';
  return REFUSED.has(end) ? 'refused' : 'dropped';
}
