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
/** A head that begins with nothing: no line does. */
const NONE = new Uint8Array(2 * WORD);

/** Their records, made once: senders with metadata of their own take turns. */
const records = new WeakMap<SplicedHead, Uint8Array>();

/** Writes a head where the instance looks for it. One that is too short or too long is not: no line begins with it. */
export function writeHead({ places, memory }: Instance, place: number, head: SplicedHead | undefined): void {
  const record = head === undefined ? NONE : recordOf(head, places.HEADER_BYTES);
  memory.set(record.byteLength > places.HEAD_BYTES ? NONE : record, places.HEADS + place * places.HEAD_BYTES);
}

function recordOf(head: SplicedHead, headerBytes: number): Uint8Array {
  let record = records.get(head);
  if (record === undefined) records.set(head, (record = createRecord(head, headerBytes)));
  return record;
}

function createRecord({ begins, before, after, longest, timeAt }: SplicedHead, headerBytes: number): Uint8Array {
  const texts = [begins, before, after].map((text) => Buffer.from(text));
  if ((texts[0] as Buffer).byteLength < SHORTEST) return NONE;
  const record = Buffer.alloc(texts.reduce((sum, { byteLength }) => sum + byteLength + SLACK, headerBytes));
  let at = headerBytes;
  for (const [nth, text] of texts.entries()) {
    record.set(text, at);
    record.writeUInt32LE(at, 2 * nth * WORD);
    record.writeUInt32LE(text.byteLength, (2 * nth + 1) * WORD);
    at += text.byteLength + SLACK;
  }
  record.writeUInt32LE(longest, 2 * texts.length * WORD);
  record.writeInt32LE(timeAt, (2 * texts.length + 1) * WORD);
  return record;
}
