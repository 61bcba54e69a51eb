import type { LogRecord } from '../record.ts';
import type { Common } from './common.ts';
import { identity, type Mapped, mapped } from './mapped.ts';
import { type Routing, sort } from './routing.ts';
import { milliTime } from './time.ts';

/**
 * A record as the Collector's splunkhecexporter sends it (protocol 6.2, O01-O15): no trace flags, event name or scope,
 * times rounded to milliseconds, and nothing at all for a record without a body (O10).
 */
export function likeTheCollector(record: LogRecord, common: Common): Mapped | undefined {
  const { body, attributes, hrTime, hrTimeObserved } = record;
  if (body === undefined || body === null || body === '') return undefined;
  const routing: Routing = {};
  const fields = identity(record);
  sort(attributes, routing, fields, 'collector');
  return mapped(body, common, routing, fields, milliTime(hrTime) ?? milliTime(hrTimeObserved));
}
