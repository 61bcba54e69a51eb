import { types } from 'node:util';
import type { FieldValue } from '../dialect/types.ts';
import { type Tame, tame } from './tame.ts';

type Scalar = string | number | boolean;

/**
 * Any value as flat `fields`: what HEC takes without code 15, which would cost the rest of the batch (protocol 1.5, S31).
 *
 * Objects are flattened with `.` between the names, arrays of scalars are kept, arrays that hold anything else become
 * JSON text, all as in the OTel Collector's exporter (O08, O09). `null`, `undefined` and what is empty is left out. What
 * JSON cannot hold is shown as it is in an event: bigint and NaN as text, a Date as ISO 8601, an error by its members.
 * Never throws; a value that is no object has no fields.
 */
export function flatten(value: unknown): Record<string, FieldValue> {
  // Without a prototype, so that a field called `__proto__` is a field.
  const flat = Object.create(null) as Record<string, FieldValue>;
  const tamed = tame(value);
  if (isObject(tamed)) collect(tamed, '', flat);
  return flat;
}

/** Fields as they were given where they are plain and flat, else what can be read of them. Never throws. */
export function readFields(value: unknown): Readonly<Record<string, FieldValue>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    if (!types.isProxy(value) && isFlat(value)) return value;
  } catch {
    // A getter that throws.
  }
  return flatten(value);
}

/** The same as the members of a JSON object, without its braces: `"a":1,"b":["x"]`; `''` for none. */
export function flatFields(value: unknown): string {
  try {
    if (isFlat(value)) return JSON.stringify(value).slice(1, -1);
  } catch {
    // A getter or proxy that throws.
  }
  return JSON.stringify(flatten(value)).slice(1, -1);
}

/** The same of fields that {@link readFields} has read, which need no second look: a third of the time. */
export function readText(fields: Readonly<Record<string, FieldValue>>): string {
  try {
    return JSON.stringify(fields).slice(1, -1);
  } catch {
    // A getter that throws the second time.
    return flatFields(fields);
  }
}

/** Whether nothing has to be done, as for nearly all: 0.4 us for 7 fields instead of 2.8 (measured, Node 24). */
function isFlat(value: unknown): value is Record<string, Scalar> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    if (typeof item === 'number' ? !Number.isFinite(item) : typeof item !== 'string' && typeof item !== 'boolean')
      return false;
  }
  return true;
}

function collect(members: { [key: string]: Tame }, prefix: string, flat: Record<string, FieldValue>): void {
  for (const [key, value] of Object.entries(members)) {
    const name = prefix + key;
    if (isObject(value)) collect(value, `${name}.`, flat);
    else if (isScalar(value)) flat[name] = value;
    else if (Array.isArray(value)) {
      const present = value.filter((item) => item !== null && item !== undefined);
      if (present.length > 0) flat[name] = present.every(isScalar) ? present : JSON.stringify(present);
    }
  }
}

function isScalar(value: Tame): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isObject(value: Tame): value is { [key: string]: Tame } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
