import type { FieldValue } from 'hec-core';
import { members, type Scalar, toScalar } from './values.ts';

/** Indexed fields: flat, because one nested value costs the event and the rest of its request (code 15, protocol 1.5). */
export type Fields = Record<string, FieldValue>;

// An attribute nested deeper than this is cut off: nobody searches for it, and every level is a field of its own.
const DEEPEST = 16;

/**
 * Adds an attribute to the fields as the Collector does: maps are joined with dots (O08), an array of scalars stays an
 * array, any other array becomes JSON text (O09). What says nothing (null, undefined, an empty map or array) is left out.
 */
export function flatten(into: Fields, key: string, value: unknown, ancestors: readonly object[] = []): void {
  const scalar = toScalar(value);
  if (scalar !== undefined) into[key] = scalar;
  else if (typeof value !== 'object' || value === null) return;
  else if (ancestors.includes(value)) into[key] = '[Circular]';
  else if (ancestors.length >= DEEPEST) into[key] = '[Object]';
  else if (!Array.isArray(value)) {
    for (const [name, inner] of members(value)) flatten(into, `${key}.${name}`, inner, [...ancestors, value]);
  } else if (value.length > 0) into[key] = scalars(value) ?? JSON.stringify(plain(value, ancestors));
}

function scalars(list: readonly unknown[]): Scalar[] | undefined {
  const found: Scalar[] = [];
  for (const item of list) {
    const scalar = toScalar(item);
    if (scalar === undefined) return undefined;
    found.push(scalar);
  }
  return found;
}

/** A copy of the value that JSON can hold. */
function plain(value: unknown, ancestors: readonly object[]): unknown {
  const scalar = toScalar(value);
  if (scalar !== undefined) return scalar;
  if (typeof value !== 'object' || value === null) return null;
  if (ancestors.includes(value)) return '[Circular]';
  if (ancestors.length >= DEEPEST) return '[Object]';
  const below = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => plain(item, below));
  return Object.fromEntries(members(value).map(([name, inner]) => [name, plain(inner, below)]));
}
