import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';

const LF = 10;

/** Bytes of a request body that belong to the events between two of its line ends. */
export interface LinesOf {
  readonly events: number;
  readonly body: Uint8Array;
}

/**
 * Cuts an uncompressed body into bodies of `sizes` events each, with the same framing. The sizes add up to the events
 * of the body. No offsets are stored anywhere: every event is one line (design, "The line is the boundary").
 */
export function cutBody(body: Uint8Array, route: Route, sizes: readonly number[]): LinesOf[] {
  const open = Buffer.byteLength(route.open);
  const inner = body.subarray(open, body.byteLength - Buffer.byteLength(route.close));
  const parts: LinesOf[] = [];
  let start = 0;
  for (const events of sizes) {
    let end = start;
    for (let seen = 0; seen < events && end < inner.byteLength; seen++) {
      const lf = inner.indexOf(LF, end);
      end = lf === -1 ? inner.byteLength : lf + 1;
    }
    parts.push({ events, body: frameLines(inner.subarray(start, end), route) });
    start = end;
  }
  return parts;
}

/** The events of a body, one string each, without framing. */
export function linesOf(body: Uint8Array, route: Route): string[] {
  const inner = body.subarray(Buffer.byteLength(route.open), body.byteLength - Buffer.byteLength(route.close));
  const lines = Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, at) => (at > 0 && route.separator !== '' ? line.slice(route.separator.length) : line));
}

/** Puts the route's framing around lines cut out of another body: no separator in front, no LF at the end. */
function frameLines(lines: Uint8Array, route: Route): Uint8Array {
  const from = route.separator !== '' && lines[0] === route.separator.charCodeAt(0) ? 1 : 0;
  const to = lines.at(-1) === LF ? lines.byteLength - 1 : lines.byteLength;
  const bare = lines.subarray(from, to);
  if (route.open === '' && route.close === '') return new Uint8Array(bare);
  return Buffer.concat([Buffer.from(route.open), bare, Buffer.from(route.close)]);
}
