import { isJsonObject } from '../envelope/check-line.ts';
import type { KnownHead } from './known-head.ts';

/** Rendered lines that wait to be handed to custody together. */
export interface Run {
  text: string;
  events: number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const CLOSE_BRACE = 0x7d;

/**
 * Renders lines into a run as long as they begin with a known head: nearly every line of a busy logger comes this way,
 * so it is one search for the line's end, one comparison and three appended strings, without a look at anything else.
 *
 * @param most events that the run may hold
 * @param units length of the run from which on it is full
 * @returns where the first line begins that did not come in: it begins otherwise, is no object for sure, or is too long
 */
export function takeAlike(
  text: string,
  from: number,
  head: KnownHead,
  trusted: boolean,
  run: Run,
  most: number,
  units: number,
): number {
  const { begins, before, after, longest } = head;
  let rendered = run.text;
  let events = run.events;
  let start = from;
  while (start < text.length && events < most && rendered.length < units) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const next = end + 1;
    if (text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    if (text.charCodeAt(end - 1) !== CLOSE_BRACE || end - start > longest || !text.startsWith(begins, start)) break;
    const line = text.slice(start, end);
    if (!trusted && !isJsonObject(line)) break;
    rendered += before;
    rendered += line;
    rendered += after;
    events++;
    start = next;
  }
  run.text = rendered;
  run.events = events;
  return start;
}

/** The one line that a text is which begins with this head; `undefined` if it is several, too long, or no object for sure. */
export function lineOf(text: string, { longest }: KnownHead, trusted: boolean): string | undefined {
  let end = text.length;
  if (text.charCodeAt(end - 1) === LINE_FEED) end--;
  if (text.charCodeAt(end - 1) !== CLOSE_BRACE || end > longest) return undefined;
  const feed = text.indexOf('\n');
  if (feed !== -1 && feed < end) return undefined;
  const line = end === text.length ? text : text.slice(0, end);
  return trusted || isJsonObject(line) ? line : undefined;
}
