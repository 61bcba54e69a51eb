import { Buffer } from 'node:buffer';
import type { Instance } from './instance.ts';

/** What stands around every line that begins alike. */
export interface SplicedHead {
  /** How such lines begin. */
  readonly begins: string;
  readonly before: string;
  readonly after: string;
  /** Longest line, in bytes, whose envelope is small enough. */
  readonly longest: number;
  /**
   * Where in `before`, in bytes, the line's own time goes as seconds: the thirteen digits of its milliseconds then follow
   * `begins`. -1 where everything is said already.
   */
  readonly timeAt: number;
}

/** Beginnings are compared sixteen bytes at a time. */
const SHORTEST = 16;
/** The last sixteen bytes that are copied may reach beyond their text. */
const SLACK = 16;
const WORD = 4;
/** A beginning of so many bytes is none. */
const NOTHING = 0;

/** Writes a head where the instance looks for it. One that is too short or too long is not written: no line begins with it. */
export function writeHead({ places, memory, numbers }: Instance, place: number, head: SplicedHead | undefined): void {
  const record = places.HEADS + place * places.HEAD_BYTES;
  let at = record + places.HEADER_BYTES;
  let number = record / WORD;
  numbers[number + 1] = NOTHING;
  const texts = head === undefined ? [] : [head.begins, head.before, head.after].map((text) => Buffer.from(text));
  const bytes = texts.reduce((sum, { byteLength }) => sum + byteLength + SLACK, 0);
  if (head === undefined || (texts[0] as Buffer).byteLength < SHORTEST || at + bytes > record + places.HEAD_BYTES)
    return;
  for (const text of texts) {
    memory.set(text, at);
    numbers[number++] = at;
    numbers[number++] = text.byteLength;
    at += text.byteLength + SLACK;
  }
  numbers[number++] = head.longest;
  numbers[number] = head.timeAt;
}
