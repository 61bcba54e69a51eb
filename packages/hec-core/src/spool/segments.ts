import { codeOf, type Disk, isGone, removeFile } from './disk.ts';
import type { Owner } from './owner.ts';
import { appendProgress } from './progress.ts';
import { count, type Ranges, union } from './ranges.ts';
import { isCovered, type Segment } from './segment.ts';
import type { Syncer } from './syncer.ts';
import { rangesIn } from './tickets.ts';
import type { Ticket } from './types.ts';

/** All segments this process owns, its own and adopted ones, and the only place where events leave them. */
export interface Segments extends Iterable<Segment> {
  get(id: number): Segment | undefined;
  add(segment: Segment): void;
  settle(tickets: readonly Ticket[]): void;
  /** Removes what is covered and not being written to, and catches up on progress that could not be written. */
  tidy(): void;
  /** Whether a segment's file is there still. */
  has(id: number): boolean;
  /** Whether an owner has segments left. */
  owns(owner: Owner): boolean;
}

export interface SegmentsContext {
  readonly disk: Disk;
  readonly syncer: Syncer;
  /** Bytes our files take up more, or less when negative. */
  readonly grew: (bytes: number) => void;
  /** An adopted owner's last segment is gone. */
  readonly emptied: (owner: Owner) => void;
  readonly failed: (error: unknown) => void;
}

export function createSegments({ disk, syncer, grew, emptied, failed }: SegmentsContext): Segments {
  const byId = new Map<number, Segment>();

  const owns = (owner: Owner): boolean => {
    for (const segment of byId.values()) if (segment.owner === owner) return true;
    return false;
  };

  const writeProgress = (segment: Segment, ranges: Ranges): void => {
    const owed = union(segment.unwritten, ranges);
    if (owed.length === 0) return;
    try {
      const bytes = appendProgress(disk, segment.progressPath, segment.mark, owed);
      if (segment.progressSize === 0) syncer.made(segment.progressPath);
      syncer.wrote(segment.progressPath);
      segment.progressSize += bytes;
      segment.unwritten = [];
      grew(bytes);
    } catch (error) {
      segment.unwritten = owed;
      // A directory that was deleted has nothing left to be replayed.
      if (codeOf(error) !== 'ENOENT') failed(error);
    }
  };

  /** The segment first: without it its progress means nothing, but without progress all of it would be replayed. */
  const remove = (segment: Segment): boolean => {
    try {
      removeFile(disk, segment.path);
      removeFile(disk, segment.progressPath);
    } catch (error) {
      failed(error);
      return false;
    }
    syncer.forget(segment.path);
    syncer.forget(segment.progressPath);
    grew(-segment.size - segment.progressSize);
    byId.delete(segment.id);
    if (!owns(segment.owner)) emptied(segment.owner);
    return true;
  };

  const settleOne = (segment: Segment, ranges: Ranges): void => {
    const done = union(segment.done, ranges);
    if (count(done) === count(segment.done)) return;
    segment.done = done;
    if (!segment.open && isCovered(segment) && remove(segment)) return;
    writeProgress(segment, ranges);
  };

  return {
    [Symbol.iterator]: () => byId.values(),
    get: (id) => byId.get(id),
    add: (segment) => void byId.set(segment.id, segment),
    owns,
    settle(tickets) {
      const bySegment = Map.groupBy(tickets, (ticket) => ticket.segment);
      for (const [id, those] of bySegment) {
        const segment = byId.get(id);
        if (segment !== undefined) settleOne(segment, rangesIn(those));
      }
    },
    has(id) {
      const segment = byId.get(id);
      return segment !== undefined && !isGone(disk, segment.path);
    },
    tidy() {
      for (const segment of byId.values())
        if (segment.open || !isCovered(segment) || !remove(segment)) writeProgress(segment, []);
    },
  };
}
