// Shorter than tokens are: a GUID has 36 characters.
const LONGEST_SHOWN = 20;

/**
 * Says what somebody gave: `"1mb" (string)`. Long text and what looks like a URL are not shown, because they may be a
 * token at a wrong place, or hold one.
 */
export function got(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return `${value} (${typeof value})`;
  }
  if (typeof value !== 'string') return typeOf(value);
  if (value.includes('://')) return 'a URL (string)';
  return value.length > LONGEST_SHOWN ? `a string of ${value.length} characters` : `${JSON.stringify(value)} (string)`;
}

/** Says what type of value somebody gave, for values that are secret or may be: `a number`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return isRecord(value) ? 'an object' : `an object (${tagOf(value)})`;
}

/** Whether the value is a bag of named values: not an array, a Map, a Date. Of any realm, because jest has several. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && tagOf(value) === 'Object';
}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice('[object '.length, -1);
