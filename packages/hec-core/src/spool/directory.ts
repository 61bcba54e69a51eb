import { dirname, join } from 'node:path';
import process from 'node:process';
import { HecError } from '../errors.ts';
import { codeOf, type Disk, isGone } from './disk.ts';
import { judge } from './file-system.ts';

// <dir>/<destination>/<owner>/lock
//                             0000000001-<mark>.segment
//                             0000000001-<mark>.progress
const SEGMENT = /^(\d{10})-([0-9a-f]{16})\.segment$/;

export interface SegmentName {
  readonly sequence: number;
  readonly mark: string;
  readonly segment: string;
  readonly progress: string;
}

export function segmentName(sequence: number, mark: string): SegmentName {
  const stem = `${String(sequence).padStart(10, '0')}-${mark}`;
  return { sequence, mark, segment: `${stem}.segment`, progress: `${stem}.progress` };
}

/** An owner's segments, oldest first. */
export function segmentsIn(disk: Disk, owner: string): SegmentName[] {
  return namesIn(disk, owner)
    .map((name) => SEGMENT.exec(name))
    .filter((match) => match !== null)
    .map(([, sequence, mark]) => segmentName(Number(sequence), mark as string))
    .toSorted((a, b) => a.sequence - b.sequence);
}

/** What is in a directory; nothing when it does not exist. */
export function namesIn(disk: Disk, path: string): string[] {
  try {
    return disk.readdirSync(path).toSorted();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** A destination's folder: its name, with `%` and hexadecimal digits for what does not belong into a file name. */
export function folderOf(dir: string, destination: string): string {
  return join(dir, encodeURIComponent(destination).replace(/[!'()*~]|^\./g, escape));
}

/** The destinations that have a folder in the spool. */
export function destinationsIn(disk: Disk, dir: string): string[] {
  return namesIn(disk, dir)
    .filter((name) => /^[\w%-][\w.%-]*$/.test(name) && disk.statSync(join(dir, name)).isDirectory())
    .map((name) => decodeURIComponent(name));
}

function escape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Makes the directory if need be and judges what it is on.
 * @returns a warning, where there is something to say.
 * @throws HecError `HEC_SPOOL_UNUSABLE`, or the system's error.
 */
export function prepare(disk: Disk, dir: string, folder: string): string | undefined {
  try {
    makeDirectory(disk, folder);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST' && codeOf(cause) !== 'ENOTDIR') throw cause;
    throw new HecError('HEC_SPOOL_UNUSABLE', `${dir} is not a directory.`, { cause, option: 'spool.dir' });
  }
  const verdict = judge(disk.statfsSync(folder).type, process.platform);
  if (verdict.trust === 'none')
    throw new HecError(
      'HEC_SPOOL_UNUSABLE',
      `${dir} is on a network file system (${verdict.name}), whose locks and writes cannot be relied on. Choose a directory on a local disk.`,
      { option: 'spool.dir' },
    );
  if (verdict.trust === 'full') return undefined;
  return `The spool directory ${dir} is on ${verdict.name}. If another machine uses the same directory, events may be delivered twice; a local disk is safer.`;
}

/** A directory and those it is in, as far as they are not there yet: their names have to be forced to the disk as well. */
export function missing(disk: Disk, path: string): string[] {
  return isGone(disk, path) ? [path, ...missing(disk, dirname(path))] : [];
}

/** Node's recursive mkdir says ENOENT for whatever it does not know, a read-only file system for example. */
function makeDirectory(disk: Disk, path: string): void {
  try {
    disk.mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectory(disk, dirname(path));
    disk.mkdirSync(path, { mode: 0o700 });
  }
}

/**
 * Bytes of everything under the directory: all destinations, all owners. What vanishes meanwhile, or is another user's,
 * counts nothing.
 */
export function bytesUnder(disk: Disk, path: string): number {
  let sum = 0;
  for (const name of readable(() => namesIn(disk, path)) ?? []) {
    const child = join(path, name);
    const stat = readable(() => disk.statSync(child));
    if (stat !== undefined) sum += stat.isDirectory() ? bytesUnder(disk, child) : stat.size;
  }
  return sum;
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM'].includes(codeOf(error))) return undefined;
    throw error;
  }
}
