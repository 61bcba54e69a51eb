import { codeOf, type Disk } from './disk.ts';
import { notNow } from './not-now.ts';
import type { Orphan, Orphans } from './orphans.ts';
import { recoverSegment } from './recovery.ts';
import type { Segments } from './segments.ts';
import { eventsOf } from './tickets.ts';
import type { Trouble } from './trouble.ts';
import type { BatchLimits, Finding } from './types.ts';

/** Hands out what dead owners left, one segment at a time. */
export interface Replay {
  findings(limits: BatchLimits): AsyncGenerator<Finding, void>;
  readonly adopted: number;
  readonly leftSegments: number;
  readonly damagedRecords: number;
}

export interface ReplayContext {
  readonly disk: Disk;
  /** Segments of any other are left alone. */
  readonly only: string | undefined;
  readonly orphans: Orphans;
  readonly segments: Segments;
  readonly trouble: Trouble;
  nextId(): number;
  isClosed(): boolean;
  failed(error: unknown): void;
}

export function createReplay(context: ReplayContext): Replay {
  const { disk, orphans, segments, trouble } = context;
  const ready: Finding[] = [];
  let scanning: Promise<boolean> = Promise.resolve(false);
  let adopted = 0;
  /** Of those that wait, since the last look: when that is all there is nothing more for now. */
  let postponed = 0;
  let leftSegments = 0;
  let damagedRecords = 0;

  const leave = ({ owner }: Orphan, path: string, why: string): void => {
    leftSegments++;
    orphans.leave(owner);
    trouble.warn(
      'HEC_SPOOL_LEFT',
      `Spooled events in ${path} were left where they are: ${why}. \`hec redrive\` can read or send them.`,
    );
  };

  const open = async (orphan: Orphan, limits: BatchLimits): Promise<void> => {
    const wanted = { dialect: context.only, limits };
    const found = await recoverSegment(disk, context.nextId(), orphan.owner, orphan.name, wanted);
    // Closed while we were reading: everything has been given back.
    if (context.isClosed()) return;
    const { segment, damaged } = found;
    if (found.left !== undefined) return leave(orphan, segment.path, found.left);
    damagedRecords += found.damagedRecords;
    if (found.damagedRecords > 0)
      trouble.warn(
        'HEC_SPOOL_DAMAGED',
        `${segment.path} is damaged in ${found.damagedRecords} place(s): ${eventsOf(damaged)} event(s) are lost, the rest is replayed.`,
      );
    segments.add(segment);
    segments.settle(damaged);
    segments.tidy();
    if (damaged.length > 0) ready.push({ damagedEvents: eventsOf(damaged) });
    for (const recovered of found.recovered) ready.push({ recovered });
  };

  /** False when there is nothing more to be had for now. */
  const scan = async (limits: BatchLimits): Promise<boolean> => {
    const orphan = orphans.first();
    if (orphan === undefined || context.isClosed()) return false;
    try {
      await open(orphan, limits);
    } catch (error) {
      context.failed(error);
      const why = notNow(error);
      if (why === 'process') return false;
      if (why === 'file') return orphans.postpone() > ++postponed;
      if (codeOf(error) !== 'ENOENT') leave(orphan, orphan.name.segment, 'it cannot be read');
    }
    if (context.isClosed()) return false;
    orphans.done();
    if (!orphans.has(orphan.owner) && !segments.owns(orphan.owner)) orphan.owner.remove();
    return true;
  };

  return {
    async *findings(limits) {
      if (context.isClosed()) return;
      adopted += orphans.look();
      postponed = 0;
      for (;;) {
        const finding = ready.shift();
        if (finding !== undefined) yield finding;
        else {
          scanning = scanning.then(() => scan(limits));
          if (!(await scanning)) return;
        }
      }
    },
    get adopted() {
      return adopted;
    },
    get leftSegments() {
      return leftSegments;
    },
    get damagedRecords() {
      return damagedRecords;
    },
  };
}
