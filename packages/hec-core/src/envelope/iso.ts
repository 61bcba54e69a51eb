import { fractionPart, movePoint, wholePart } from './decimal.ts';

// Date, `T` or a space, time to the minute at least, any number of fraction digits, zone. A date alone is UTC and a
// date and time without a zone is local, as for `Date` (ECMA-262, Date Time String Format).
const ISO = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)?)?$/;

/**
 * Reads ISO 8601 and RFC 3339.
 *
 * @returns decimal epoch seconds with as many fraction digits as the text has; `undefined` if the text is no such time,
 * or a day that is in no calendar.
 */
export function fromIso(text: string): string | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, day = '', minutes, seconds = '00', digits = '', utc, hours, rest = '00'] = match;
  // A leap second (RFC 3339, 5.6) has no epoch second of its own: it is read as the one after `:59`.
  const leap = seconds === '60' ? 1 : 0;
  const zone = hours === undefined ? (utc === undefined ? '' : 'Z') : `${hours}:${rest}`;
  const clock = minutes === undefined ? '' : `T${minutes}:${leap === 1 ? '59' : seconds}${zone}`;
  const millis = Date.parse(`${day}${clock}`);
  if (Number.isNaN(millis) || !isDay(day)) return undefined;
  return plus(millis / 1000 + leap, digits);
}

// V8 rolls 31 February over into March. Every month has its first 28 days.
function isDay(day: string): boolean {
  if (day.slice(8) <= '28') return true;
  const millis = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(day);
}

function plus(second: number, digits: string): string | undefined {
  if (digits === '') return String(second);
  if (second >= 0) return `${second}.${digits}`;
  // Before 1970 the fraction counts towards zero: -1 s and .25 are -0.75 s.
  const scaled = BigInt(second) * 10n ** BigInt(digits.length) + BigInt(digits);
  return movePoint(String(scaled), digits.length);
}

// RFC 3339 has four digits for the year.
const YEAR_0 = -62_167_219_200;
const YEAR_9999 = 253_402_300_799;

let lastSecond = Number.NaN;
let lastText = '';

/**
 * Writes decimal epoch seconds as RFC 3339 in UTC, every fraction digit kept: `2023-11-14T22:13:20.123Z`. Times outside
 * the years 0000 to 9999 become the nearest moment in them.
 */
export function toIso(seconds: string): string {
  let second = Number(wholePart(seconds));
  let digits = fractionPart(seconds);
  if (seconds.startsWith('-') && /[1-9]/.test(digits)) {
    second -= 1;
    digits = String(10n ** BigInt(digits.length) - BigInt(digits)).padStart(digits.length, '0');
  }
  const inRange = Math.min(Math.max(second, YEAR_0), YEAR_9999);
  // Events of one second follow each other: the calendar is asked once for them (0.3 us saved per event).
  if (inRange !== lastSecond) {
    lastText = new Date(inRange * 1000).toISOString().slice(0, 19);
    lastSecond = inRange;
  }
  return `${lastText}${digits === '' ? '' : '.'}${digits}Z`;
}
