import { createAppender } from './appender.ts';
import { bytesUnder } from './directory.ts';
import { nodeDisk } from './disk.ts';
import { createOrphans } from './orphans.ts';
import { createQuota } from './quota.ts';
import { count } from './ranges.ts';
import { readTickets } from './reader.ts';
import { createReplay } from './replay.ts';
import { createSegments } from './segments.ts';
import { createSyncer } from './syncer.ts';
import { eventsOf } from './tickets.ts';
import { createTrouble } from './trouble.ts';
import type { Spool, SpoolSettings } from './types.ts';
import { describe } from './words.ts';

const LARGEST_SEGMENT = 16_777_216;
const SMALLEST_SEGMENT = 65_536;
/** A segment goes when its last event has: room comes back in sixteenths of the whole. */
const SEGMENTS = 16;

/**
 * Opens the disk queue of one destination. Never throws: what makes it unusable is said through `onWarning`, and it
 * refuses appends until that has been mended.
 */
export function openSpool(settings: SpoolSettings): Spool {
  const { runtime, dir, destination, dialect, fsync, maxBytes, disk = nodeDisk } = settings;
  const segmentBytes = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, Math.floor(maxBytes / SEGMENTS)));
  const now = (): number => runtime.now();
  let ids = 0;
  const nextId = (): number => ids++;
  let closed = false;
  let closing: Promise<void> | undefined;
  let damagedEvents = 0;

  const trouble = createTrouble(settings);
  const failedTo = (what: 'read' | 'written') => (error: unknown) => {
    const { code, message } = describe(error, dir, what);
    trouble.warn(code, message);
  };
  const failed = failedTo('written');
  const syncer = createSyncer(disk, runtime, fsync === 'never' ? undefined : settings.fsyncIntervalMs, failed);
  const quota = createQuota(maxBytes, segmentBytes, () => bytesUnder(disk, dir));

  const segments = createSegments({
    disk,
    syncer,
    failed,
    grew(bytes) {
      quota.grew(bytes);
      if (bytes < 0) trouble.over();
    },
    emptied(owner) {
      if (owner !== appender.owner && !orphans.has(owner)) owner.remove();
    },
  });
  const ours = { disk, dir, destination, dialect, segments, trouble, failed, now, nextId };
  const appender = createAppender({ ...ours, segmentBytes, fsync, maxBytes, syncer, quota });
  const orphans = createOrphans({
    ...ours,
    isOurs: (path) => appender.owner?.path === path || [...segments].some(({ owner }) => owner.path === path),
  });
  const replay = createReplay({
    ...ours,
    failed: failedTo('read'),
    orphans,
    only: settings.otherDialects === 'replay' ? undefined : dialect,
    isClosed: () => closed,
  });
  const reading = { disk, runtime, failed: failedTo('read'), segment: (id: number) => segments.get(id) };
  appender.begin(now());

  const close = async (): Promise<void> => {
    closed = true;
    segments.tidy();
    appender.close();
    if (fsync !== 'never') await syncer.sync();
    syncer.close();
    for (const owner of new Set([...segments].map((segment) => segment.owner))) owner.release();
    orphans.release();
  };

  return {
    append({ route, events, encoding, bytes, firstAt, lastAt, body: payload }) {
      return appender.append({ route, events, encoding, bytes, firstAt, lastAt, payload }, now());
    },
    appendLines: (route, payload, events, at) =>
      appender.append({ route, events, encoding: 'lines', firstAt: at, lastAt: at, payload }, at),
    holds: (tickets) => tickets.every(({ segment }) => segments.has(segment)),
    settle(tickets) {
      // After that the files are the next owner's.
      if (!closed) segments.settle(tickets);
    },
    async read(tickets) {
      const nothing = { batch: undefined, tickets, damagedEvents: 0, notNow: undefined };
      if (closed) return nothing;
      const { lost, ...rest } = await readTickets(reading, tickets);
      if (closed) return nothing;
      const damaged = eventsOf(lost);
      damagedEvents += damaged;
      segments.settle(lost);
      if (damaged > 0)
        trouble.warn('HEC_SPOOL_DAMAGED', `${damaged} event(s) in the spool ${dir} cannot be read any more.`);
      return { ...rest, damagedEvents: damaged };
    },
    async *recover(limits) {
      for await (const finding of replay.findings(limits)) {
        damagedEvents += finding.damagedEvents ?? 0;
        yield finding;
      }
    },
    sync: () => syncer.sync(),
    close: () => (closing ??= close()),
    stats() {
      let bytes = 0;
      let events = 0;
      let many = 0;
      for (const segment of segments) {
        many++;
        bytes += segment.size + segment.progressSize;
        events += segment.events - count(segment.done);
      }
      const { adopted, leftSegments, damagedRecords } = replay;
      return {
        bytes,
        segments: many,
        events,
        appended: { ...appender.counts },
        adopted,
        damagedRecords,
        damagedEvents,
        leftSegments,
        syncLagMs: syncer.lagMs(),
        trouble: trouble.why,
      };
    },
  };
}
