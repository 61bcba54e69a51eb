import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { HecError } from '../errors.ts';
import { namesIn, segmentsIn } from './directory.ts';
import { codeOf, type Disk, removeFile } from './disk.ts';
import { type OwnerLock, takeLock } from './owner-lock.ts';

/**
 * One life of one spool: a directory that is locked as long as its owner lives. Only the holder of the lock touches
 * what is in it.
 */
export interface Owner {
  readonly path: string;
  /** Lets go; what is left in the directory is the next owner's. */
  release(): void;
  /** Removes the directory, if nothing is left in it, and lets go. */
  remove(): void;
}

const LOCK = 'lock';
/** A younger owner that has written nothing is being born, not dead. */
const BIRTH_MS = 60_000;
const ATTEMPTS = 5;
const TIME_DIGITS = 9;

/** @throws HecError `HEC_SPOOL_UNUSABLE`, or the system's error. */
export function claim(disk: Disk, folder: string, now: number): Owner {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // Names sort by age: orphans are replayed in the order they were born in.
    const born = Math.max(0, Math.trunc(now)).toString(36).padStart(TIME_DIGITS, '0');
    const path = join(folder, `${born}-${randomBytes(6).toString('hex')}`);
    disk.mkdirSync(path, { mode: 0o700 });
    const lock = takeLock(disk, join(path, LOCK));
    // A neighbour looking for orphans may have the lock for a moment: it will tidy up, we begin elsewhere.
    if (lock !== undefined) return ownerOf(disk, path, lock);
  }
  throw new HecError('HEC_SPOOL_UNUSABLE', `No directory of our own can be had in ${folder}.`);
}

/**
 * Takes over a dead owner's directory. Undefined when its owner lives, somebody else was faster, or nothing is in it.
 * @throws HecError `HEC_SPOOL_UNUSABLE`, or the system's error.
 */
export function adopt(disk: Disk, path: string, now: number): Owner | undefined {
  let lock: OwnerLock | undefined;
  try {
    lock = takeLock(disk, join(path, LOCK));
  } catch (error) {
    if (isGone(disk, path)) return undefined;
    throw error;
  }
  if (lock === undefined) return undefined;
  const owner = ownerOf(disk, path, lock);
  if (segmentsIn(disk, path).length > 0) return owner;
  const isNewborn = now - bornAt(path) < BIRTH_MS && namesIn(disk, path).every((name) => name === LOCK);
  if (isNewborn) owner.release();
  else owner.remove();
  return undefined;
}

function ownerOf(disk: Disk, path: string, lock: OwnerLock): Owner {
  let held = true;
  const release = (): void => {
    if (held) lock.release();
    held = false;
  };
  return {
    path,
    release,
    remove() {
      if (!held) return;
      try {
        // A progress file without its segment is what a death between the two removals leaves.
        if (segmentsIn(disk, path).length === 0)
          for (const name of namesIn(disk, path)) if (name.endsWith('.progress')) removeFile(disk, join(path, name));
        if (namesIn(disk, path).every((name) => name === LOCK)) {
          removeFile(disk, join(path, LOCK));
          disk.rmdirSync(path);
        }
      } catch (error) {
        // Somebody was as fast, or it cannot be written to: an empty directory harms nobody.
        if (codeOf(error) === 'UNKNOWN') throw error;
      } finally {
        release();
      }
    },
  };
}

function bornAt(path: string): number {
  return Number.parseInt(basename(path).slice(0, TIME_DIGITS), 36);
}

function isGone(disk: Disk, path: string): boolean {
  try {
    return !disk.statSync(path).isDirectory();
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}
