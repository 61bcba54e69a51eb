const LONGEST_SHOWN = 40;

/**
 * Says what somebody gave: `"1mb" (string)`. Long text is cut, and what looks like a URL is not shown at all,
 * because people put credentials into URLs.
 */
export function got(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return `${value} (${typeof value})`;
  }
  if (typeof value !== 'string') return typeOf(value);
  if (value.includes('://')) return 'a URL (string)';
  return value.length > LONGEST_SHOWN
    ? `${JSON.stringify(value.slice(0, LONGEST_SHOWN))}… (string of ${value.length} characters)`
    : `${JSON.stringify(value)} (string)`;
}

/** Says what type of value somebody gave, for values that are secret or may be: `a number`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Whether the value is a bag of named values: not an array, a Map, a Date. Of any realm, because jest has several. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
}
