import { Buffer } from 'node:buffer';
import { crc32 } from './crc.ts';

/** Written by this version into every line; a reader takes all it knows and leaves what it does not. */
export const FORMAT = 1;

/**
 * Everything in a segment and its progress file hangs on stamped lines: one JSON object that begins with the segment's
 * mark and ends with the CRC-32 of what stands before it. This outer form is common to all format versions, so that a
 * flipped bit in `v` is not taken for a file from the future.
 *
 * The mark is 64 random bits. What an application logs ends up between these lines, and a reader that has lost its
 * place looks for the next mark: whoever writes a log line cannot know it, hence cannot forge a record.
 */
export type Stamped = Readonly<Record<string, unknown>> & { readonly v: number };

const TAIL = ',"crc":"00000000"}'.length;

export function prefixOf(mark: string): string {
  return `{"mark":"${mark}",`;
}

export function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** @param head a JSON object without its closing brace, beginning with {@link prefixOf}. */
export function stamp(head: string): string {
  return `${head},"crc":"${hex(crc32(head))}"}\n`;
}

/** Reads a line back, without its LF. Undefined when it is not exactly what was written. */
export function unstamp(line: Buffer): Stamped | undefined {
  const end = line.byteLength - TAIL;
  if (end < 0) return undefined;
  if (line.toString('latin1', end) !== `,"crc":"${hex(crc32(line.subarray(0, end)))}"}`) return undefined;
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isStamped(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStamped(value: unknown): value is Stamped {
  return typeof value === 'object' && value !== null && 'v' in value && Number.isSafeInteger(value.v);
}

/** Whether a field is a count or a place. */
export function isNatural(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
