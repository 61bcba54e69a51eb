import { type Batch, type BatchRemains, newHistory } from './batch.ts';
import type { Holdings } from './holdings.ts';
import type { Book } from './ledger.ts';
import type { Waiters } from './waiters.ts';
import type { Watcher } from './watch.ts';

export interface AdoptParts {
  readonly book: Book;
  readonly holdings: Holdings;
  readonly waiters: Waiters;
  readonly nextId: () => number;
  readonly period: () => number;
}

/** Takes a batch in that another thread held, on the account of a watcher. There is always room: it was in memory before. */
export type Adopt = (found: BatchRemains, watcher: Watcher) => void;

export function createAdopt({ book, holdings, waiters, nextId, period }: AdoptParts): Adopt {
  return ({ attempts, ...found }, watcher) => {
    const batch: Batch = {
      ...found,
      id: nextId(),
      period: period(),
      history: { ...newHistory(), attempts },
      taken: 0,
      place: 'queued',
      tickets: [],
      marks: [{ from: 0, to: found.events, watcher }],
    };
    book.enter(batch.events, batch.origin, 'queued');
    waiters.entered(batch.period, batch.events);
    holdings.add(batch);
    holdings.enqueue(batch, 'back');
  };
}
