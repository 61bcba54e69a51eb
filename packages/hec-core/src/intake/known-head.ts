import { Buffer } from 'node:buffer';
import type { Frame, Route } from '../dialect/types.ts';
import { BYTES_A_UNIT } from '../envelope/lines.ts';
import { render } from '../envelope/render.ts';
import type { Split } from '../envelope/splice.ts';
import type { Meter } from '../observe/volume.ts';

/** What stands around every line that begins alike: same level, same time. */
export interface KnownHead {
  /** How such lines begin: level, time and the comma behind it, so that no other number begins the same way. */
  readonly begins: string;
  readonly frame: Frame;
  /** Where their bytes are counted. */
  readonly meter: Meter;
  readonly before: string;
  readonly after: string;
  /** Longest line, in UTF-16 units, whose envelope is small enough for sure. */
  readonly longest: number;
  /** What it was made for. */
  readonly room: number;
}

/** What a level's lines have in common. */
export interface Alike {
  readonly frame: Frame;
  readonly split: Split | undefined;
  /** Where their bytes are counted. */
  readonly meter: Meter;
}

/** The heads that lines began with last, one for each frame and meter: levels alternate within one millisecond. */
export interface KnownHeads {
  /** How the line at `start` begins, if that is known. */
  of(text: string, start: number): KnownHead | undefined;
  /**
   * Remembers how a line begins, instead of how the last one of its level did.
   *
   * @param start where the line begins
   * @param headEnd one past its time, where level and time are its first members
   */
  learn(text: string, start: number, headEnd: number, leveled: Alike, seconds: string): void;
}

const COMMA = 0x2c;
/** More levels than that do not alternate. */
const MOST_HEADS = 4;

/** @param roomOf largest envelope in bytes, which may have changed since a head was made */
export function createKnownHeads(roomOf: (route: Route) => number): KnownHeads {
  const heads: KnownHead[] = [];
  return {
    of(text, start) {
      for (let at = 0; at < heads.length; at++) {
        const head = heads[at] as KnownHead;
        if (text.startsWith(head.begins, start)) return head.room === roomOf(head.frame.route) ? head : undefined;
      }
      return undefined;
    },
    learn(text, start, headEnd, leveled, seconds) {
      const head = knowHead(text, start, headEnd, leveled, seconds, roomOf(leveled.frame.route));
      if (head === undefined) return;
      const before = heads.findIndex(({ frame, meter }) => frame === head.frame && meter === head.meter);
      if (before !== -1) heads[before] = head;
      else heads.unshift(head);
      heads.length = Math.min(heads.length, MOST_HEADS);
    },
  };
}

/**
 * Remembers the head of a line, because under load the next ones begin with the same level and the same millisecond:
 * neither has to be looked up again, and the frame's holes are filled already (docs/performance.md).
 *
 * @param room largest envelope in bytes
 * @returns `undefined` for what has to be rendered line by line
 */
function knowHead(
  text: string,
  start: number,
  headEnd: number,
  { frame, split, meter }: Alike,
  seconds: string,
  room: number,
): KnownHead | undefined {
  if (room === 0 || split === undefined || text.charCodeAt(headEnd) !== COMMA) return undefined;
  const time = copyOf(seconds);
  const { before, after } = aroundLine(frame, split, time);
  const longest = Math.floor(room / BYTES_A_UNIT) - before.length - after.length;
  const begins = copyOf(text.slice(start, headEnd + 1));
  // A lone surrogate is another character in a copy: it would never be found, or stand for somebody else's level.
  return text.startsWith(begins, start) ? { begins, frame, meter, before, after, longest, room } : undefined;
}

/** What stands before and after every line of a frame and a time. */
export function aroundLine(
  { route }: Frame,
  { before, after }: Split,
  seconds: string,
): Pick<KnownHead, 'before' | 'after'> {
  return {
    before: route.separator + render(before, seconds, '', ''),
    after: `${render(after, seconds, '', '')}\n`,
  };
}

/** What is cut out of a text keeps all of it alive, and this is remembered. */
export function copyOf(part: string): string {
  return Buffer.from(part).toString();
}
