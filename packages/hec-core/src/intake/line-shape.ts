import { quote } from '../envelope/quote.ts';
import { blank, standIn } from '../envelope/safe-value.ts';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** An object without members would be refused as blank, and cost the tail of its batch (S36). */
export function payloadOf(line: string, object: boolean): string {
  if (!object) return quote(line);
  return blank(line) ? standIn(line) : line;
}

export function looksLikeObject(text: string, start: number, end: number): boolean {
  return text.charCodeAt(start) === OPEN_BRACE && text.charCodeAt(end - 1) === CLOSE_BRACE;
}

export function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 0x20) return false;
  return true;
}
