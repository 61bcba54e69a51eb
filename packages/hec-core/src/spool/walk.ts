import { Buffer } from 'node:buffer';
import type { Disk } from './disk.ts';
import { parse } from './parse.ts';
import type { RecordHeader, RouteDefinition } from './record.ts';
import { prefixOf } from './stamp.ts';
import { openWindow, type Window } from './window.ts';

/** Where to walk: from a place where a record begins, whose first event has the number `first`, to `end`. */
export interface Stretch {
  readonly mark: string;
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

export interface Visitor {
  /**
   * An intact record. The payload is valid during the call only.
   * @returns false to walk no further.
   */
  record(header: RecordHeader, payload: Buffer, offset: number): boolean;
  route(definition: RouteDefinition): void;
  /** A damaged place and the events that were there; `from` and `to` are equal when nothing says how many. */
  damage(from: number, to: number): void;
  /** An intact line of a format this version does not know: the walk ends. */
  unknown(version: number): void;
}

/**
 * Visits everything in a stretch of a segment. Whatever is in it, damage costs the records it touches and no other:
 * the walk goes on at the next mark.
 * @throws the system's error when the file cannot be read.
 */
export async function walk(disk: Disk, fd: number, stretch: Stretch, visit: Visitor): Promise<void> {
  const prefix = Buffer.from(prefixOf(stretch.mark));
  const window = openWindow(disk, fd, stretch.start, stretch.end);
  const damage = damageCounter(stretch.first, visit);

  while (window.left > 0) {
    if (window.here.byteLength < prefix.byteLength) await window.load(prefix.byteLength);
    if (!window.here.subarray(0, prefix.byteLength).equals(prefix)) {
      damage.passed();
      if (!(await seek(window, prefix))) break;
    }
    const parsed = parse(window.here, window.left);
    if (parsed.what === 'more') {
      if (await window.load(parsed.bytes)) continue;
      // The file has become shorter than it was.
      damage.passed();
      break;
    }
    if (parsed.what === 'unknown') return visit.unknown(parsed.version);
    const { offset } = window;
    window.advance(parsed.size);
    if (parsed.what === 'damage') damage.passed(parsed.header);
    else if (parsed.what === 'route') visit.route(parsed.definition);
    else if (damage.intact(parsed.header) && !visit.record(parsed.header, parsed.payload, offset)) return;
  }
  damage.end();
}

/** Goes to the next mark. */
async function seek(window: Window, prefix: Buffer): Promise<boolean> {
  for (;;) {
    const found = window.here.indexOf(prefix);
    if (found !== -1) {
      window.advance(found);
      return true;
    }
    window.advance(Math.max(0, window.here.byteLength - prefix.byteLength + 1));
    if (!(await window.load(prefix.byteLength))) return false;
  }
}

/** Tells from the numbers in intact headers which events are missing between them. */
function damageCounter(first: number, visit: Visitor) {
  let reported = first;
  let known = first;
  let lost = false;
  const report = (until: number): void => {
    if (lost || until > reported) visit.damage(reported, Math.max(reported, until));
    lost = false;
    reported = Math.max(reported, until);
  };
  return {
    passed(header?: RecordHeader): void {
      lost = true;
      if (header !== undefined) known = Math.max(known, header.first + header.events);
    },
    /** False for numbers that have been there already: an event is handed out once. */
    intact(header: RecordHeader): boolean {
      if (header.first < reported) {
        lost = true;
        return false;
      }
      report(header.first);
      reported = header.first + header.events;
      known = Math.max(known, reported);
      return true;
    },
    end: (): void => report(known),
  };
}
