import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, it } from 'vitest';
import type { LogAttributes } from '../src/record.ts';
import { received } from './received.ts';
import { type Changes, record } from './records.ts';

const server = await startHecServer();
afterAll(() => server.close());

const collector = async (changes: Changes): Promise<Record<string, unknown> | undefined> =>
  (await received(server, { mapping: 'collector' }, [record(changes)])).envelopes[0];

const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const timeless = { host: 'unknown', event: 'hi' };
const base = { time: 1_700_000_000.123, host: 'unknown', event: 'hi' };

describe("mapping: 'collector' sends what the Collector's splunkhecexporter sends", () => {
  it.each<[string, Changes, Record<string, unknown>]>([
    [
      'O01: body, host and resource',
      { resourceAttributes: { 'host.name': 'h', 'service.name': 'svc' } },
      { ...base, host: 'h', fields: { 'service.name': 'svc' } },
    ],
    [
      "O02: the record's host beats the resource's and is no field",
      { resourceAttributes: { 'host.name': 'r' }, attributes: { 'host.name': 'a' } },
      { ...base, host: 'a' },
    ],
    ['O03: no host anywhere is the host "unknown"', {}, base],
    [
      'O04: source, sourcetype and index are no fields',
      { attributes: { 'com.splunk.source': 's', 'com.splunk.sourcetype': 't', 'com.splunk.index': 'i' } },
      { ...base, source: 's', sourcetype: 't', index: 'i' },
    ],
    [
      "O04: they come from the resource, too, where the record's win",
      {
        resourceAttributes: { 'com.splunk.source': 's', 'com.splunk.index': 'r' },
        attributes: { 'com.splunk.index': 'i' },
      },
      { ...base, source: 's', index: 'i' },
    ],
    ['O05: an index that is no text is lost', { attributes: { 'com.splunk.index': 7 } }, base],
    [
      'O06: severity, the number as a number',
      { severityText: 'WARN', severityNumber: 13 },
      { ...base, fields: { 'otel.log.severity.text': 'WARN', 'otel.log.severity.number': 13 } },
    ],
    ['O06: an unspecified severity is left out', { severityText: '', severityNumber: 0 }, base],
    [
      'O07: trace and span without flags or event name',
      { spanContext: span, eventName: 'login' },
      { ...base, fields: { trace_id: span.traceId, span_id: span.spanId } },
    ],
    ['O11: a map as body', { body: { k: 'v' } }, { ...base, event: { k: 'v' } }],
    ['O11: an array as body is one event', { body: [1, 2] }, { ...base, event: [1, 2] }],
    ['O11: an integer as body', { body: 42 }, { ...base, event: 42 }],
    ['O11: a boolean as body', { body: true }, { ...base, event: true }],
    ['O11: a fraction as body', { body: 1.5 }, { ...base, event: 1.5 }],
    [
      'O12: the observed time, rounded to milliseconds',
      { hrTime: [0, 0], hrTimeObserved: [1, 1_990_000] },
      { ...base, time: 1.002 },
    ],
    ['O13: no time when both are zero', { hrTime: [0, 0], hrTimeObserved: [0, 0] }, timeless],
    ['O15: bytes as body are base64', { body: new Uint8Array([1, 2]) }, { ...base, event: 'AQI=' }],
    [
      'record attributes win over resource attributes',
      { resourceAttributes: { env: 'test', zone: 'a' }, attributes: { env: 'prod' } },
      { ...base, fields: { env: 'prod', zone: 'a' } },
    ],
  ])('%s', async (_name, changes, expected) => {
    expect(await collector(changes)).toEqual(expected);
  });

  it.each<[string, LogAttributes, Record<string, unknown>]>([
    ['O08: a nested map is flattened', { m: { a: { b: 1 } } }, { 'm.a.b': 1 }],
    ['O09: a flat array stays an array', { l: [0, 1] }, { l: [0, 1] }],
    ['O09: a nested array becomes JSON text', { l: [0, 1, [2, 3]] }, { l: '[0,1,[2,3]]' }],
    ['an array of maps becomes JSON text', { l: [{ a: 1 }] }, { l: '[{"a":1}]' }],
    ['a flat array in a nested map stays an array', { m: { a: { l: ['x', 'y'] } } }, { 'm.a.l': ['x', 'y'] }],
    ['a nested array in a nested map becomes JSON text', { m: { a: { l: [[1]] } } }, { 'm.a.l': '[[1]]' }],
  ])('%s', async (_name, attributes, fields) => {
    expect(await collector({ attributes })).toEqual({ ...base, fields });
  });

  it('O10: a record without a body is left out, and is no failure', async () => {
    const bodies = [undefined, null, ''];
    const { envelopes } = await received(
      server,
      { mapping: 'collector' },
      bodies.map((body) => record({ body })),
    );
    expect(envelopes).toEqual([]);
  });

  it('the host option stands in for the Collector\'s "unknown"', async () => {
    const { envelopes } = await received(server, { mapping: 'collector', host: 'mine' }, [record()]);
    expect(envelopes).toEqual([{ ...base, host: 'mine' }]);
  });
});
