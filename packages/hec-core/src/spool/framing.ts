import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';

const LF = 10;

/**
 * Lines as `Custody.enter` takes them: each with the route's separator in front and LF at its end. In this form they
 * are cut and joined without looking into them.
 */
export function linesOfBody(body: Uint8Array, route: Route): Buffer {
  const inner = body.subarray(Buffer.byteLength(route.open), body.byteLength - Buffer.byteLength(route.close));
  return Buffer.concat([Buffer.from(route.separator), inner, Buffer.of(LF)]);
}

export function bodyOfLines(lines: readonly Uint8Array[], route: Route): Buffer {
  const whole = Buffer.concat([Buffer.from(route.open), ...stripFirst(lines, route), Buffer.from(route.close)]);
  // The last LF gives way to the closing part.
  const close = Buffer.byteLength(route.close);
  whole.copy(whole, whole.byteLength - close - 1, whole.byteLength - close);
  return whole.subarray(0, -1);
}

/** The lines numbered `from … to`. */
export function sliceLines(lines: Buffer, from: number, to: number): Buffer {
  const start = endOfLine(lines, 0, from);
  return lines.subarray(start, endOfLine(lines, start, to - from));
}

function endOfLine(lines: Buffer, start: number, number: number): number {
  let end = start;
  for (let seen = 0; seen < number; seen++) {
    const lf = lines.indexOf(LF, end);
    if (lf === -1) return lines.byteLength;
    end = lf + 1;
  }
  return end;
}

function stripFirst(lines: readonly Uint8Array[], route: Route): readonly Uint8Array[] {
  const [first, ...rest] = lines;
  return first === undefined || route.separator === '' ? lines : [first.subarray(route.separator.length), ...rest];
}
