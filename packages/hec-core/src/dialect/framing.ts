import { Buffer } from 'node:buffer';
import type { Route } from './types.ts';

const LF = 10;

/**
 * How events stand in a request body: the route's opening part, one event a line, the route's separator in front of each
 * but the first, its closing part in place of the last LF. Bodies are cut and joined by these rules without looking into
 * the events, and no offsets are stored anywhere, because no event holds an LF of its own.
 *
 * Between two bodies there are lines, all alike: each with the separator in front and an LF at its end, which is what
 * `Custody.enter` takes as well.
 */
export function linesOfBody(body: Uint8Array, route: Route): Buffer {
  return Buffer.concat([Buffer.from(route.separator), innerOf(body, route), Buffer.of(LF)]);
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

/** Cuts a body into bodies of `sizes` events each; the sizes add up to its events. */
export function cutBody(body: Uint8Array, route: Route, sizes: readonly number[]): Buffer[] {
  const lines = linesOfBody(body, route);
  let end = 0;
  return sizes.map((events) => {
    const start = end;
    end = endOfLine(lines, start, events);
    return bodyOfLines([lines.subarray(start, end)], route);
  });
}

/** The events of a body, one string each, without anything around them. */
export function eventsOfBody(body: Uint8Array, route: Route): string[] {
  const lines = linesOfBody(body, route).toString('utf8').split('\n').slice(0, -1);
  return route.separator === '' ? lines : lines.map((line) => line.slice(route.separator.length));
}

function innerOf(body: Uint8Array, route: Route): Uint8Array {
  return body.subarray(Buffer.byteLength(route.open), body.byteLength - Buffer.byteLength(route.close));
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
