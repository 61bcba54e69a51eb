import { Buffer } from 'node:buffer';
import { type Disk, writeAll } from './disk.ts';
import { type Ranges, rangesOf } from './ranges.ts';
import { FORMAT, isNatural, prefixOf, stamp, unstamp } from './stamp.ts';

/** What a progress file says. */
export interface Progress {
  /** Events that have left custody. */
  readonly done: Ranges;
  /** Whether a line is of a format this version does not know. */
  readonly unknown: boolean;
}

/**
 * Notes in a segment's progress file that events have left custody. It begins with an LF of its own: the line before
 * it may have been torn, by a full disk or by the death of an earlier owner.
 * @throws the system's error.
 */
export function appendProgress(disk: Disk, path: string, mark: string, done: Ranges): number {
  const line = Buffer.from(`\n${stamp(`${prefixOf(mark)}"v":${FORMAT},"done":[${done.join()}]`)}`);
  const fd = disk.openSync(path, 'a', 0o600);
  try {
    writeAll(disk, fd, line, line.byteLength, null);
  } finally {
    disk.closeSync(fd);
  }
  return line.byteLength;
}

/** A line that is damaged counts for nothing: its events are sent again rather than lost. */
export function readProgress(bytes: Buffer, mark: string): Progress {
  const prefix = Buffer.from(prefixOf(mark));
  const pairs: [number, number][] = [];
  let unknown = false;
  for (let start = 0; start < bytes.byteLength; ) {
    const lf = bytes.indexOf(10, start);
    const end = lf === -1 ? bytes.byteLength : lf;
    const line = bytes.subarray(start, end);
    start = end + 1;
    if (!line.subarray(0, prefix.byteLength).equals(prefix)) continue;
    const said = unstamp(line);
    if (said === undefined) continue;
    if (said.v === FORMAT) pairs.push(...pairsOf(said['done']));
    else unknown = true;
  }
  return { done: rangesOf(pairs), unknown };
}

function pairsOf(done: unknown): [number, number][] {
  if (!Array.isArray(done) || done.length % 2 !== 0 || !done.every(isNatural)) return [];
  const pairs: [number, number][] = [];
  for (let i = 0; i < done.length; i += 2) pairs.push([done[i] as number, done[i + 1] as number]);
  return pairs;
}
