import { describe, expect, it } from 'vitest';
import { createGeneric, createXsiam } from '../../src/dialect/xsiam.ts';
import { createAddresses } from '../../src/endpoint/url.ts';
import { body, line } from './body.ts';
import { meaning, table } from './table.ts';

const bare = { metadata: false };

describe('XSIAM requests', () => {
  it('are lines of JSON (X01)', () => {
    const xsiam = createXsiam(bare);
    expect(body(xsiam, 'event', { host: 'h' }, [{ json: '{"a":1}' }, { json: '{"a":2}' }])).toBe('{"a":1}\n{"a":2}');
    expect(xsiam.frame('event', {}, false).route.headers).toEqual({ 'content-type': 'application/json' });
  });

  it.each([
    ['https://api-t.xdr.us.paloaltonetworks.com/logs/v1/event', '/logs/v1/event'],
    ['https://api-t.xdr.us.paloaltonetworks.com', '/logs/v1/event'],
    ['https://gateway.example/xsiam', '/xsiam'],
  ])('go to %s as the console shows it (X01)', (url, target) => {
    const { path } = createXsiam().frame('event', {}, false).route;
    expect(createAddresses(new URL(url), createXsiam().paths).target(path, 'event')).toBe(target);
  });

  it('show the key as a Bearer token unless the options say otherwise (X02)', () => {
    expect(createXsiam().credential).toEqual({ header: 'authorization', prefix: 'Bearer' });
  });

  it('wrap events as Elisity and Cribl do (X03)', () => {
    const event = '{"event_type":"policy_enforcement","timestamp":"2026-02-23T10:30:00Z"}';
    expect(
      line(createXsiam({ ...bare, envelope: true }), 'event', {}, { json: event, seconds: '1771842600.000' }),
    ).toBe(`{"data":${event},"collector_ms":1771842600000}`);
  });

  it('put what is known of an event into it, its own members last', () => {
    const metadata = { host: 'h', source: 's', sourcetype: 'st', index: 'i', fields: { env: 'prod' } };
    expect(line(createXsiam(), 'event', metadata, { json: '{"a":1}', fields: '"hec_id":"x:1"' })).toBe(
      '{"timestamp":"2023-11-14T22:13:20.123Z","host":"h","source":"s","sourcetype":"st","index":"i","env":"prod","hec_id":"x:1","a":1}',
    );
    expect(line(createXsiam({ envelope: true }), 'event', { host: 'h' }, { json: '"text"' })).toBe(
      '{"data":{"timestamp":"2023-11-14T22:13:20.123Z","host":"h","message":"text"},"collector_ms":1700000000123}',
    );
  });

  it('leave the time to the collector for a record that has none', () => {
    expect(line(createXsiam(), 'event', { timeless: true, host: 'h' }, { json: '{"a":1}' })).toBe('{"host":"h","a":1}');
    expect(line(createXsiam(), 'event', { timeless: true }, { json: '{"a":1}' })).toBe('{"a":1}');
  });

  it('put fields into events that are otherwise left as they are', () => {
    const generic = createGeneric(bare);
    expect(line(generic, 'event', { fields: { env: 'prod' } }, { json: '{"a":1}' })).toBe('{"env":"prod","a":1}');
    expect(line(generic, 'event', {}, { json: '{"a":1}', fields: '"b":2' })).toBe('{"b":2,"a":1}');
    expect(line(generic, 'event', {}, { json: '{}', fields: '"b":2' })).toBe('{"b":2}');
    expect(line(generic, 'event', { fields: { c: 3 } }, { json: '"text"', fields: '"b":2' })).toBe(
      '{"c":3,"b":2,"message":"text"}',
    );
  });

  it('are not compressed: the collector was created for one or the other (X07)', () => {
    expect([createXsiam().gzip, createGeneric().gzip]).toEqual([false, false]);
  });

  it.each(['CEF:0|Vendor|Product|1|100|Name|5|src=10.0.0.1', 'LEEF:2.0|V|P|1|100|^|src=10.0.0.1'])(
    'are lines of text where the collector takes text: %s (X08)',
    (text) => {
      const xsiam = createXsiam({ format: 'text' });
      const events = [{ json: JSON.stringify(text) }, { json: '{"a":1}' }];
      expect(body(xsiam, 'event', { host: 'h' }, events)).toBe(`${text}\n{"a":1}`);
      expect(xsiam.frame('event', {}, false).route.headers).toEqual({ 'content-type': 'text/plain' });
      expect(body(createXsiam(), 'raw', { host: 'h' }, events)).toBe(`${text}\n{"a":1}`);
    },
  );
});

describe('generic requests', () => {
  it('go to the URL as given, as lines or as an array', () => {
    const array = createGeneric({ ...bare, framing: 'array' });
    expect(array.frame('event', {}, false).route.path).toBe('');
    expect(body(array, 'event', {}, [{ json: '{"m":1}' }, { json: '{"m":2}' }])).toBe('[{"m":1}\n,{"m":2}]');
    expect(body(array, 'raw', {}, [{ json: '"a"' }, { json: '"b"' }])).toBe('a\nb');
  });
});

describe('generic framing', () => {
  it('puts the array where the options have `[]` (J40)', () => {
    const newRelic = createGeneric({ framing: '[{"logs":[]}]', timestamp: 'milliseconds' });
    expect(body(newRelic, 'event', {}, [{ json: '{"message":"m"}' }, { json: '"n"' }])).toBe(
      '[{"logs":[{"timestamp":1700000000123,"message":"m"}\n,{"timestamp":1700000000123,"message":"n"}]}]',
    );
  });
});

describe('XSIAM and generic answers', () => {
  it.each(
    table(`
X01 taken                 | 200 |          | {"ok":"true"}                                          | deliver 3
X02 taken                 | 200 |          |                                                        | deliver 3
X04 wrong key             | 401 |          | {"error":"Failed to validate authentication detail"}   | park 3 [401]
X05 over 25 MB            | 413 |          |                                                        | halve 3 [too large]
X05 one event too large   | 413 | events=1 |                                                        | refuse 1 [413]
X07 compressed or not     | 400 |          | {"error":"bad body"}                                   | halve 3 [400]
X08 text taken            | 200 | raw      |                                                        | deliver 3
J30 Better Stack, taken   | 202 |          |                                                        | deliver 3
J30 Better Stack, quota   | 402 |          | Quota exceeded                                         | park 3 [402]
J30 Better Stack, no JSON | 406 |          | Couldn't parse JSON content.                           | halve 3 [406]
J40 New Relic, taken      | 202 |          | {"requestId":"0"}                                      | deliver 3
a redirect                | 301 |          |                                                        | park 3 [301]
500                       | 500 |          |                                                        | retry 3 [ambiguous]
503                       | 503 |          |                                                        | retry 3 [clean]
`),
  )('$id: $means', (row) => {
    expect(meaning(createXsiam(), row)).toBe(row.means);
    expect(meaning(createGeneric(), row)).toBe(row.means);
  });

  it('wait as long as they ask (X06)', () => {
    const response = { status: 429, headers: { 'retry-after': '7' }, body: '' };
    expect(createXsiam().interpret(response, { events: 2, bytes: 9, kind: 'event' }).runs).toEqual([
      { events: 2, fate: { do: 'retry', reason: 'http-429', ambiguous: false, afterMs: 7000 } },
    ]);
  });
});
