import type { DropReason } from '../types.ts';
import type { Batch, Ends, Exit, Origin } from './batch.ts';
import type { Holdings } from './holdings.ts';
import type { Book } from './ledger.ts';
import type { Deque } from './queue.ts';
import type { Shelving } from './shelving.ts';
import type { CustodyParts } from './types.ts';
import type { Waiters } from './waiters.ts';
import { tell, type Watch } from './watch.ts';

/** The ways out of custody: every one counts, tells, and gives memory, disk and those who wait their due. */
export interface Exits {
  /** Events leave at the door, without having been held. */
  turnAway(events: number, origin: Origin, exit: Exit): void;
  /** A batch leaves that has just been taken out of the queue. */
  leave(batch: Batch, exit: Exit): void;
  /** A batch leaves, wherever it is. */
  settle(batch: Batch, exit: Exit): void;
  /**
   * The same where its events left in several ways. Those that nothing is said of are `dropped:shutdown`, but for those
   * that an answer has taken.
   */
  settleAs(batch: Batch, ends: Ends): void;
}

export interface ExitsParts extends Pick<CustodyParts, 'events' | 'runtime'> {
  readonly book: Book;
  readonly holdings: Holdings;
  readonly queue: Deque<Batch>;
  readonly waiters: Waiters;
  readonly shelving: Shelving | undefined;
  readonly watch: Watch;
}

export function createExits(parts: ExitsParts): Exits {
  const { book, holdings, queue, waiters, shelving, watch, events, runtime } = parts;

  const leaveAs = (batch: Batch, ends: Ends): void => {
    for (const [exit, count] of ends) book.move(count, batch.place, exit);
    holdings.remove(batch);
    shelving?.settle(batch);
    const { firstAt: from, lastAt: to, origin } = batch;
    for (const [exit, count] of ends) {
      const reason = droppedFor(exit);
      if (reason !== undefined) events.dropped({ events: count, reason, from, to, origin });
      events.settled(batch, exit);
      // Which of them ended how nobody has said: those who watch any are told the first.
      tell(batch, exit);
    }
    waiters.left(batch.period, batch.events);
    shelving?.serve();
  };
  const leave = (batch: Batch, exit: Exit): void => leaveAs(batch, [[exit, batch.events]]);

  /** Takes it from where it is. False when it has left. */
  const take = (batch: Batch): boolean => {
    if (!holdings.has(batch)) return false;
    if (batch.place === 'queued') queue.remove(batch);
    if (batch.place === 'spooled') shelving?.remove(batch);
    return true;
  };

  return {
    leave,
    settle(batch, exit) {
      if (take(batch)) leave(batch, exit);
    },
    settleAs(batch, ends) {
      const rest = batch.events - sum(ends);
      // Those that are said to have been delivered may be the same ones.
      const delivered = sum(ends.filter(([exit]) => exit === 'taken' || exit === 'acked'));
      const taken = Math.min(rest, Math.max(0, batch.taken - delivered));
      const unsaid: Ends = [
        ['dropped:shutdown', rest - taken],
        ['taken', taken],
      ];
      if (take(batch)) leaveAs(batch, [...unsaid.filter(([, count]) => count > 0), ...ends]);
    },
    turnAway(count, origin, exit) {
      book.enter(count, origin, exit);
      watch.turnedAway(count, origin, exit);
      const reason = droppedFor(exit);
      const now = runtime.now();
      if (reason !== undefined) events.dropped({ events: count, reason, from: now, to: now, origin });
    },
  };
}

function droppedFor(exit: Exit): DropReason | undefined {
  return exit.startsWith('dropped:') ? (exit.slice('dropped:'.length) as DropReason) : undefined;
}

function sum(ends: Ends): number {
  return ends.reduce((total, [, count]) => total + count, 0);
}
