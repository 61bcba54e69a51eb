import type { Batch } from './batch.ts';
import type { BodyLimits } from './filling.ts';
import type { Holdings } from './holdings.ts';
import type { Book } from './ledger.ts';
import type { Deque } from './queue.ts';
import { createShelf, type Shelf } from './shelf.ts';
import type { CustodyParts } from './types.ts';
import type { Waiters } from './waiters.ts';
import { tell } from './watch.ts';

/** So many batches are written to disk at once while the gates are shut: writing blocks the event loop. */
const PERSIST_AT_ONCE = 4;

/** The way between memory and the shelf, and back, with the counts that go along. */
export interface Shelving extends Pick<Shelf, 'write' | 'keep' | 'serve' | 'settle' | 'remove' | 'close'> {
  /** Lets go of the body of a batch that is on disk. */
  shelve(batch: Batch): void;
  /** Leaves a batch to the disk and the next life. False when the disk refuses. */
  leaveBehind(batch: Batch): boolean;
  /** Writes what is queued to the disk too, some of it. */
  persist(): void;
}

export interface ShelvingParts {
  readonly spool: NonNullable<CustodyParts['spool']>;
  readonly runtime: CustodyParts['runtime'];
  readonly events: CustodyParts['events'];
  readonly limits: BodyLimits;
  readonly book: Book;
  readonly holdings: Holdings;
  readonly queue: Deque<Batch>;
  readonly waiters: Waiters;
  readonly nextId: () => number;
  readonly period: () => number;
  readonly hungry: () => boolean;
}

export function createShelving(parts: ShelvingParts): Shelving {
  const { runtime, events, book, holdings, queue, waiters } = parts;

  const damaged = (drop: Omit<Parameters<typeof events.dropped>[0], 'reason'>): void => {
    events.spooled?.('damaged', drop.events);
    events.dropped({ ...drop, reason: 'spool-damaged' });
  };

  const shelf = createShelf(parts.spool.spool, parts.spool.mode, runtime, {
    limits: parts.limits,
    nextId: parts.nextId,
    period: parts.period,
    hungry: parts.hungry,
    recovered(batch) {
      book.enter(batch.events, 'recovered', 'spooled');
      waiters.entered(batch.period, batch.events);
      holdings.add(batch);
    },
    lost(count) {
      book.enter(count, 'recovered', 'dropped:spool-damaged');
      const now = runtime.now();
      damaged({ events: count, from: now, to: now, origin: 'recovered' });
    },
    loaded(shelved, back, damagedEvents) {
      if (!holdings.remove(shelved)) return;
      const { firstAt: from, lastAt: to, origin } = shelved;
      if (damagedEvents > 0) {
        // Which of them nobody can say: those who watch any are told the worse.
        tell(shelved, 'dropped:spool-damaged');
        book.move(damagedEvents, 'spooled', 'dropped:spool-damaged');
        damaged({ events: damagedEvents, from, to, origin });
        waiters.left(shelved.period, damagedEvents);
      }
      // Damaged whole.
      if (back === undefined) return;
      holdings.add(back);
      holdings.place(back, 'queued');
      events.spooled?.('replayed', back.events);
      holdings.enqueue(back, 'back');
    },
  });

  const shelve = (batch: Batch): void => {
    if (batch.place === 'spooled') return;
    queue.remove(batch);
    holdings.place(batch, 'spooled');
    holdings.empty(batch);
    shelf.put(batch);
    events.spooled?.('spooled', batch.events);
  };

  return {
    ...shelf,
    shelve,
    leaveBehind(batch) {
      if (!shelf.keep(batch)) return false;
      shelve(batch);
      return true;
    },
    persist() {
      let written = 0;
      for (const batch of holdings) {
        if (batch.place !== 'queued' || batch.tickets.length > 0) continue;
        if (written++ >= PERSIST_AT_ONCE || !shelf.keep(batch)) return;
      }
    },
  };
}
