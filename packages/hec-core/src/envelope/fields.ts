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

/** The same as the members of a JSON object, without its braces: `"a":1,"b":["x"]`; `''` for none. */
export function flatFields(value: unknown): string {
  return JSON.stringify(flatten(value)).slice(1, -1);
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
