import type { Evidence } from '../vector.ts';

/** A log record as far as the rows change it. */
export interface RecordChanges {
  readonly body?: unknown;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly severityText?: string;
  readonly severityNumber?: number;
  readonly span?: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
  readonly time?: readonly [seconds: number, nanoseconds: number];
  readonly observed?: readonly [seconds: number, nanoseconds: number];
}

/** A row of section 7.10: what the Collector's exporter makes of a record; nothing where it sends none. */
export interface OtelVector {
  readonly id: string;
  readonly what: string;
  readonly evidence: Evidence;
  readonly record: RecordChanges;
  readonly envelope: object | undefined;
  readonly token?: string;
}

const base = { time: 1_700_000_000.123, host: 'unknown', event: 'hi' };
const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

const o = (
  id: string,
  what: string,
  record: RecordChanges,
  envelope: object | undefined,
  more: Partial<OtelVector> = {},
): OtelVector => ({ id, what, evidence: 'code', record, envelope, ...more });

/** Section 7.10. */
export const otel: readonly OtelVector[] = [
  o(
    'O01',
    'body, host and a resource attribute',
    { resource: { 'host.name': 'h', 'service.name': 'svc' } },
    { ...base, host: 'h', fields: { 'service.name': 'svc' } },
  ),
  o(
    'O02',
    "the record's host beats the resource's",
    { resource: { 'host.name': 'r' }, attributes: { 'host.name': 'a' } },
    { ...base, host: 'a' },
  ),
  o('O03', 'no host anywhere', {}, base),
  o(
    'O04',
    'source, sourcetype and index',
    { attributes: { 'com.splunk.source': 's', 'com.splunk.sourcetype': 't', 'com.splunk.index': 'i' } },
    { ...base, source: 's', sourcetype: 't', index: 'i' },
  ),
  o('O05', 'an index that is no text', { attributes: { 'com.splunk.index': 7 } }, base),
  o(
    'O06',
    'severity as text and number',
    { severityText: 'WARN', severityNumber: 13 },
    { ...base, fields: { 'otel.log.severity.text': 'WARN', 'otel.log.severity.number': 13 } },
  ),
  o('O07', 'trace and span, no flags', { span }, { ...base, fields: { trace_id: span.traceId, span_id: span.spanId } }),
  o('O08', 'a nested map', { attributes: { m: { a: { b: 1 } } } }, { ...base, fields: { 'm.a.b': 1 } }),
  o('O09a', 'a flat array', { attributes: { l: [0, 1] } }, { ...base, fields: { l: [0, 1] } }),
  o('O09b', 'a nested array', { attributes: { l: [0, 1, [2, 3]] } }, { ...base, fields: { l: '[0,1,[2,3]]' } }),
  o('O10a', 'no body', { body: null }, undefined),
  o('O10b', 'an empty body', { body: '' }, undefined),
  ...[{ k: 'v' }, [1, 2], 42, true, 1.5].map((body, at) =>
    o(`O11${'abcde'[at]}`, `the body ${JSON.stringify(body)}`, { body }, { ...base, event: body }),
  ),
  o('O12', 'the observed time, rounded', { time: [0, 0], observed: [1, 1_990_000] }, { ...base, time: 1.002 }),
  o('O13', 'no time at all', { time: [0, 0], observed: [0, 0] }, { host: 'unknown', event: 'hi' }),
  o('O14', 'a token of its own', { attributes: { 'com.splunk.hec.access_token': 'T2' } }, base, { token: 'T2' }),
  o('O15', 'bytes as body', { body: new Uint8Array([1, 2]) }, { ...base, event: 'AQI=' }, { evidence: 'U' }),
];
