import type { SegmentName } from './directory.ts';
import { closeFile, codeOf, type Disk, openFile } from './disk.ts';
import { createGroups } from './groups.ts';
import type { Owner } from './owner.ts';
import { readProgress } from './progress.ts';
import { count, gaps } from './ranges.ts';
import { createSegment, type Segment } from './segment.ts';
import { ticketsIn } from './tickets.ts';
import type { BatchLimits, Recovered, Ticket } from './types.ts';
import { walk } from './walk.ts';

/** What a dead owner's segment holds. */
export interface Recovery {
  readonly segment: Segment;
  /** Unsettled events, in order. */
  readonly recovered: readonly Recovered[];
  /** Unsettled events that cannot be read. */
  readonly damaged: readonly Ticket[];
  /** Places in the file that are damaged, whether or not events were lost there. */
  readonly damagedRecords: number;
  /** Why the segment must be left alone. */
  readonly left: string | undefined;
}

/**
 * Reads a segment from end to end, its progress first.
 * @param dialect leaves a segment of any other alone
 * @throws the system's error.
 */
export async function recoverSegment(
  disk: Disk,
  id: number,
  owner: Owner,
  name: SegmentName,
  { dialect, limits }: { readonly dialect: string | undefined; readonly limits: BatchLimits },
): Promise<Recovery> {
  const segment = createSegment(id, owner, name);
  const progress = progressOf(disk, segment);
  let left = progress.unknown ? 'its progress is of a format that this version does not know' : undefined;
  segment.done = progress.done;

  const groups = createGroups(segment, limits);
  const damaged: Ticket[] = [];
  let damagedRecords = 0;
  const lose = (from: number, to: number): void => {
    damagedRecords++;
    segment.events = Math.max(segment.events, to);
    for (const ticket of ticketsIn(id, gaps(segment.done, from, to))) damaged.push(ticket);
  };

  const fd = await openFile(disk, segment.path, 'r');
  try {
    segment.size = disk.fstatSync(fd).size;
    const stretch = { mark: segment.mark, start: 0, first: 0, end: segment.size };
    await walk(disk, fd, stretch, {
      route(definition) {
        segment.routes.set(definition.id, definition);
        if (dialect !== undefined && definition.dialect !== dialect)
          left ??= `its events are framed for ${definition.dialect}`;
      },
      record(header, _payload, offset) {
        const end = header.first + header.events;
        segment.checkpoints.note(offset, header.first);
        segment.events = end;
        const route = segment.routes.get(header.route);
        const wanted = gaps(segment.done, header.first, end);
        if (route === undefined) lose(header.first, end);
        else if (count(wanted) > 0) groups.add(route, header, wanted);
        return left === undefined;
      },
      damage: lose,
      unknown: (version) => {
        left ??= `it is of format ${version}, which this version does not know`;
      },
    });
  } finally {
    await closeFile(disk, fd);
  }
  // Numbers past the end were settled before the end of the file was lost.
  segment.events = Math.max(segment.events, segment.done.at(-1) ?? 0);
  return { segment, recovered: groups.take(), damaged, damagedRecords, left };
}

function progressOf(disk: Disk, segment: Segment): ReturnType<typeof readProgress> {
  try {
    const bytes = disk.readFileSync(segment.progressPath);
    segment.progressSize = bytes.byteLength;
    return readProgress(bytes, segment.mark);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return { done: [], unknown: false };
  }
}
