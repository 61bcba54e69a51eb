import { hostname } from 'node:os';
import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, it } from 'vitest';
import type { LogAttributes } from '../src/record.ts';
import { type Received, received } from './received.ts';
import { type Changes, record, TIME } from './records.ts';

const server = await startHecServer();
afterAll(() => server.close());

const send = (...changes: Changes[]): Promise<Received> =>
  received(
    server,
    { host: 'h' },
    changes.map((change) => record(change)),
  );
const envelope = async (changes: Changes): Promise<Record<string, unknown> | undefined> =>
  (await send(changes)).envelopes[0];
const fieldsOf = async (attributes: LogAttributes): Promise<Record<string, unknown>> => {
  const { fields } = (await envelope({ attributes })) as { fields: Record<string, unknown> };
  delete fields['otel.scope.name'];
  return fields;
};

const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

describe('the default mapping follows the specification', () => {
  it('keeps the time to the nanosecond', async () => {
    expect((await send({})).raw[0]).toContain('"time":1700000000.123456789,');
  });

  it('takes the observed time of a record that has no other', async () => {
    const { raw } = await send({ hrTime: [0, 0], hrTimeObserved: [1, 1_990_000] });
    expect(raw[0]).toContain('"time":1.001990,');
  });

  it('adds the trace flags that the Collector leaves out (O07), as two hex digits', async () => {
    expect((await envelope({ spanContext: span }))?.['fields']).toEqual({
      'otel.scope.name': 'test',
      trace_id: span.traceId,
      span_id: span.spanId,
      trace_flags: '01',
    });
  });

  it('adds event name, severity, scope, resource and the count of dropped attributes', async () => {
    const instrumentationScope = { name: 'http', version: '2.1.0', attributes: { tier: 'edge' } };
    const fields = await envelope({
      eventName: 'user.login',
      severityText: 'WARN',
      severityNumber: 13,
      instrumentationScope,
      resourceAttributes: { 'service.name': 'svc' },
      droppedAttributesCount: 3,
    });
    expect(fields?.['fields']).toEqual({
      'service.name': 'svc',
      'otel.event.name': 'user.login',
      'otel.log.severity.text': 'WARN',
      'otel.log.severity.number': 13,
      'otel.scope.name': 'http',
      'otel.scope.version': '2.1.0',
      'otel.scope.tier': 'edge',
      'otel.dropped_attributes_count': 3,
    });
  });

  it("invents no host (O03): the resource's, the record's, the option's, else this machine's", async () => {
    const named = await send({ resourceAttributes: { 'host.name': 'r' } }, { attributes: { 'host.name': 'a' } }, {});
    expect(named.envelopes.map(({ host }) => host)).toEqual(['r', 'a', 'h']);
    expect((await received(server, {}, [record()])).envelopes[0]).toMatchObject({ host: hostname() });
  });

  it('keeps a routing attribute that is no text (O05) among the fields', async () => {
    const found = await envelope({ attributes: { 'com.splunk.index': 7 } });
    expect(found).toMatchObject({ fields: { 'com.splunk.index': 7 } });
    expect(found).not.toHaveProperty('index');
  });

  it('never shows a token, even one that is no text', async () => {
    const attributes = { 'com.splunk.hec.access_token': 4711 };
    const { raw } = await send({ attributes }, { attributes, body: undefined }, { resourceAttributes: attributes });
    expect(raw).toHaveLength(3);
    expect(raw.join('')).not.toContain('4711');
  });

  it.each([undefined, null, '', '  ', {}, []])(
    'sends the attributes as the event when the body is %j (O10)',
    async (body) => {
      const attributes = { user: { id: 7 }, list: [[1]], 'com.splunk.index': 'audit' };
      expect(await envelope({ body, attributes })).toEqual({
        time: 1_700_000_000.123_456_7,
        host: 'h',
        index: 'audit',
        event: { user: { id: 7 }, list: [[1]] },
        fields: { 'otel.scope.name': 'test' },
      });
    },
  );

  it('sends the event name as the event when there are no attributes either', async () => {
    expect(await envelope({ body: undefined, eventName: 'user.login' })).toMatchObject({ event: 'user.login' });
  });

  it('sends a readable stand-in for a record that says nothing at all', async () => {
    expect((await send({ body: undefined }, { body: '' }, { body: {} })).envelopes).toHaveLength(3);
    expect(JSON.stringify((await envelope({ body: undefined }))?.['event'])).toMatch(/\w/);
  });

  it.each<[string, LogAttributes, Record<string, unknown>]>([
    ['bytes are base64', { b: new Uint8Array([1, 2]) }, { b: 'AQI=' }],
    ['a bigint keeps all its digits', { n: 12345678901234567890n }, { n: '12345678901234567890' }],
    ['NaN and infinities are text', { a: Number.NaN, b: -Infinity }, { a: 'NaN', b: '-Infinity' }],
    ['dates are ISO 8601', { d: new Date(0) }, { d: '1970-01-01T00:00:00.000Z' }],
    ['what says nothing is left out', { a: null, b: undefined, c: {}, d: [] }, {}],
    ['a map is flattened', { m: new Map([['k', { n: 1 }]]) }, { 'm.k.n': 1 }],
    ['a circle ends', { c: circle() }, { 'c.name': 'c', 'c.self': '[Circular]' }],
  ])('among the attributes %s', async (_name, attributes, expected) => {
    expect(await fieldsOf(attributes)).toEqual(expected);
  });

  it('flattens an error with stack and cause', async () => {
    const error = new TypeError('no', { cause: new Error('because') });
    expect(await fieldsOf({ error })).toMatchObject({
      'error.name': 'TypeError',
      'error.message': 'no',
      'error.stack': error.stack,
      'error.cause.message': 'because',
    });
  });

  it('sends bodies that JSON cannot hold (pitfalls 27 and 28)', async () => {
    const error = new RangeError('far', { cause: new Error('why') });
    const body = { big: 2n ** 70n, bytes: new Uint8Array([1, 2]), when: new Date(0), circle: circle(), error };
    expect((await envelope({ body }))?.['event']).toMatchObject({
      big: '1180591620717411303424',
      bytes: 'AQI=',
      when: '1970-01-01T00:00:00.000Z',
      circle: { self: '[Circular]' },
      error: { name: 'RangeError', message: 'far', stack: error.stack, cause: { message: 'why' } },
    });
    expect((await send({ body: 42n }, { body: error })).envelopes).toMatchObject([
      { event: '42' },
      { event: { message: 'far' } },
    ]);
  });

  it('sends words in place of a record that cannot be read, and its neighbours (pitfall 28)', async () => {
    const hostile = Object.defineProperty({}, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const { envelopes } = await send({}, { attributes: hostile }, { body: hostile }, {});
    expect(envelopes.map(({ event }) => event)).toEqual([
      'hi',
      '[Log record could not be read: Error: no]',
      { trap: '[Threw: no]' },
      'hi',
    ]);
  });

  it('yields fields that HEC takes for any attribute: scalars and arrays of scalars (protocol 7.11, 3)', async () => {
    const odd = { a: [{ b: [1] }], m: { n: { o: [true, 'x'] } }, e: new AggregateError([new Error('one')], 'all') };
    for (const value of Object.values(await fieldsOf(odd)))
      for (const item of Array.isArray(value) ? value : [value])
        expect(['string', 'number', 'boolean']).toContain(typeof item);
  });

  it.each<[string, [number, number], string | undefined]>([
    ['whole seconds', [1_700_000_000, 0], '1700000000'],
    ['milliseconds', [1_700_000_000, 5_000_000], '1700000000.005'],
    ['microseconds', [1_700_000_000, 1_000], '1700000000.000001'],
    ['nanoseconds', TIME, '1700000000.123456789'],
    ['nanoseconds that overflow', [1_700_000_000, 1_000_000_001], '1700000001.000000001'],
    ['a fraction of a nanosecond', [1_700_000_000, 0.4], '1700000000'],
    ['a time that is none, for which the observed one stands in', [Number.NaN, 0], '7'],
  ])('writes %s exactly', async (_name, hrTime, expected) => {
    const { raw } = await send({ hrTime, hrTimeObserved: [7, 0] });
    expect(/"time":([\d.eE+-]+)/.exec(raw[0] ?? '')?.[1]).toBe(expected);
  });

  it('knows the attributes that a resource gets later', async () => {
    const resource = { attributes: {} as Record<string, unknown>, asyncAttributesPending: true };
    await envelope({ resource });
    resource.attributes['host.name'] = 'found';
    resource.asyncAttributesPending = false;
    expect(await envelope({ resource })).toMatchObject({ host: 'found' });
  });
});

function circle(): Record<string, unknown> {
  const round: Record<string, unknown> = { name: 'c' };
  round['self'] = round;
  return round;
}
