import type { HecResponse } from './types.ts';

// IMF-fixdate and the two obsolete forms (RFC 9110, 5.6.7), the last of which leaves out that it is GMT. `Date.parse`
// reads them all, and much else that is no date of HTTP.
const HTTP_DATE = /^((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? [\w -]{6,20} \d\d:\d\d:\d\d(?: \d{4})?)(?: GMT)?$/i;
const SECONDS = /^\d{1,12}$/;

/**
 * How long a collector asks us to wait (protocol 7.11-10): whole seconds, or an HTTP date, which is measured from
 * `nowMs`. The cap is the caller's.
 *
 * @returns milliseconds, 0 for a date that has passed; `undefined` when the header says nothing that can be used.
 */
export function parseRetryAfter(value: string, nowMs: number | undefined): number | undefined {
  const text = value.trim();
  if (SECONDS.test(text)) return Number(text) * 1000;
  const date = HTTP_DATE.exec(text)?.[1];
  if (date === undefined || nowMs === undefined) return undefined;
  const at = Date.parse(`${date} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/**
 * The wait an answer asks for. A date is measured from the answer's own `Date` header: the collector's clock, so that
 * ours need not be right.
 */
export function retryAfter(headers: HecResponse['headers']): number | undefined {
  const value = first(headers['retry-after']);
  if (value === undefined) return undefined;
  const sentAt = Date.parse(first(headers['date']) ?? '');
  return parseRetryAfter(value, Number.isNaN(sentAt) ? undefined : sentAt);
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
