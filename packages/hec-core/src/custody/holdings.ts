import type { Place } from '../types.ts';
import { type Batch, NO_BODY } from './batch.ts';
import type { Compressor } from './compressor.ts';
import type { Book } from './ledger.ts';
import type { Deque } from './queue.ts';
import type { Room } from './room.ts';

/** The sealed batches in custody: wherever they are, and with what their bodies take of memory. */
export interface Holdings extends Iterable<Batch> {
  has(batch: Batch): boolean;
  add(batch: Batch): void;
  /** Its events go on, in another batch or out of custody. False when it was not there any more. */
  remove(batch: Batch): boolean;
  /** Forgets its body: the disk has it. */
  empty(batch: Batch): void;
  /** Moves a batch between places: the only way there is. */
  place(batch: Batch, to: Place): void;
  /**
   * Compresses a batch that is `queued` and lines it up; what is put aside waits elsewhere.
   * @param replaced called when nobody reads the body any more that it had: a compressed one has taken its place
   */
  enqueue(batch: Batch, at: 'front' | 'back' | 'aside', replaced?: () => void): void;
}

export interface HoldingsParts {
  readonly book: Book;
  readonly room: Room;
  readonly queue: Deque<Batch>;
  readonly compressor: Compressor;
  /** A batch can be sent. */
  readonly ready: () => void;
}

export function createHoldings({ book, room, queue, compressor, ready }: HoldingsParts): Holdings {
  const sealed = new Set<Batch>();
  return {
    [Symbol.iterator]: () => sealed.values(),
    has: (batch) => sealed.has(batch),
    add(batch) {
      sealed.add(batch);
      room.hold(batch.body.byteLength);
    },
    remove(batch) {
      if (!sealed.delete(batch)) return false;
      room.hold(-batch.body.byteLength);
      return true;
    },
    empty(batch) {
      room.hold(-batch.body.byteLength);
      batch.body = NO_BODY;
    },
    place(batch, to) {
      book.move(batch.events, batch.place, to);
      batch.place = to;
    },
    enqueue(batch, at, replaced) {
      compressor.submit(batch, (compressed) => {
        // It may have left meanwhile, or been left to the disk.
        if (!sealed.has(batch) || batch.place !== 'queued') return;
        if (compressed !== undefined) {
          room.hold(compressed.byteLength - batch.body.byteLength);
          batch.body = compressed;
          batch.encoding = 'gzip';
          replaced?.();
        }
        if (at === 'aside') return;
        if (at === 'front') queue.pushFront(batch);
        else queue.pushBack(batch);
        ready();
      });
    },
  };
}
