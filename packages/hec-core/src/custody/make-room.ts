import type { Batch } from './batch.ts';
import type { Compressor } from './compressor.ts';
import type { Filling } from './filling.ts';
import type { Deque } from './queue.ts';
import type { Room } from './room.ts';
import type { Shelving } from './shelving.ts';

export interface MakeRoomParts {
  readonly room: Room;
  readonly queue: Deque<Batch>;
  readonly compressor: Compressor;
  /** Whether a batch is in custody still. */
  readonly holds: (batch: Batch) => boolean;
  readonly filling: Filling;
  /** Where a batch may go instead; it may refuse. Absent without a spool. */
  readonly disk: Pick<Shelving, 'leaveBehind'> | undefined;
  /** A batch can be sent. */
  readonly ready: () => void;
  /** Open bytes that are worth a batch on disk. */
  leastToSpill(): number;
  /** Drops the oldest; absent where the newest gives way. */
  readonly drop: ((oldest: Batch) => void) | undefined;
}

/**
 * Makes room for so much more: on the disk if there is one, else, by policy, of the oldest.
 * @returns false when there is none to be had
 */
export type MakeRoom = (bytes: number, events: number) => boolean;

export function createMakeRoom(parts: MakeRoomParts): MakeRoom {
  const { room, queue, compressor, filling, disk, drop, ready } = parts;

  /**
   * What waits to be compressed may have left meanwhile, or been left to the disk, and so take up no room; or it is on its
   * way: it was put aside, and its turn has come. To have that left to the disk, too, would be to send it twice.
   */
  const isQueued = (batch: Batch): boolean => parts.holds(batch) && batch.place === 'queued';

  const worthSpilling = (): boolean => filling.openBytes() >= parts.leastToSpill();

  const newestQueued = (): Batch | undefined => {
    for (;;) {
      const newest = queue.takeBack() ?? compressor.withdraw();
      if (newest === undefined || isQueued(newest)) return newest;
    }
  };

  const newest = (): Batch | undefined => {
    const queued = newestQueued();
    if (queued !== undefined || !worthSpilling()) return queued;
    // What is still open can only go to disk as a batch; last of all, or there would be many small ones.
    filling.sealAll();
    return newestQueued();
  };

  const oldestQueued = (): Batch | undefined => {
    let record: Batch | undefined;
    let oldest: Batch | undefined;
    do {
      oldest = queue.take() ?? compressor.withdrawFirst();
      // A record of what was dropped takes up little; told once more with the next, it may be there twice.
      if (oldest?.origin === 'gaps' && isQueued(oldest)) record = oldest;
    } while (oldest !== undefined && (oldest === record || !isQueued(oldest)));
    if (record !== undefined) {
      queue.pushFront(record);
      ready();
    }
    return oldest;
  };

  /** True when there is room now, or will be a batch worth spilling soon. */
  const spill = (bytes: number, events: number, { leaveBehind }: Pick<Shelving, 'leaveBehind'>): boolean => {
    while (room.tooMuch(bytes, events)) {
      const batch = newest();
      // All of memory is on its way or unconfirmed: what comes goes to disk, a piece of a batch at a time.
      if (batch === undefined) return !worthSpilling();
      if (leaveBehind(batch)) continue;
      queue.pushBack(batch);
      // It may have been on its way there, and nobody else would say that it has come.
      ready();
      return false;
    }
    return true;
  };

  return (bytes, events) => {
    if (disk !== undefined && spill(bytes, events, disk)) return true;
    // Nobody gives way to what will not fit all the same.
    if (!room.holds(bytes, events)) return false;
    while (room.tooMuch(bytes, events)) {
      const oldest = drop === undefined ? undefined : oldestQueued();
      if (oldest === undefined) return false;
      drop?.(oldest);
    }
    return true;
  };
}
