import { describe, expect, it } from 'vitest';
import { createMapper } from '../src/mapping/mapping.ts';
import type { LogAttributes } from '../src/record.ts';
import { envelope, record, TIME } from './records.ts';

const map = createMapper('specification');
const fieldsOf = (attributes: LogAttributes): unknown => map(record({ attributes }))?.own.fields;
const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

describe('the default mapping follows the specification', () => {
  it('keeps the time to the nanosecond', () => {
    expect(envelope(map(record()))).toMatchObject({ time: '1700000000.123456789' });
  });

  it('takes the observed time of a record that has no other', () => {
    expect(envelope(map(record({ hrTime: [0, 0], hrTimeObserved: [1, 1_990_000] })))).toMatchObject({
      time: '1.001990',
    });
  });

  it('adds the trace flags that the Collector leaves out (O07), as two hex digits', () => {
    expect(map(record({ spanContext: span }))?.own.fields).toEqual({
      trace_id: span.traceId,
      span_id: span.spanId,
      trace_flags: '01',
    });
  });

  it('adds the event name, the scope and the count of dropped attributes', () => {
    const scope = { name: 'http', version: '2.1.0', attributes: { tier: 'edge' } };
    const mapped = map(record({ eventName: 'user.login', instrumentationScope: scope, droppedAttributesCount: 3 }));
    expect(envelope(mapped)?.['fields']).toEqual({
      'otel.event.name': 'user.login',
      'otel.scope.name': 'http',
      'otel.scope.version': '2.1.0',
      'otel.scope.tier': 'edge',
      'otel.dropped_attributes_count': 3,
    });
  });

  it('invents no host (O03)', () => {
    expect(envelope(map(record()))).not.toHaveProperty('host');
  });

  it('keeps a routing attribute that is no text (O05) among the fields', () => {
    expect(envelope(map(record({ attributes: { 'com.splunk.index': 7 } })))).toMatchObject({
      fields: { 'com.splunk.index': 7 },
    });
    expect(envelope(map(record({ attributes: { 'com.splunk.index': 7 } })))).not.toHaveProperty('index');
  });

  it('never keeps a token, even one that is no text', () => {
    const attributes = { 'com.splunk.hec.access_token': 4711 };
    expect(JSON.stringify(envelope(map(record({ attributes }))))).not.toContain('4711');
    expect(JSON.stringify(envelope(map(record({ attributes, body: undefined }))))).not.toContain('4711');
  });

  it.each([undefined, null, '', '  ', {}, []])(
    'sends the attributes as the event when the body is %j (O10)',
    (body) => {
      const attributes = { user: { id: 7 }, 'com.splunk.index': 'audit' };
      expect(envelope(map(record({ body, attributes })))).toEqual({
        time: '1700000000.123456789',
        index: 'audit',
        event: { user: { id: 7 } },
        fields: { 'otel.scope.name': 'test' },
      });
    },
  );

  it('sends the event name as the event when there are no attributes either', () => {
    expect(map(record({ body: undefined, eventName: 'user.login' }))?.event).toBe('user.login');
  });

  it('leaves a record that says nothing at all to the readable stand-in of hec-core', () => {
    expect(map(record({ body: undefined }))).toMatchObject({ event: undefined });
  });

  it.each<[string, LogAttributes, Record<string, unknown>]>([
    ['bytes are base64', { b: new Uint8Array([1, 2]) }, { b: 'AQI=' }],
    ['a bigint keeps all its digits', { n: 12345678901234567890n }, { n: '12345678901234567890' }],
    ['NaN and infinities are text', { a: Number.NaN, b: -Infinity }, { a: 'NaN', b: '-Infinity' }],
    [
      'dates are ISO 8601',
      { d: new Date(0), l: [new Date(0)] },
      { d: '1970-01-01T00:00:00.000Z', l: ['1970-01-01T00:00:00.000Z'] },
    ],
    ['an invalid date is said to be one', { d: new Date(Number.NaN) }, { d: 'Invalid Date' }],
    ['null, undefined, empty maps and arrays are left out', { a: null, b: undefined, c: {}, d: [] }, {}],
    ['a null in an array makes it JSON text', { l: [1, null] }, { l: '[1,null]' }],
    ['maps and sets are flattened', { m: new Map([['k', 1]]), s: new Set(['x']) }, { 'm.k': 1, 's.0': 'x' }],
    ['what has a toJSON is asked', { u: new URL('https://example.com/') }, { 'u.value': 'https://example.com/' }],
    ['functions and symbols are left out', { f: () => 1, s: Symbol('s') }, {}],
  ])('%s', (_name, attributes, expected) => {
    expect(fieldsOf(attributes)).toEqual(expected);
  });

  it('flattens an error with stack and cause', () => {
    const error = new TypeError('no', { cause: new Error('because') });
    expect(fieldsOf({ error })).toMatchObject({
      'error.name': 'TypeError',
      'error.message': 'no',
      'error.stack': error.stack,
      'error.cause.message': 'because',
    });
  });

  it('ends circular and bottomless attributes', () => {
    const circle: Record<string, unknown> = { name: 'c' };
    circle['self'] = circle;
    circle['list'] = [circle];
    expect(fieldsOf({ circle })).toEqual({
      'circle.name': 'c',
      'circle.self': '[Circular]',
      'circle.list': '["[Circular]"]',
    });
    const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ d: inner }), { bottom: 1 });
    expect(Object.values(fieldsOf({ deep }) as object)).toEqual(['[Object]']);
  });

  it('yields fields that HEC takes for any attribute: scalars and arrays of scalars (protocol 7.11, 3)', () => {
    const odd = { a: [{ b: [1] }], m: { n: { o: [true, 'x'] } }, e: new AggregateError([new Error('one')], 'all') };
    for (const value of Object.values(fieldsOf(odd) as object))
      for (const item of Array.isArray(value) ? value : [value])
        expect(['string', 'number', 'boolean']).toContain(typeof item);
  });
});

describe('a time', () => {
  it.each<[string, [number, number], string | undefined]>([
    ['whole seconds', [1_700_000_000, 0], '1700000000'],
    ['milliseconds', [1_700_000_000, 5_000_000], '1700000000.005'],
    ['microseconds', [1_700_000_000, 1_000], '1700000000.000001'],
    ['nanoseconds', TIME, '1700000000.123456789'],
    ['nanoseconds that overflow', [1_700_000_000, 1_000_000_001], '1700000001.000000001'],
    ['a fraction of a nanosecond', [1_700_000_000, 0.4], '1700000000'],
    ['nonsense', [Number.NaN, 0], undefined],
    ['before the epoch', [-1, 0], undefined],
  ])('is exact for %s', (_name, hrTime, expected) => {
    const time = envelope(map(record({ hrTime, hrTimeObserved: [0, 0] })))?.['time'];
    expect(time).toBe(expected);
  });
});

describe('the common part', () => {
  it('is made once for a resource and scope', () => {
    const one = record();
    const two = { ...one, body: 'other' };
    expect(map(one)?.common).toBe(map(two)?.common);
    expect(map({ ...one, instrumentationScope: { name: 'other' } })?.common).not.toBe(map(one)?.common);
  });

  it('is made anew while a resource is still being detected', () => {
    const resource = { attributes: {} as Record<string, unknown>, asyncAttributesPending: true };
    const early = map(record({ resource }));
    resource.attributes['host.name'] = 'found';
    resource.asyncAttributesPending = false;
    expect(early?.common.metadata.host).toBeUndefined();
    expect(map(record({ resource }))?.common.metadata.host).toBe('found');
  });
});
