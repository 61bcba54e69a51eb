import { Buffer } from 'node:buffer';

/** One or more lines: text, or its UTF-8. */
export type Lines = string | Uint8Array;

/** A line, without its end, in the text that it is a part of. */
export interface LineAt {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
export const BYTES_A_UNIT = 3;

const LF = 0x0a;
const CR = 0x0d;

/** Where the LF is that ends the line at `from`, or the end of all. */
export function lineEnd(lines: Lines, from: number): number {
  const feed = typeof lines === 'string' ? lines.indexOf('\n', from) : lines.indexOf(LF, from);
  return feed === -1 ? lines.length : feed;
}

/** The one line that a text is, without its end; `undefined` when it is several. */
export function onlyLine(text: string): string | undefined {
  const feed = lineEnd(text, 0);
  return feed < text.length - 1 ? undefined : withoutReturn(text.slice(0, feed));
}

/** A line without the CR of a CR LF. */
function withoutReturn(line: string): string {
  return line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line;
}

/** A line that is all of its text. */
export function wholeOf(line: string): LineAt {
  return { text: line, start: 0, end: line.length };
}

/** The line that begins at `start` and whose LF is at `feed`, without its end. */
export function lineTo(lines: Lines, start: number, feed: number): LineAt {
  if (typeof lines !== 'string') return wholeOf(withoutReturn(textOf(lines, start, feed)));
  return { text: lines, start, end: lines.charCodeAt(feed - 1) === CR ? feed - 1 : feed };
}

/** Lines, or a part of them, as text. */
export function textOf(lines: Lines, from = 0, to: number = lines.length): string {
  if (typeof lines === 'string') return lines.slice(from, to);
  return Buffer.from(lines.buffer, lines.byteOffset + from, to - from).toString();
}

/** Lines from `from` on: the same memory. */
export function linesFrom(lines: Lines, from: number): Lines {
  return typeof lines === 'string' ? lines.slice(from) : lines.subarray(from);
}

/** How many bytes lines come to at most; exact where that could be more than `room`. */
export function bytesOf(lines: Lines, room: number): number {
  if (typeof lines !== 'string') return lines.byteLength;
  const most = lines.length * BYTES_A_UNIT;
  return most <= room ? most : Buffer.byteLength(lines);
}
