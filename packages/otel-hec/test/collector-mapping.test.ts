import { describe, expect, it } from 'vitest';
import { createMapper } from '../src/mapping/mapping.ts';
import type { LogAttributes } from '../src/record.ts';
import { envelope, record } from './records.ts';

const map = createMapper('collector');
const fieldsOf = (attributes: LogAttributes): unknown => envelope(map(record({ attributes })))?.['fields'];
const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

describe("mapping: 'collector' gives what the Collector's splunkhecexporter gives", () => {
  it.each<[string, Parameters<typeof record>[0], Record<string, unknown>]>([
    [
      'O01: body, host and resource',
      { resourceAttributes: { 'host.name': 'h', 'service.name': 'svc' } },
      { time: '1700000000.123', host: 'h', event: 'hi', fields: { 'service.name': 'svc' } },
    ],
    [
      "O02: the record's host beats the resource's and is no field",
      { resourceAttributes: { 'host.name': 'r' }, attributes: { 'host.name': 'a' } },
      { time: '1700000000.123', host: 'a', event: 'hi', fields: {} },
    ],
    [
      'O04: source, sourcetype and index are no fields',
      { attributes: { 'com.splunk.source': 's', 'com.splunk.sourcetype': 't', 'com.splunk.index': 'i' } },
      { time: '1700000000.123', source: 's', sourcetype: 't', index: 'i', event: 'hi', fields: {} },
    ],
    [
      "O04: they are taken from the resource, too, where the record's win",
      {
        resourceAttributes: { 'com.splunk.source': 's', 'com.splunk.index': 'r' },
        attributes: { 'com.splunk.index': 'i' },
      },
      { time: '1700000000.123', source: 's', index: 'i', event: 'hi', fields: {} },
    ],
    [
      'O05: an index that is no text is lost',
      { attributes: { 'com.splunk.index': 7 } },
      { time: '1700000000.123', event: 'hi', fields: {} },
    ],
    [
      'O06: severity, the number as a number',
      { severityText: 'WARN', severityNumber: 13 },
      {
        time: '1700000000.123',
        event: 'hi',
        fields: { 'otel.log.severity.text': 'WARN', 'otel.log.severity.number': 13 },
      },
    ],
    [
      'O06: an unspecified severity is left out',
      { severityText: '', severityNumber: 0 },
      { time: '1700000000.123', event: 'hi', fields: {} },
    ],
    [
      'O07: trace and span without flags',
      { spanContext: span, eventName: 'login' },
      { time: '1700000000.123', event: 'hi', fields: { trace_id: span.traceId, span_id: span.spanId } },
    ],
    [
      'O12: the observed time, rounded to milliseconds',
      { hrTime: [0, 0], hrTimeObserved: [1, 1_990_000] },
      { time: '1.002', event: 'hi', fields: {} },
    ],
    [
      'record attributes win over resource attributes',
      { resourceAttributes: { env: 'test', zone: 'a' }, attributes: { env: 'prod' } },
      { time: '1700000000.123', event: 'hi', fields: { env: 'prod', zone: 'a' } },
    ],
  ])('%s', (_name, changes, expected) => {
    expect(envelope(map(record(changes)))).toEqual(expected);
  });

  it.each<[string, LogAttributes, Record<string, unknown>]>([
    ['O08: a nested map is flattened', { m: { a: { b: 1 } } }, { 'm.a.b': 1 }],
    ['O09: a flat array stays an array', { l: [0, 1] }, { l: [0, 1] }],
    ['O09: a nested array becomes JSON text', { l: [0, 1, [2, 3]] }, { l: '[0,1,[2,3]]' }],
    ['an array of maps becomes JSON text', { l: [{ a: 1 }] }, { l: '[{"a":1}]' }],
    ['a flat array in a nested map stays an array', { m: { a: { l: ['x', 'y'] } } }, { 'm.a.l': ['x', 'y'] }],
    ['a nested array in a nested map becomes JSON text', { m: { a: { l: [[1]] } } }, { 'm.a.l': '[[1]]' }],
    ['an integer stays a number', { n: 42 }, { n: 42 }],
  ])('%s', (_name, attributes, expected) => {
    expect(fieldsOf(attributes)).toEqual(expected);
  });

  it.each([undefined, null, ''])('O10: a record whose body is %j is left out', (body) => {
    expect(map(record({ body, attributes: { a: 1 } }))).toBeUndefined();
  });

  it.each([[{ k: 'v' }], [[1, 2]], [42], [true], [1.5]])('O11: the body %j is the event', (body) => {
    expect(map(record({ body }))?.event).toEqual(body);
  });

  it('O13: with both times zero there is no time', () => {
    expect(envelope(map(record({ hrTime: [0, 0], hrTimeObserved: [0, 0] })))).not.toHaveProperty('time');
  });

  it('O14: a token is taken out of the attributes and shows nowhere in the event', () => {
    const mapped = map(record({ attributes: { 'com.splunk.hec.access_token': 'T2', a: 1 } }));
    expect(mapped?.token).toBe('T2');
    expect(JSON.stringify(envelope(mapped))).not.toContain('T2');
    expect(map(record({ resourceAttributes: { 'com.splunk.hec.access_token': 'T3' } }))?.token).toBe('T3');
  });
});
