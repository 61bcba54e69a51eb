import type { EventMetadata, Metadata } from 'hec-core';
import type { LogRecord } from '../record.ts';
import type { Common } from './common.ts';
import { SEVERITY_NUMBER, SEVERITY_TEXT, SPAN_ID, TRACE_ID } from './keys.ts';
import type { Fields, Routing } from './routing.ts';

/** A log record as hec-core takes it. */
export interface Mapped {
  readonly event: unknown;
  readonly common: Common;
  /** What this record adds to what it has in common with its resource and scope. */
  readonly own: EventMetadata;
  /** The token this record's request carries instead of the client's own. */
  readonly token: string | undefined;
}

/** Puts the parts together. Without a time the envelope has none either (O13). */
export function mapped(
  event: unknown,
  common: Common,
  { host, source, sourcetype, index, token }: Routing,
  given: Fields,
  time: string | undefined,
): Mapped {
  const fields = given as NonNullable<Metadata['fields']>;
  // One shape for all, written out: taking objects apart and together again took a twentieth of a record's time.
  const timeless = time === undefined ? true : undefined;
  const own = { time, host, source, sourcetype, index, timeless, fields } as EventMetadata;
  return { event, common, own, token: token ?? common.token };
}

/** The fields that both mappings make of what is no attribute (O06, O07). */
export function identity({ severityText, severityNumber, spanContext }: LogRecord): Fields {
  const fields: Fields = {};
  if (severityText !== undefined && severityText !== '') fields[SEVERITY_TEXT] = severityText;
  if (severityNumber !== undefined && severityNumber !== 0) fields[SEVERITY_NUMBER] = severityNumber;
  if (spanContext !== undefined) {
    fields[TRACE_ID] = spanContext.traceId;
    fields[SPAN_ID] = spanContext.spanId;
  }
  return fields;
}
