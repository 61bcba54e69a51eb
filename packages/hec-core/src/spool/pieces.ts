import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { closeFile, type Disk, openFile } from './disk.ts';
import { gaps, type Ranges } from './ranges.ts';
import type { RecordHeader } from './record.ts';
import type { Segment } from './segment.ts';
import { walk } from './walk.ts';

/** A record that was read, and which of its events are wanted. */
export interface Piece {
  readonly segment: number;
  readonly route: Route;
  readonly header: RecordHeader;
  readonly payload: Buffer;
  readonly wanted: Ranges;
}

/**
 * Reads the intact records that hold wanted events, in order. One open and one pass, however many ranges there are.
 * @throws the system's error.
 */
export async function piecesOf(disk: Disk, segment: Segment, wanted: Ranges): Promise<Piece[]> {
  const from = wanted[0] ?? 0;
  const to = wanted.at(-1) ?? 0;
  const pieces: Piece[] = [];
  const fd = await openFile(disk, segment.path, 'r');
  try {
    const stretch = { ...segment.checkpoints.before(from), mark: segment.mark, end: segment.size };
    await walk(disk, fd, stretch, {
      record(header, payload) {
        const end = Math.min(to, header.first + header.events);
        const route = segment.routes.get(header.route)?.route;
        const inside = route === undefined ? [] : common(wanted, Math.max(from, header.first), end);
        if (route !== undefined && inside.length > 0)
          pieces.push({ segment: segment.id, route, header, payload: Buffer.from(payload), wanted: inside });
        return header.first + header.events < to;
      },
      // Known since the segment was written or recovered.
      route: () => {},
      // What is missing is told from what was found.
      damage: () => {},
      unknown: () => {},
    });
  } finally {
    await closeFile(disk, fd);
  }
  return pieces;
}

/** What of `from … to` is in the set. */
function common(set: Ranges, from: number, to: number): number[] {
  if (from >= to) return [];
  const outside = gaps(set, from, to);
  return gaps(outside, from, to);
}
