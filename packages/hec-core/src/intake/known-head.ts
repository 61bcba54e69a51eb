import { Buffer } from 'node:buffer';
import type { Frame } from '../dialect/types.ts';
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

const COMMA = 0x2c;
const BYTES_A_UNIT = 3;

/**
 * Remembers the head of a line, because under load the next ones begin with the same level and the same millisecond:
 * neither has to be looked up again, and the frame's holes are filled already (docs/performance.md).
 *
 * @param start where the line begins
 * @param headEnd one past its time, where level and time are its first members; -1 where they are not
 * @param frame the whole frame, and `split` the same in two
 * @param room largest envelope in bytes
 * @returns `undefined` for what has to be rendered line by line
 */
export function knowHead(
  text: string,
  start: number,
  headEnd: number,
  { frame, split, meter }: { readonly frame: Frame; readonly split: Split | undefined; readonly meter: Meter },
  seconds: string,
  room: number,
): KnownHead | undefined {
  if (room === 0 || split === undefined || text.charCodeAt(headEnd) !== COMMA) return undefined;
  const before = frame.route.separator + render(split.before, seconds, '', '');
  const after = `${render(split.after, seconds, '', '')}\n`;
  const longest = Math.floor(room / BYTES_A_UNIT) - before.length - after.length;
  // A copy: what is cut out of a text keeps all of it alive, and this is remembered.
  const begins = Buffer.from(text.slice(start, headEnd + 1)).toString();
  return { begins, frame, meter, before, after, longest, room };
}
