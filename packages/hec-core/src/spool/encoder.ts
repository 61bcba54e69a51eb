import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { crc32 } from './crc.ts';
import { type Encoding, HEADER_ROOM, headerLine } from './record.ts';

const FIRST_BYTES = 65_536;
/** What a single huge batch may leave behind. */
const KEPT_BYTES = 4_194_304;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const BYTES_A_UNIT = 3;
const LF = 10;

/** What becomes a record. */
export interface Entry {
  readonly route: Route;
  readonly events: number;
  readonly encoding: Encoding;
  /** Of the body, uncompressed; absent for `lines`, which are their own. */
  readonly bytes?: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly payload: string | Uint8Array;
}

/** Lays a record out in memory that is used again and again, so that one write(2) takes it. */
export interface Encoder {
  /** Valid until the next call. */
  encode(mark: string, first: number, route: number, entry: Entry): Buffer;
}

export function createEncoder(): Encoder {
  let kept = Buffer.allocUnsafeSlow(FIRST_BYTES);

  const memoryFor = (bytes: number): Buffer => {
    if (bytes <= kept.byteLength) return kept;
    const larger = Buffer.allocUnsafeSlow(bytes);
    if (bytes <= KEPT_BYTES) kept = larger;
    return larger;
  };

  return {
    encode(mark, first, route, { events, encoding, bytes, firstAt, lastAt, payload }) {
      const most = typeof payload === 'string' ? payload.length * BYTES_A_UNIT : payload.byteLength;
      const memory = memoryFor(HEADER_ROOM + most + 1);
      // The header's length is known last, so it is written to end where the payload begins.
      const length = typeof payload === 'string' ? memory.write(payload, HEADER_ROOM) : payload.byteLength;
      if (typeof payload !== 'string') memory.set(payload, HEADER_ROOM);
      const end = HEADER_ROOM + length;
      const sum = crc32(memory.subarray(HEADER_ROOM, end));
      const about = { first, events, route, encoding, bytes: bytes ?? length, firstAt, lastAt, length, sum };
      const header = headerLine(mark, about);
      const start = HEADER_ROOM - header.length;
      memory.write(header, start, 'latin1');
      memory[end] = LF;
      return memory.subarray(start, end + 1);
    },
  };
}
