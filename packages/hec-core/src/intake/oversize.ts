import { Buffer } from 'node:buffer';
import { quote } from '../envelope/quote.ts';

/** Escapes can make JSON of text six times as long (`\u0000`). */
const LONGEST_ESCAPE = 6;

/**
 * What is sent of an event that is larger than a request may be: a valid object that says so, with as much of the
 * beginning as fits.
 *
 * @param text the event's JSON or text
 * @param bytes its true size
 * @param room how many bytes the payload may have
 */
export function truncated(text: string, bytes: number, room: number): string {
  const shell = `{"truncated":true,"bytes":${bytes},"text":""}`;
  const most = Math.max(0, room - shell.length);
  let keep = Math.min(text.length, most);
  let quoted = quote(cut(text, keep));
  for (let over = Buffer.byteLength(quoted) - 2 - most; over > 0 && keep > 0; ) {
    // At most as many characters as bytes are too many, and at least a sixth of them.
    keep = Math.max(0, keep - Math.max(1, Math.ceil(over / LONGEST_ESCAPE)));
    quoted = quote(cut(text, keep));
    over = Buffer.byteLength(quoted) - 2 - most;
  }
  return `{"truncated":true,"bytes":${bytes},"text":${quoted}}`;
}

/** The first `units` UTF-16 units, without half a character at the end. */
function cut(text: string, units: number): string {
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units);
}
