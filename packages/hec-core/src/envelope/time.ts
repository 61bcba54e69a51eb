import { types } from 'node:util';
import { movePoint, wholePart } from './decimal.ts';
import { fromIso, toIso } from './iso.ts';

// Seconds since the epoch travel through the envelope as decimal text such as `1700000000.123`: a JSON number that no
// float has rounded, and never in exponent form, which Splunk 10 refuses with code 15 (protocol 1.5, S35).

// Longer texts are no times; the bound keeps hostile ones from costing anything.
const LONGEST_TEXT = 64;
/** Seconds as we write them ourselves: nothing to move, and every digit stays. */
const SECONDS = /^[1-9]\d{9}\.\d{1,9}$/;
const THIRTEEN_DIGITS = /^[1-9]\d{12}$/;

/**
 * An event's time as decimal epoch seconds.
 *
 * @param time epoch milliseconds (number), epoch nanoseconds (bigint), a Date, or text: decimal epoch seconds, whose
 * digits are kept exactly, or ISO 8601 / RFC 3339 with any number of fraction digits. A date and time without a zone is
 * local, as for `Date`.
 * @returns for example `1700000000.123`; `undefined` when it is no time (NaN, an invalid Date, other text).
 */
export function epochSeconds(time: number | bigint | string | Date): string | undefined {
  if (typeof time === 'number') return fromMillis(time);
  if (typeof time === 'bigint') return trimZeros(movePoint(String(time), 9));
  if (typeof time === 'string') {
    if (SECONDS.test(time)) return time;
    return time.length > LONGEST_TEXT ? undefined : (movePoint(time, 0) ?? fromIso(time));
  }
  // Asked of the prototype, so that a Date whose methods throw, or one of another realm, is read too.
  return types.isDate(time) ? fromMillis(Date.prototype.getTime.call(time)) : undefined;
}

/**
 * The time in a log line, from the text of its JSON value as it stands there: a number, or a string in its quotes that
 * holds digits or ISO 8601. Numbers, whole or not, are told apart by magnitude: below 1e11 they are seconds (to the
 * year 5138), below 1e14 milliseconds, below 1e17 microseconds, from there on nanoseconds.
 *
 * @returns decimal epoch seconds, every digit kept; `undefined` when it is no time.
 */
export function lineTime(text: string): string | undefined {
  // What pino and nearly everyone else writes.
  if (THIRTEEN_DIGITS.test(text)) return thousandth(text);
  if (text.length > LONGEST_TEXT) return undefined;
  const bare = text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  const number = movePoint(bare, 0);
  if (number !== undefined) return movePoint(number, placesByMagnitude(number));
  return bare.length < text.length ? fromIso(bare) : undefined;
}

/** Decimal epoch seconds as epoch milliseconds: `1700000000123`. Finer digits are cut off. */
export function toMillis(seconds: string): string {
  // 1700000000.123: the form that times have from 2001 to 2286.
  if (seconds.length === 14 && seconds[10] === '.') return seconds.slice(0, 10) + seconds.slice(11);
  return wholePart(movePoint(seconds, -3) ?? '0');
}

/** Decimal epoch seconds as epoch nanoseconds: `1700000000123456789`. Finer digits are cut off. */
export function toNanos(seconds: string): string {
  if (seconds.length === 14 && seconds[10] === '.') return `${seconds.slice(0, 10)}${seconds.slice(11)}000000`;
  return wholePart(movePoint(seconds, -9) ?? '0');
}

export { toIso };

function fromMillis(millis: number): string | undefined {
  if (!Number.isFinite(millis)) return undefined;
  if (millis >= 1e12 && millis < 1e13 && Number.isInteger(millis)) return thousandth(String(millis));
  return movePoint(String(millis), 3);
}

function thousandth(thirteenDigits: string): string {
  return `${thirteenDigits.slice(0, 10)}.${thirteenDigits.slice(10)}`;
}

function placesByMagnitude(number: string): number {
  const digits = wholePart(number).length - (number.startsWith('-') ? 1 : 0);
  if (digits <= 11) return 0;
  if (digits <= 14) return 3;
  return digits <= 17 ? 6 : 9;
}

// Clocks that count in ms or us write nanoseconds that end in zeros; three by three they say nothing.
function trimZeros(seconds: string | undefined): string | undefined {
  return seconds?.replace(/(?<=\.\d{3}(?:\d{3})?)(?:000)+$/, '');
}
