import { Buffer } from 'node:buffer';
import { dirname } from 'node:path';
import { codeOf, syncDirectory } from './disk.ts';
import type { Entry } from './encoder.ts';
import { type Home, type HomeContext, openHome } from './home.ts';
import type { Owner } from './owner.ts';
import type { Quota } from './quota.ts';
import { HEADER_ROOM } from './record.ts';
import type { Segments } from './segments.ts';
import type { Syncer } from './syncer.ts';
import type { Trouble } from './trouble.ts';
import type { SpoolSettings, SpoolStats, Ticket } from './types.ts';
import { deleted, describe, full } from './words.ts';

/** How often it is made sure that the directory has not been deleted, in ms: writes into a deleted file succeed. */
const LOOK_EVERY_MS = 1000;
/** What is full will be full in the next segment as well; after any other failure a new one may do better. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The writing side of a spool. Never throws; what fails is said, and tried again after a while. */
export interface Appender {
  readonly owner: Owner | undefined;
  readonly counts: SpoolStats['appended'];
  /** Finds a directory of its own now rather than at the first append. */
  begin(at: number): void;
  append(entry: Entry, at: number): Ticket | undefined;
  close(): void;
}

export interface AppenderContext
  extends Pick<HomeContext, 'disk' | 'dir' | 'destination' | 'dialect' | 'segmentBytes' | 'now' | 'nextId'> {
  readonly fsync: SpoolSettings['fsync'];
  readonly maxBytes: number;
  readonly segments: Segments;
  readonly syncer: Syncer;
  readonly quota: Quota;
  readonly trouble: Trouble;
}

export function createAppender(context: AppenderContext): Appender {
  const { disk, dir, segments, syncer, quota, trouble } = context;
  const durable = context.fsync === 'always';
  const counts = { records: 0, bytes: 0, refused: 0 };
  let home: Home | undefined;
  let lookedAt = 0;
  let closed = false;

  const moveIn = (at: number): Home => {
    lookedAt = at;
    home = openHome({
      ...context,
      begun: (segment) => segments.add(segment),
      ended: () => segments.tidy(),
      made: (path) => (durable ? syncDirectory(disk, dirname(path)) : syncer.made(path)),
      doubt: (message) => trouble.warn('HEC_SPOOL_DOUBTFUL', message),
    });
    return home;
  };

  const moveOut = (): void => {
    const old = home;
    home = undefined;
    try {
      old?.roll();
    } finally {
      old?.owner.release();
    }
  };

  const homeAt = (at: number): Home => {
    if (home === undefined) return moveIn(at);
    if (Math.abs(at - lookedAt) < LOOK_EVERY_MS) return home;
    lookedAt = at;
    if (!home.isGone()) return home;
    trouble.warn('HEC_SPOOL_DISK', deleted(dir));
    moveOut();
    return moveIn(at);
  };

  const fail = (error: unknown, at: number): void => {
    const { code, message } = describe(error, dir);
    trouble.begin(at, code, message);
    try {
      if (codeOf(error) === 'ENOENT') moveOut();
      else if (!FULL.has(codeOf(error))) home?.roll();
    } catch (another) {
      trouble.warn('HEC_SPOOL_DISK', describe(another, dir).message);
    }
  };

  const hasRoom = (bytes: number, at: number): boolean => {
    if (quota.admits(bytes, at)) return true;
    home?.giveBack();
    segments.tidy();
    return quota.admits(bytes, at);
  };

  const write = (entry: Entry, at: number): Ticket | undefined => {
    const { payload } = entry;
    const bytes = HEADER_ROOM + (typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength);
    const place = homeAt(at);
    if (!hasRoom(bytes, at)) {
      trouble.begin(at, 'HEC_SPOOL_FULL', full(dir, context.maxBytes));
      return undefined;
    }
    const writer = place.writerFor(bytes);
    const { segment } = writer;
    const before = segment.size;
    const from = writer.append(entry);
    quota.grew(segment.size - before);
    const ticket = { segment: segment.id, from, to: from + entry.events };
    try {
      if (durable) writer.sync();
      else syncer.wrote(segment.path);
    } catch (error) {
      // The caller is told that it is not in the spool, so it must not be replayed from there.
      segments.settle([ticket]);
      throw error;
    }
    counts.records++;
    counts.bytes += segment.size - before;
    trouble.over();
    return ticket;
  };

  return {
    get owner() {
      return home?.owner;
    },
    counts,
    begin(at) {
      try {
        moveIn(at);
      } catch (error) {
        fail(error, at);
      }
    },
    append(entry, at) {
      let ticket: Ticket | undefined;
      try {
        if (!closed && !trouble.blocks(at)) ticket = write(entry, at);
      } catch (error) {
        fail(error, at);
      }
      if (ticket === undefined) counts.refused++;
      return ticket;
    },
    close() {
      closed = true;
      try {
        home?.roll();
      } catch (error) {
        fail(error, context.now());
      }
      home?.owner.remove();
    },
  };
}
