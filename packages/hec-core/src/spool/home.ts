import { randomBytes } from 'node:crypto';
import { folderOf, missing, prepare, segmentName } from './directory.ts';
import { type Disk, isGone } from './disk.ts';
import { createEncoder } from './encoder.ts';
import { claim, type Owner } from './owner.ts';
import { createSegment, isCovered, type Segment } from './segment.ts';
import { openWriter, type SegmentWriter } from './segment-writer.ts';

/** Our own directory in the spool, and the segment in it that is being written. Everything throws. */
export interface Home {
  readonly owner: Owner;
  /** The writer for a record of this size: a segment that it would overfill is ended and a new one begun. */
  writerFor(bytes: number): SegmentWriter;
  /** Ends the segment that is being written. */
  roll(): void;
  /** Ends it if nothing in it is needed any more, for its room. */
  giveBack(): void;
  /** Whether somebody has deleted it. */
  isGone(): boolean;
}

export interface HomeContext {
  readonly disk: Disk;
  readonly dir: string;
  readonly destination: string;
  readonly dialect: string;
  readonly segmentBytes: number;
  now(): number;
  nextId(): number;
  begun(segment: Segment): void;
  ended(segment: Segment): void;
  /** A file or directory has been made. */
  made(path: string): void;
  /** Something to say about the directory. */
  doubt(message: string): void;
}

/** @throws HecError `HEC_SPOOL_UNUSABLE`, or the system's error. */
export function openHome(context: HomeContext): Home {
  const { disk, dir, segmentBytes } = context;
  const folder = folderOf(dir, context.destination);
  const fresh = missing(disk, folder);
  const doubt = prepare(disk, dir, folder);
  if (doubt !== undefined) context.doubt(doubt);
  const owner = claim(disk, folder, context.now());
  try {
    for (const path of new Set([...fresh, folder, owner.path])) context.made(path);
  } catch (error) {
    owner.remove();
    throw error;
  }
  const encoder = createEncoder();
  let writer: SegmentWriter | undefined;
  let sequence = 0;

  const roll = (): void => {
    if (writer === undefined) return;
    const ended = writer;
    writer = undefined;
    ended.close();
    context.ended(ended.segment);
  };

  const begin = (): SegmentWriter => {
    const name = segmentName(++sequence, randomBytes(8).toString('hex'));
    const begun = openWriter(disk, createSegment(context.nextId(), owner, name), context.dialect, encoder);
    writer = begun;
    context.begun(begun.segment);
    context.made(begun.segment.path);
    return begun;
  };

  return {
    owner,
    roll,
    giveBack() {
      if (writer !== undefined && writer.segment.size > 0 && isCovered(writer.segment)) roll();
    },
    writerFor(bytes) {
      if (writer !== undefined && writer.segment.size > 0 && writer.segment.size + bytes > segmentBytes) roll();
      return writer ?? begin();
    },
    isGone: () => (writer === undefined ? isGone(disk, owner.path) : writer.isGone()),
  };
}
