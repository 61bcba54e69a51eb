// AssemblyScript, compiled by `pnpm splicer` into ../src/splicer/module.ts. It is what every line of a busy logger passes
// through, sixteen bytes at a time: found, compared, checked and copied into its envelope. In JavaScript each of these is
// a call into the engine, and text has to be put together and taken apart again (docs/performance.md).
//
// What the caller sees to: an LF stands at `end` of the input, and no address is given that is not one of these.

import { copy, lineEnd, same } from './bytes';
import { CLOSE_BRACE, COMMA, CR, LF, POINT, ZERO } from './characters';
import { objectEnd } from './object-end';

export { lineEnd, objectEnd };

/**
 * Records of known heads: a header of HEADER_BYTES, which says where in the record its texts are, and those. A head that
 * begins with nothing is none.
 */
export const HEADS: usize = 64;
export const HEAD_BYTES: usize = 8_176;
export const MOST_HEADS: i32 = 8;
export const HEADER_BYTES: usize = 32;
/** Lines as they came in: the two chunks of 64 kB that a pino worker is handed at most, and some. */
export const INPUT: usize = 65_536;
export const INPUT_BYTES: usize = 131_008;
/** Envelopes. The 64 bytes behind each of the two are there to be read or written over. */
export const OUTPUT: usize = 196_608;
export const OUTPUT_BYTES: usize = 131_008;

/** What `takeAlike` tells: one past the last envelope, how many lines, their bytes, and 1 where there was no room. */
export const TAKEN: usize = 0;

// The header of a head.
const BEGINS = 0;
const BEGINS_BYTES = 4;
const BEFORE = 8;
const BEFORE_BYTES = 12;
const AFTER = 16;
const AFTER_BYTES = 20;
const LONGEST = 24;
/** Where in `before` the line's own time goes; -1 where it stands there already. */
const TIME_AT = 28;

/** Which head the line at `at` begins with; -1 for none of them. */
export function headOf(at: usize, end: usize): i32 {
  for (let head = 0; head < MOST_HEADS; head++) if (beginsWith(at, end, HEADS + <usize>head * HEAD_BYTES)) return head;
  return -1;
}

/**
 * Puts lines into their envelopes as long as they begin with this head: up to `most` of them, and as far as there is room.
 *
 * @param out where the first envelope goes
 * @param trusted whether a line that ends with a brace is an object; else each is checked
 * @returns where the first line begins that did not come in
 */
export function takeAlike(head: i32, at: usize, end: usize, out: usize, most: u32, trusted: bool): usize {
  const known = HEADS + <usize>head * HEAD_BYTES;
  const before = known + <usize>load<u32>(known, BEFORE);
  const beforeBytes: usize = load<u32>(known, BEFORE_BYTES);
  const after = known + <usize>load<u32>(known, AFTER);
  const afterBytes: usize = load<u32>(known, AFTER_BYTES);
  const longest: usize = load<u32>(known, LONGEST);
  const timeAt = load<i32>(known, TIME_AT);
  const timeFrom: usize = load<u32>(known, BEGINS_BYTES);
  let events: u32 = 0;
  let bytes: usize = 0;
  let full = 0;
  while (events < most && at < end && beginsWith(at, end, known)) {
    let to = trusted ? lineEnd(at) : objectEnd(at);
    if (to == 0) break;
    let next = to;
    if (trusted) {
      if (load<u8>(to - 1) == CR) to--;
      if (load<u8>(to - 1) != CLOSE_BRACE) break;
    } else {
      if (load<u8>(next) == CR) next++;
      if (load<u8>(next) != LF) break;
    }
    const length = to - at;
    if (length > longest) break;
    if (out + beforeBytes + length + afterBytes > OUTPUT + OUTPUT_BYTES) {
      full = 1;
      break;
    }
    copy(out, before, beforeBytes);
    if (timeAt >= 0) writeSeconds(out + timeAt, at + timeFrom);
    out += beforeBytes;
    copy(out, at, length);
    out += length;
    copy(out, after, afterBytes);
    out += afterBytes;
    bytes += length;
    events++;
    at = next + 1;
  }
  store<u32>(TAKEN, <u32>out);
  store<u32>(TAKEN, events, 4);
  store<u32>(TAKEN, <u32>bytes, 8);
  store<u32>(TAKEN, full, 12);
  return at;
}

function beginsWith(at: usize, end: usize, known: usize): bool {
  const bytes: usize = load<u32>(known, BEGINS_BYTES);
  if (bytes == 0 || at + bytes > end || !same(at, known + <usize>load<u32>(known, BEGINS), bytes)) return false;
  return load<i32>(known, TIME_AT) < 0 || isTime(at + bytes);
}

/** Whether these are the thirteen digits of milliseconds since the epoch, and a comma: from 2001 to 2286. */
function isTime(at: usize): bool {
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(ZERO)), i8x16.splat(10)));
  return (digits & 0x1fff) == 0x1fff && load<u8>(at, 13) == COMMA && load<u8>(at) != ZERO;
}

/** Milliseconds as seconds, 14 characters: a point goes before the last three digits. */
function writeSeconds(to: usize, digits: usize): void {
  store<u64>(to, load<u64>(digits));
  store<u16>(to, load<u16>(digits, 8), 8);
  store<u8>(to, POINT, 10);
  store<u16>(to, load<u16>(digits, 10), 11);
  store<u8>(to, load<u8>(digits, 12), 13);
}
