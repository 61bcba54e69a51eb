import type { LogRecord } from '../record.ts';
import type { Common } from './common.ts';
import { DROPPED_ATTRIBUTES, EVENT_NAME, TRACE_FLAGS } from './keys.ts';
import { identity, type Mapped, mapped } from './mapped.ts';
import { type Fields, type Routing, sort } from './routing.ts';
import { exactTime } from './time.ts';

/**
 * A record as the OpenTelemetry specification maps it (protocol 6.1): trace flags and event name included, the time to
 * the nanosecond, and no record left out for want of a body.
 */
export function bySpecification(record: LogRecord, common: Common): Mapped {
  const { body, attributes, spanContext, eventName, droppedAttributesCount } = record;
  const routing: Routing = {};
  const fields = identity(record);
  if (spanContext !== undefined) fields[TRACE_FLAGS] = spanContext.traceFlags.toString(16).padStart(2, '0');
  if (eventName !== undefined && eventName !== '') fields[EVENT_NAME] = eventName;
  if (droppedAttributesCount > 0) fields[DROPPED_ATTRIBUTES] = droppedAttributesCount;
  const time = exactTime(record.hrTime) ?? exactTime(record.hrTimeObserved);

  if (!isBlank(body)) {
    sort(attributes, routing, fields, 'specification');
    return mapped(body, common, routing, fields, time);
  }
  // Splunk refuses a blank event and with it the rest of the request (code 13, S36). Loggers that put everything into
  // attributes are no reason to lose it: the attributes are the event then, and not fields as well, or every search
  // would find them twice.
  const payload: Fields = {};
  sort(attributes, routing, payload, 'specification');
  return mapped(Object.keys(payload).length > 0 ? payload : eventName, common, routing, fields, time);
}

function isBlank(body: unknown): boolean {
  if (body === undefined || body === null) return true;
  if (typeof body === 'string') return !/\S/.test(body);
  if (Array.isArray(body)) return body.length === 0;
  return typeof body === 'object' && Object.getPrototypeOf(body) === Object.prototype && Object.keys(body).length === 0;
}
