import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplunk } from '../../src/dialect/splunk.ts';
import type { Metadata } from '../../src/dialect/types.ts';
import { flatFields } from '../../src/envelope/fields.ts';
import { safeJson } from '../../src/envelope/safe-value.ts';
import { body, line } from './body.ts';

const splunk = createSplunk();
const ALL = { host: 'h', source: 's', sourcetype: 'st', index: 'main' };
const KEYS = ['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields'];

const metadata = fc.record(
  {
    host: fc.string({ minLength: 1, unit: 'binary' }),
    source: fc.string({ minLength: 1 }),
    sourcetype: fc.string({ minLength: 1 }),
    index: fc.string({ minLength: 1 }),
    timeless: fc.constant(true as const),
    fields: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))),
  },
  { requiredKeys: [] },
);

describe('the Splunk credential', () => {
  it('goes into a header, or into the query where the options say so (1.2, S24)', () => {
    expect(createSplunk().credential).toEqual({ header: 'authorization', prefix: 'Splunk' });
    expect(createSplunk({ queryAuth: true }).credential).toMatchObject({ query: 'token' });
  });
});

describe('Splunk envelopes', () => {
  it('have all keys in their order (S05)', () => {
    const fields = { env: 'prod', n: 1, tags: ['a', 'b'] };
    expect(line(splunk, 'event', { ...ALL, fields }, { json: '{"m":1}' })).toBe(
      '{"time":1700000000.123,"host":"h","source":"s","sourcetype":"st","index":"main","event":{"m":1},' +
        '"fields":{"env":"prod","n":1,"tags":["a","b"]}}',
    );
  });

  it('have no key that nobody gave (S01)', () => {
    expect(line(splunk, 'event', {}, { json: '"hello"' })).toBe('{"time":1700000000.123,"event":"hello"}');
    expect(line(splunk, 'event', { fields: {} }, { json: '1' })).toBe('{"time":1700000000.123,"event":1}');
  });

  it('have no time where the record has none, and then a route of their own (D04, O13)', () => {
    expect(line(splunk, 'event', { timeless: true, host: 'h' }, { json: '1' })).toBe('{"host":"h","event":1}');
    expect(line(splunk, 'event', { timeless: true }, { json: '1' })).toBe('{"event":1}');
    expect(splunk.frame('event', { timeless: true }, false).route.key).not.toBe(
      splunk.frame('event', {}, false).route.key,
    );
  });

  it('stand on lines of their own (S03)', () => {
    expect(body(splunk, 'event', {}, [{ json: '"a"' }, { json: '"b"', seconds: '1' }])).toBe(
      '{"time":1700000000.123,"event":"a"}\n{"time":1,"event":"b"}',
    );
  });

  it('carry metrics (S10)', () => {
    const fields = { 'metric_name:cpu': 1.5, region: 'eu' };
    expect(JSON.parse(line(splunk, 'event', { fields }, { json: '"metric"' }))).toEqual({
      time: 1_700_000_000.123,
      event: 'metric',
      fields,
    });
  });

  it("hold an event's own fields alone, and behind those of the client", () => {
    const given = { json: '1', fields: '"a":1,"b":2' };
    expect(line(splunk, 'event', {}, given)).toBe('{"time":1700000000.123,"event":1,"fields":{"a":1,"b":2}}');
    expect(line(splunk, 'event', { fields: { env: 'x' } }, given)).toBe(
      '{"time":1700000000.123,"event":1,"fields":{"env":"x","a":1,"b":2}}',
    );
  });

  it('flatten fields that a caller without types has nested (S31)', () => {
    const nested = { fields: { x: { y: 1 } } } as unknown as Metadata;
    expect(line(splunk, 'event', nested, { json: '1' })).toBe('{"time":1700000000.123,"event":1,"fields":{"x.y":1}}');
  });

  it('share a route exactly when they have the same keys, whatever the values (D04)', () => {
    const key = (given: Metadata): string => splunk.frame('event', given, false).route.key;
    expect(key({ host: 'a', index: 'b' })).toBe(key({ host: 'c', index: 'd', fields: { e: 1 } }));
    expect(splunk.frame('event', { host: 'a' }, false).route).toBe(splunk.frame('event', { host: 'b' }, true).route);
    const shapes = [{}, { host: 'a' }, { source: 'a' }, { sourcetype: 'a' }, { index: 'a' }, { host: 'a', index: 'a' }];
    expect(new Set(shapes.map(key)).size).toBe(shapes.length);
  });

  it('travel as bare application/json (1.4)', () => {
    const { route } = splunk.frame('event', ALL, false);
    expect(route).toMatchObject({ path: '/services/collector/event', headers: { 'content-type': 'application/json' } });
  });

  it('are one JSON object on one line with known keys and flat fields, for anything (7.11-1, 7.11-3, promise 3)', () => {
    fc.assert(
      fc.property(metadata, fc.anything(), fc.dictionary(fc.string(), fc.anything()), (given, event, own) => {
        const text = line(splunk, 'event', given, { json: safeJson(event), fields: flatFields(own) });
        expect(text).not.toMatch(/[\n\r]/);
        const envelope = JSON.parse(text) as Record<string, unknown>;
        expect(Object.keys(envelope).filter((key) => !KEYS.includes(key))).toEqual([]);
        expect(envelope).toHaveProperty('event');
        for (const value of Object.values(envelope['fields'] ?? {}).flat()) {
          expect(['string', 'number', 'boolean']).toContain(typeof value);
        }
      }),
    );
  });
});

describe('Splunk raw text', () => {
  it('has its metadata in the query, percent-encoded (S09)', () => {
    const { route } = splunk.frame('raw', { ...ALL, source: '/var/log/a b&c=d' }, false);
    expect(route).toMatchObject({
      path: '/services/collector/raw?host=h&source=%2Fvar%2Flog%2Fa%20b%26c%3Dd&sourcetype=st&index=main',
      headers: { 'content-type': 'text/plain' },
      kind: 'raw',
    });
    expect(body(splunk, 'raw', ALL, [{ json: '"line1"' }, { json: '"line2"' }])).toBe('line1\nline2');
  });

  it('has routes as different as its metadata, and never those of envelopes', () => {
    const key = (given: Metadata): string => splunk.frame('raw', given, false).route.key;
    expect(key({ host: 'a' })).not.toBe(key({ host: 'b' }));
    expect(key({ host: 'a&source=b' })).not.toBe(key({ host: 'a', source: 'b' }));
    expect(key({})).not.toBe(splunk.frame('event', {}, false).route.key);
    expect(splunk.frame('raw', {}, false).route.path).toBe('/services/collector/raw');
  });

  it('has a path for any metadata, lone surrogates included', () => {
    fc.assert(
      fc.property(metadata, (given) => {
        expect(splunk.frame('raw', given, false).route.path).toMatch(
          /^\/services\/collector\/raw(\?[\w.~!*'()%&=-]+)?$/,
        );
      }),
    );
    expect(splunk.frame('raw', { host: '\ud800' }, false).route.path).toContain('host=%EF%BF%BD');
  });
});
