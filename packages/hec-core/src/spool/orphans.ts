import { join } from 'node:path';
import { folderOf, namesIn, prepare, type SegmentName, segmentsIn } from './directory.ts';
import type { Disk } from './disk.ts';
import { adopt, type Owner } from './owner.ts';
import type { Trouble } from './trouble.ts';

/** A segment whose owner is dead; we own it now. */
export interface Orphan {
  readonly owner: Owner;
  readonly name: SegmentName;
}

/** Dead owners' segments, adopted but not yet dealt with: a queue, oldest owner and oldest segment first. */
export interface Orphans {
  /** Adopts what can be had now. Returns how many owners that were. */
  look(): number;
  first(): Orphan | undefined;
  /** The first has been dealt with. */
  done(): void;
  /** The first cannot be dealt with just now: it goes to the end. Returns how many there are. */
  postpone(): number;
  /** This process is not to adopt the owner's directory again. */
  leave(owner: Owner): void;
  has(owner: Owner): boolean;
  /** Gives back everything in the queue. */
  release(): void;
}

export function createOrphans(context: {
  readonly disk: Disk;
  readonly dir: string;
  readonly destination: string;
  readonly trouble: Trouble;
  now(): number;
  /** Whether a directory is our own, or one that we adopted. */
  isOurs(path: string): boolean;
  failed(error: unknown): void;
}): Orphans {
  const { disk } = context;
  const folder = folderOf(context.dir, context.destination);
  const queue: Orphan[] = [];
  const left = new Set<string>();

  const isKnown = (path: string): boolean =>
    left.has(path) || context.isOurs(path) || queue.some(({ owner }) => owner.path === path);

  const take = (path: string): boolean => {
    try {
      const owner = adopt(disk, path, context.now());
      if (owner === undefined) return false;
      for (const name of segmentsIn(disk, path)) queue.push({ owner, name });
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      context.trouble.warn(
        'HEC_SPOOL_LEFT',
        `What is in ${path} cannot be taken over: ${why} Processes that share a spool need to be of the same user.`,
      );
      return false;
    }
  };

  return {
    look() {
      let adopted = 0;
      try {
        // A directory that we would not write into is none to adopt from either.
        prepare(disk, context.dir, folder);
        for (const name of namesIn(disk, folder)) {
          const path = join(folder, name);
          if (!isKnown(path) && take(path)) adopted++;
        }
      } catch (error) {
        context.failed(error);
      }
      return adopted;
    },
    first: () => queue[0],
    done: () => void queue.shift(),
    postpone() {
      queue.push(...queue.splice(0, 1));
      return queue.length;
    },
    leave: (owner) => void left.add(owner.path),
    has: (owner) => queue.some((orphan) => orphan.owner === owner),
    release() {
      for (const { owner } of queue.splice(0)) owner.release();
    },
  };
}
