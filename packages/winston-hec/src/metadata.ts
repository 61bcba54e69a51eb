import type { EventMetadata } from 'hec-core';
import { HEC, type Info } from './info.ts';

// ISO 8601 with a zone. Without one it may be the time of any place (`timestamp({ format })` takes the user's word), and
// the time of the call, which is within a millisecond of it, is the better one.
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
// From 2001 on; smaller numbers are counters, seconds or durations.
const MILLIS_SINCE = 1_000_000_000_000;

/** The metadata an info has of its own, beside its level; `undefined` for none, which is the cheap case. */
export function metadataOf(info: Info): EventMetadata | undefined {
  const own = info[HEC];
  const time = timeOf(info['timestamp']);
  if (typeof own !== 'object' || own === null) return time === undefined ? undefined : { time };
  return time === undefined ? own : { time, ...own };
}

function timeOf(timestamp: unknown): string | number | Date | undefined {
  if (typeof timestamp === 'string') return ZONED.test(timestamp) ? timestamp : undefined;
  if (typeof timestamp === 'number') return timestamp >= MILLIS_SINCE ? timestamp : undefined;
  return timestamp instanceof Date ? timestamp : undefined;
}
