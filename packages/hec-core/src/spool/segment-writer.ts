import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { type Disk, isGone, writeAll } from './disk.ts';
import type { Encoder, Entry } from './encoder.ts';
import { routeLine } from './record.ts';
import type { Segment } from './segment.ts';

/** The end of the segment that is being written. Everything throws the system's errors. */
export interface SegmentWriter {
  readonly segment: Segment;
  /** Appends a record with one write(2). After an error the segment is as it was. Returns its first event's number. */
  append(entry: Entry): number;
  /** Forces what was written to the disk itself. */
  sync(): void;
  /** Whether the file has been taken away under our hands: writes would still succeed, into nothing. */
  isGone(): boolean;
  close(): void;
}

export function openWriter(disk: Disk, segment: Segment, dialect: string, encoder: Encoder): SegmentWriter {
  const fd = disk.openSync(segment.path, 'wx', 0o600);
  const ids = new Map<string, number>();
  let lastRoute: Route | undefined;
  let lastId = 0;
  segment.open = true;

  const write = (bytes: Buffer): void => {
    try {
      writeAll(disk, fd, bytes, bytes.byteLength, segment.size);
    } catch (error) {
      // A full disk stops a write half way. What is left behind would be overwritten or passed over as damage anyway.
      try {
        disk.ftruncateSync(fd, segment.size);
      } catch {
        throw error;
      }
      throw error;
    }
    segment.size += bytes.byteLength;
  };

  const idOf = (route: Route): number => {
    if (route === lastRoute) return lastId;
    let id = ids.get(route.key);
    if (id === undefined) {
      id = ids.size;
      const definition = { id, dialect, route };
      const line = routeLine(segment.mark, definition);
      // Twice, so that one damaged place never costs more than one record.
      write(Buffer.from(line + line));
      ids.set(route.key, id);
      segment.routes.set(id, definition);
    }
    lastRoute = route;
    lastId = id;
    return id;
  };

  return {
    segment,
    append(entry) {
      const route = idOf(entry.route);
      const first = segment.events;
      const offset = segment.size;
      write(encoder.encode(segment.mark, first, route, entry));
      segment.checkpoints.note(offset, first);
      segment.events += entry.events;
      return first;
    },
    sync: () => disk.fdatasyncSync(fd),
    isGone: () => isGone(disk, segment.path),
    close() {
      segment.open = false;
      disk.closeSync(fd);
    },
  };
}
