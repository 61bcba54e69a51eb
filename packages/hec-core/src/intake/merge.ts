import type { FieldValue, Metadata } from '../dialect/types.ts';
import { readFields } from '../envelope/fields.ts';
import type { EventMetadata } from '../types.ts';

/** Metadata with what is said later taking precedence; fields merge one by one. */
export function mergeMetadata(...parts: readonly (Metadata | undefined)[]): Metadata {
  const merged: { -readonly [K in keyof Metadata]: Metadata[K] } = {};
  const fields: Record<string, FieldValue> = {};
  for (const part of parts) {
    if (part === undefined) continue;
    for (const key of ['host', 'source', 'sourcetype', 'index'] as const) {
      const value = part[key];
      // A value of another type would break the envelope (code 6); an empty one says nothing.
      if (typeof value === 'string' && value !== '') merged[key] = value;
    }
    if (part.timeless === true) merged.timeless = true;
    if (typeof part.fields === 'object') Object.assign(fields, part.fields);
  }
  if (Object.keys(fields).length > 0) merged.fields = fields;
  return merged;
}

/** Metadata as the application gave it, read once: JavaScript may give anything, and getters throw. Never throws. */
export function readMetadata(given: EventMetadata | undefined): EventMetadata | undefined {
  if (given === undefined || given === null) return undefined;
  try {
    const { time, host, source, sourcetype, index, timeless, fields } = given as Required<EventMetadata>;
    const flat = fields === undefined ? undefined : readFields(fields);
    return { time, host, source, sourcetype, index, timeless, fields: flat } as EventMetadata;
  } catch {
    return undefined;
  }
}
