import type { HrTime } from '@opentelemetry/api';

const NANOS = 1_000_000_000;
const NANOS_PER_MILLI = 1_000_000;

/**
 * `[1700000000, 123456789]` as `1700000000.123456789`: written from the two integers, because their sum as a float has
 * lost the digits below the microsecond (protocol 6.5).
 *
 * @returns `undefined` for zero, which says that there is no time, and for what is no time
 */
export function exactTime(time: HrTime): string | undefined {
  const [seconds, nanos] = time;
  // The SDK's clock has milliseconds: under load many records share one.
  if (seconds !== last.seconds || nanos !== last.nanos) last = { seconds, nanos, text: decimal(time, 1) };
  return last.text;
}

let last: { readonly seconds: number; readonly nanos: number; readonly text: string | undefined } = {
  seconds: 0,
  nanos: 0,
  text: undefined,
};

/** The same rounded to milliseconds, as the Collector writes it: 1.00199 s is `1.002` (protocol O12). */
export function milliTime(time: HrTime): string | undefined {
  return decimal(time, NANOS_PER_MILLI);
}

function decimal([seconds, nanos]: HrTime, step: number): string | undefined {
  // A user's own HrTime comes through unchecked: fractions, overlong nanoseconds, nonsense.
  if (!Number.isSafeInteger(seconds) || !Number.isFinite(nanos) || nanos < 0) return undefined;
  const rounded = Math.round(nanos / step) * step;
  const whole = seconds + Math.floor(rounded / NANOS);
  const rest = rounded % NANOS;
  if (whole < 0 || (whole === 0 && rest === 0)) return undefined;
  if (rest === 0) return String(whole);
  const digits = String(rest).padStart(9, '0');
  return `${whole}.${digits.endsWith('000000') ? digits.slice(0, 3) : digits.replace(/000$/, '')}`;
}
