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

/** More levels than that do not alternate. */
const MOST_HEADS = 8;
const MILLISECONDS = /^[1-9]\d{12}$/;
/** What is rendered with the one and with the other differs where the time goes. */
const SOME_TIME = '1234567890.123';
const OTHER_TIME = '9876543210.987';

/** @param roomOf largest envelope in bytes, which may have changed since a head was made */
export function createAlikeHeads(roomOf: (route: Route) => number): AlikeHeads {
  let all: readonly AlikeHead[] = [];
  let learnt = 0;

  /** Its own, that of another time of its level, a free one, or that of the eldest. */
  const placeOf = ({ begins, anyTime, frame, meter }: AlikeHead): number => {
    const own = all.findIndex((head) => head.begins === begins);
    if (own !== -1) return own;
    const other = all.findIndex((head) => !head.anyTime && !anyTime && head.frame === frame && head.meter === meter);
    if (other !== -1) return other;
    return all.length < MOST_HEADS ? all.length : learnt++ % MOST_HEADS;
  };

  return {
    get all() {
      return all;
    },
    holds: ({ frame, room }) => room === roomOf(frame.route),
    learn({ text, start, time, headEnd }, { frame, split, meter }, seconds) {
      const room = roomOf(frame.route);
      if (room === 0 || split === undefined || text[headEnd] !== ',') return;
      // One that is there and was not used is of no use: it is too long, or the line is.
      const begun = (head: AlikeHead): boolean =>
        text.startsWith(head.begins, start) && (head.timeAt === -1 || MILLISECONDS.test(time));
      if (all.some((head) => head.room === room && begun(head))) return;
      const around = aroundAnyTime(frame, split, time) ?? aroundOne(frame, split, copyOf(seconds));
      const begins = copyOf(text.slice(start, around.anyTime ? headEnd - time.length : headEnd + 1));
      // Its LF is no part of an envelope.
      const longest = room + 1 - Buffer.byteLength(around.before) - Buffer.byteLength(around.after);
      const head = { ...around, begins, longest: Math.max(longest, 0), frame, meter, room };
      const place = placeOf(head);
      all = place < all.length ? all.with(place, head) : [...all, head];
    },
  };
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
