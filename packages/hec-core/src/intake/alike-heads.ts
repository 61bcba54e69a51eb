import { Buffer } from 'node:buffer';
import type { Frame, Route } from '../dialect/types.ts';
import type { LineAt } from '../envelope/lines.ts';
import type { Split } from '../envelope/splice.ts';
import type { Meter } from '../observe/volume.ts';
import type { SplicedHead } from '../splicer/head-table.ts';
import { type Alike, aroundLine, copyOf } from './known-head.ts';

/** What stands around every line of one level: of any time where the envelope says it as it is, else of one time. */
export interface AlikeHead extends SplicedHead {
  readonly anyTime: boolean;
  readonly frame: Frame;
  /** Where their bytes are counted. */
  readonly meter: Meter;
  /** What it was made for. */
  readonly room: number;
}

/** A line whose first members are level and time. */
export interface HeadedLine extends LineAt {
  /** Its time as it stands there, and where that ends. */
  readonly time: string;
  readonly headEnd: number;
}

/** The heads that lines of runs began with. */
export interface AlikeHeads {
  /** Never changed; another one when a head is learnt. */
  readonly all: readonly AlikeHead[];
  /** Whether what it was made for holds. */
  holds(head: AlikeHead): boolean;
  /**
   * Remembers how a line begins.
   * @param seconds its time, as its envelope has it
   */
  learn(line: HeadedLine, alike: Alike, seconds: string): void;
}

/** What stands before and after a line. */
type Around = Pick<AlikeHead, 'before' | 'after' | 'timeAt' | 'anyTime'>;

/** As many as the splicer remembers. */
const MOST_HEADS = 8;
/**
 * Where more levels than that take turns, one in so many lines that begin in another way takes the place of a head: with
 * each of them every head would be gone before the next line of its level comes.
 */
const SELDOM = 32;
const MILLISECONDS = /^[1-9]\d{12}$/;
/** What is rendered with the one and with the other differs where the time goes. */
const SOME_TIME = '1234567890.123';
const OTHER_TIME = '9876543210.987';

/** @param roomOf largest envelope in bytes, which may have changed since a head was made */
export function createAlikeHeads(roomOf: (route: Route) => number): AlikeHeads {
  let all: readonly AlikeHead[] = [];
  /** Lines of levels that found no place. */
  let homeless = 0;
  /** The time of the last line of a level whose heads are of one time. */
  const lastTime = new Map<Alike, number>();

  /** Where each line has a time of its own, what is learnt of one is of no use to the next. */
  const sameTimeAgain = (alike: Alike, seconds: string): boolean => {
    const time = Number(seconds);
    const before = lastTime.get(alike);
    lastTime.set(alike, time);
    return time === before;
  };

  /** Its own, that of another time of its level, a free one, or, now and then, that of the eldest; else -1. */
  const placeFor = (line: HeadedLine, { frame, meter }: Alike): number => {
    const own = all.findIndex(
      (head) => begins(line, head) || (!head.anyTime && head.frame === frame && head.meter === meter),
    );
    if (own !== -1) return own;
    if (all.length < MOST_HEADS) return all.length;
    homeless++;
    return homeless % SELDOM === 0 ? (homeless / SELDOM) % MOST_HEADS : -1;
  };

  return {
    get all() {
      return all;
    },
    holds: ({ frame, room }) => room === roomOf(frame.route),
    learn(line, alike, seconds) {
      const { text, start, time, headEnd } = line;
      const { frame, split, meter } = alike;
      const room = roomOf(frame.route);
      if (room === 0 || split === undefined || text[headEnd] !== ',') return;
      // One that is there and was not used is of no use: it is too long, or the line is.
      if (all.some((head) => head.room === room && begins(line, head))) return;
      if (!MILLISECONDS.test(time) && !sameTimeAgain(alike, seconds)) return;
      const place = placeFor(line, alike);
      if (place === -1) return;
      const around = aroundAnyTime(frame, split, time) ?? aroundOne(frame, split, copyOf(seconds));
      const beginning = copyOf(text.slice(start, around.anyTime ? headEnd - time.length : headEnd + 1));
      // Its LF is no part of an envelope.
      const longest = room + 1 - Buffer.byteLength(around.before) - Buffer.byteLength(around.after);
      const head = { ...around, begins: beginning, longest: Math.max(longest, 0), frame, meter, room };
      all = place < all.length ? all.with(place, head) : [...all, head];
    },
  };
}

function begins({ text, start, time }: HeadedLine, head: AlikeHead): boolean {
  return text.startsWith(head.begins, start) && (head.timeAt === -1 || MILLISECONDS.test(time));
}

/** `undefined` where the time is written in another way than as it stands in the line but for a point. */
function aroundAnyTime(frame: Frame, split: Split, time: string): Around | undefined {
  if (!MILLISECONDS.test(time)) return undefined;
  const one = aroundOne(frame, split, SOME_TIME);
  const other = aroundOne(frame, split, OTHER_TIME);
  if (one.after !== other.after) return undefined;
  const at = one.before.indexOf(SOME_TIME);
  if (one.before.replace(SOME_TIME, OTHER_TIME) !== other.before) return undefined;
  return { ...one, anyTime: true, timeAt: at === -1 ? -1 : Buffer.byteLength(one.before.slice(0, at)) };
}

function aroundOne(frame: Frame, split: Split, seconds: string): Around {
  return { ...aroundLine(frame, split, seconds), timeAt: -1, anyTime: false };
}
