import type { Buffer } from 'node:buffer';
import { crc32 } from './crc.ts';
import { type RecordHeader, type RouteDefinition, readHeader, readRoute } from './record.ts';
import { FORMAT, unstamp } from './stamp.ts';

/** What a place in a segment holds, and how many bytes it takes up. */
export type Parsed =
  | { readonly what: 'record'; readonly header: RecordHeader; readonly payload: Buffer; readonly size: number }
  | { readonly what: 'route'; readonly definition: RouteDefinition; readonly size: number }
  /** An intact line of a format this version does not know. */
  | { readonly what: 'unknown'; readonly version: number }
  /** No intact record begins here; `header` when at least that is intact. `size` is what can be passed over. */
  | { readonly what: 'damage'; readonly header?: RecordHeader; readonly size: number }
  /** Cannot be said without this many bytes. */
  | { readonly what: 'more'; readonly bytes: number };

/** Longer than any route; a line that has not ended by then has lost its LF. */
const LONGEST_LINE = 1_048_576;
const LF = 10;

/**
 * Reads what begins at the start of `here`, where a mark has been found.
 * @param left how many bytes the file has from there on; no more than that is asked for.
 */
export function parse(here: Buffer, left: number): Parsed {
  const lf = here.indexOf(LF);
  if (lf === -1) {
    const most = Math.min(left, LONGEST_LINE);
    return here.byteLength < most
      ? { what: 'more', bytes: Math.min(most, here.byteLength * 2) }
      : { what: 'damage', size: 1 };
  }
  const line = unstamp(here.subarray(0, lf));
  if (line === undefined) return { what: 'damage', size: 1 };
  if (line.v !== FORMAT) return { what: 'unknown', version: line.v };
  const start = lf + 1;
  if ('define' in line) {
    const definition = readRoute(line);
    return definition === undefined ? { what: 'damage', size: start } : { what: 'route', definition, size: start };
  }
  const header = readHeader(line);
  if (header === undefined) return { what: 'damage', size: start };
  const end = start + header.length;
  if (end > left) return { what: 'damage', header, size: start };
  // The LF after the payload is for people: the last record of a torn file is intact without it.
  const size = Math.min(left, end + 1);
  if (here.byteLength < size) return { what: 'more', bytes: size };
  const payload = here.subarray(start, end);
  return crc32(payload) === header.sum
    ? { what: 'record', header, payload, size }
    : { what: 'damage', header, size: start };
}
