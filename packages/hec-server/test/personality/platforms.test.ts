import { deflateSync, gzipSync } from 'node:zlib';
import { type PersonalityName, startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { channel, request, type Sent, token } from '../support/request.ts';
import { type Row, testRows } from '../support/rows.ts';

const uuid = '11111111-2222-4333-8444-555555555555';
const json = { 'content-type': 'application/json' };
const success = '{"text":"Success","code":0}';
const bearer = { authorization: `Bearer ${token}`, ...json };
const send = (body: string | Buffer, headers: Record<string, string> = bearer): Sent => ({ headers, body });
const wrong = { authorization: 'Bearer wrong', ...json };

const sample = {
  host: 'sample-host',
  timestamp: 1,
  timeunit: 'nanoseconds',
  message: 'Sample message',
};

const falcon: readonly Row[] = [
  {
    id: 'C01',
    sent: send(JSON.stringify({ event: sample, fields: { '#falconpy': 'Sample payload' } })),
    status: 200,
    events: [sample],
  },
  {
    id: 'C02',
    path: '/services/collector/raw',
    sent: send(JSON.stringify({ event: sample })),
    status: 200,
    events: [JSON.stringify({ event: sample })],
  },
  {
    id: 'C03',
    sent: send('{"time":1746352800,"event":{"n":1}}\n{"time":1746352860,"event":{"n":2}}'),
    status: 200,
    events: [{ n: 1 }, { n: 2 }],
  },
  { id: 'C04', sent: send('{"event":"x"}', wrong), status: 403 },
  { id: 'C04 without a key (status U)', sent: send('{"event":"x"}', json), status: 401 },
  { id: 'C05 array', sent: send('[{"event":"x"}]'), status: 400 },
  { id: 'C05 Humio envelope', sent: send('[{"tags":{},"events":[]}]'), status: 400 },
  ...['text/csv', 'text/xml', 'application/x-yaml'].map((type) => ({
    id: `C07 ${type}`,
    path: '/services/collector/raw',
    sent: send('a,b\nc,d', { ...bearer, 'content-type': type }),
    status: 200,
    events: ['a,b', 'c,d'],
  })),
  {
    id: 'C08',
    sent: send('{"event":{"host":"connection_test","test":"connection"}}'),
    status: 200,
    events: [{ host: 'connection_test', test: 'connection' }],
  },
  {
    id: 'C10, by a fault',
    sent: send('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 429 }] },
    status: 429,
  },
  {
    id: '2.1 gzip',
    sent: send(gzipSync('{"event":"x"}'), { ...bearer, 'content-encoding': 'gzip' }),
    status: 200,
    events: ['x'],
  },
  {
    id: '2.1 the path another console shows',
    path: '/hec/v1/events',
    sent: send('{"event":"x"}'),
    status: 200,
    events: ['x'],
  },
  { id: '2.1 no acks', path: '/services/collector/ack', sent: send('{"acks":[0]}'), status: 404 },
];

const structured = '[{"tags":{"env":"prod"},"events":[{"timestamp":"2023-11-14T22:13:20.123Z","attributes":{"m":1}}]}]';

const logscale: readonly Row[] = [
  {
    id: 'L01',
    sent: send('{"time":1700000000.123,"event":{"m":1},"fields":{"#env":"prod"}}'),
    status: 200,
    events: [{ m: 1 }],
  },
  {
    id: 'L01 with Splunk (implied, 2.2)',
    sent: send('{"event":"x"}', { authorization: `Splunk ${token}` }),
    status: 200,
    text: success,
    events: ['x'],
  },
  ...[' ', '\n'].map((space) => ({
    id: `L02 with ${JSON.stringify(space)}`,
    path: '/services/collector',
    sent: send(`{"event":"a"}${space}{"event":"b"}`),
    status: 200,
    events: ['a', 'b'],
  })),
  {
    id: 'L03',
    path: '/services/collector/raw?channel=foo',
    sent: send('a\nb\r\nc'),
    status: 200,
    events: ['a', 'b', 'c'],
  },
  { id: 'L04 (status U)', sent: send('{"event":"x","index":"other"}'), options: { indexes: ['repo'] }, status: 400 },
  { id: 'L05', sent: send('{"event":"x"}', wrong), status: 401 },
  {
    id: 'L06, by a fault',
    sent: send('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 302 }] },
    status: 302,
  },
  {
    id: 'L07, by a fault',
    sent: send('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 503 }] },
    status: 503,
  },
  {
    id: 'L08',
    path: '/api/v1/ingest/humio-structured',
    sent: send(structured),
    status: 200,
    text: '{}',
    events: [{ m: 1 }],
  },
  {
    id: 'L08 without a timestamp',
    path: '/api/v1/ingest/humio-structured',
    sent: send('[{"events":[{"attributes":{}}]}]'),
    status: 400,
  },
  {
    id: '2.2 unstructured',
    path: '/api/v1/ingest/humio-unstructured',
    sent: send('[{"fields":{"env":"prod"},"messages":["a","b"]}]'),
    status: 200,
    events: ['a', 'b'],
  },
  {
    id: '2.2 json',
    path: '/api/v1/ingest/json',
    sent: send('[{"a":1},{"a":2}]'),
    status: 200,
    events: [{ a: 1 }, { a: 2 }],
  },
  { id: '2.2 raw, one event a body', path: '/api/v1/ingest/raw', sent: send('a\nb'), status: 200, events: ['a\nb'] },
  { id: '2.2 no key is required', sent: send('{}'), status: 200, events: [null] },
  {
    id: '2.2 health',
    path: '/api/v1/status',
    sent: { method: 'GET' },
    status: 200,
    text: '{"status":"OK","version":"1.0.0"}',
  },
  { id: '2.2 no HEC health', path: '/services/collector/health', sent: { method: 'GET' }, status: 404 },
];

const bare = { authorization: token, ...json };
const elisity = '{"data":{"event_type":"policy_enforcement"},"collector_ms":1771842600000}';

const xsiam: readonly Row[] = [
  { id: 'X01', sent: send('{"a":1}\n{"a":2}', bare), status: 200, text: '{"ok":"true"}', events: [{ a: 1 }, { a: 2 }] },
  { id: 'X02', sent: send('{"a":1}'), status: 200, events: [{ a: 1 }] },
  { id: 'X03', sent: send(elisity), status: 200, events: [{ event_type: 'policy_enforcement' }] },
  {
    id: 'X04',
    sent: send('{"a":1}', wrong),
    status: 401,
    text: '{"error":"Failed to validate authentication detail"}',
  },
  { id: 'X05', sent: send('{"a":"long"}'), options: { maxContentLength: 5 }, status: 413 },
  {
    id: 'X06, by a fault',
    sent: send('{"a":1}'),
    options: { faults: [{ do: 'status', status: 429, retryAfter: 7 }] },
    status: 429,
  },
  {
    id: 'X08',
    sent: send('CEF:0|a|b\nCEF:0|c|d', { ...bearer, 'content-type': 'text/plain' }),
    status: 200,
    events: ['CEF:0|a|b', 'CEF:0|c|d'],
  },
  { id: 'section 3, array (U)', sent: send('[{"a":1}]'), status: 400 },
];

const key = { 'x-sekoiaio-intake-key': token };
const two = ['l1', 'l2'];

const sekoia: readonly Row[] = [
  { id: 'K01', path: '/plain', sent: send('line\nand more', key), status: 200, events: ['line\nand more'] },
  {
    id: 'K02',
    path: '/plain/batch',
    sent: send('l1\nl2', { authorization: `Basic ${btoa(`:${token}`)}` }),
    status: 200,
    events: two,
  },
  { id: 'K03', path: `/jsons?intake_key=${token}`, sent: send('["l1","l2"]', json), status: 200, events: two },
  { id: 'K03 with objects', path: '/jsons', sent: send('[{"a":1}]', key), status: 200, events: ['{"a":1}'] },
  { id: 'K04', path: '/jsons?path=$.a.b', sent: send('{"a":{"b":["l1"]}}', key), status: 200, events: ['l1'] },
  { id: 'K04 with nothing there', path: '/jsons?path=$.a.c', sent: send('{"a":{"b":["l1"]}}', key), status: 400 },
  {
    id: 'K05',
    path: '/',
    sent: send(JSON.stringify({ intake_key: token, json: '{"key":"value"}' }), json),
    status: 200,
    events: ['{"key":"value"}'],
  },
  {
    id: 'K05 unstringified',
    path: '/',
    sent: send(JSON.stringify({ intake_key: token, json: { key: 1 } }), json),
    status: 400,
  },
  {
    id: 'K06',
    path: '/batch',
    sent: send(JSON.stringify({ intake_key: token, jsons: ['l1', '{"k":1}'] }), json),
    status: 200,
    events: ['l1', '{"k":1}'],
  },
  {
    id: 'K07',
    path: '/array',
    sent: send(
      JSON.stringify([
        { intake_key: token, json: 'l1' },
        { intake_key: 'K2', json: 'l2' },
      ]),
      json,
    ),
    options: { token: [token, 'K2'] },
    status: 200,
    events: two,
  },
  { id: 'K08', path: '/api/v1/intake-http/jsons', sent: send('["l1"]', key), status: 200, events: ['l1'] },
  { id: 'K08 resolved instead of appended', path: '/api/v1/jsons', sent: send('["l1"]', key), status: 404 },
  { id: 'K09', path: '/plain', sent: send('x'.repeat(256_001), key), status: 413 },
  {
    id: 'K09 at the limit',
    path: '/plain',
    sent: send('x'.repeat(256_000), key),
    status: 200,
    events: ['x'.repeat(256_000)],
  },
  { id: 'K10', path: '/plain/batch', sent: send(`${'x'.repeat(256_001)}\nl2`, key), status: 200, events: ['l2'] },
  {
    id: 'K10 all too large',
    path: '/plain/batch',
    sent: send(`${'x'.repeat(256_001)}\n${'y'.repeat(256_001)}`, key),
    status: 413,
  },
  {
    id: '4.2 unknown key (status U)',
    path: '/plain',
    sent: send('x', { 'x-sekoiaio-intake-key': 'wrong' }),
    status: 401,
  },
  {
    id: '4.2 gzip',
    path: '/plain',
    sent: send(gzipSync('zipped'), { ...key, 'content-encoding': 'gzip' }),
    status: 200,
    events: ['zipped'],
  },
];

const dd = { 'dd-api-key': token, ...json };
const log = { message: 'm', ddsource: 'node', service: 's', hostname: 'h' };
const many = (count: number): string => JSON.stringify(Array.from({ length: count }, () => ({ m: 1 })));
const old = { message: 'old', timestamp: Date.now() - 19 * 3_600_000 };

const datadog: readonly Row[] = [
  { id: 'J01', sent: send(JSON.stringify([log]), dd), status: 202, text: '{}', events: [log] },
  { id: 'J01 with one object', sent: send(JSON.stringify(log), dd), status: 202, events: [log] },
  { id: 'J02 more than 1,000 items (status U)', sent: send(many(1001), dd), status: 413 },
  { id: 'J03', sent: send(JSON.stringify([{ m: 'x'.repeat(5_000_000) }]), dd), status: 413 },
  { id: 'J04 without a key', sent: send('[]', json), status: 401 },
  { id: 'J04 with a wrong key', sent: send('[]', { ...dd, 'dd-api-key': 'wrong' }), status: 403 },
  ...[408, 429, 500, 503].map((status) => ({
    id: `J05 ${status}, by a fault`,
    sent: send(JSON.stringify([log]), dd),
    options: { faults: [{ do: 'status' as const, status }] },
    status,
  })),
  { id: 'section 5, older than 18 hours', sent: send(JSON.stringify([old, log]), dd), status: 202, events: [log] },
  { id: 'section 5, not JSON', sent: send('{"a":1}{"a":2}', dd), status: 400 },
];

const secret = { 'x-secret': token, ...json };

const elastic: readonly Row[] = [
  {
    id: 'J20',
    sent: send('[{"m":1},{"m":2}]', secret),
    status: 200,
    text: '{"message":"success"}',
    events: [{ m: 1 }, { m: 2 }],
  },
  {
    id: 'J20 with one object and Basic',
    sent: send('{"m":1}', { authorization: `Basic ${btoa(`u:${token}`)}`, ...json }),
    status: 200,
    events: [{ m: 1 }],
  },
  { id: 'J21', sent: send('{"m":1}{"m":2}', secret), status: 400 },
  { id: 'J22 text/plain', sent: send('{"m":1}', { ...secret, 'content-type': 'text/plain' }), status: 415 },
  { id: 'J22 empty body', sent: send('', secret), status: 406 },
  { id: 'J22 GET', sent: { method: 'GET', headers: secret }, status: 405 },
  { id: 'section 5, wrong secret', sent: send('{"m":1}', { ...json, 'x-secret': 'wrong' }), status: 401 },
];

const sumo: readonly Row[] = [
  {
    id: 'J10',
    sent: send('{"m":1}\n{"m":2}', { 'x-sumo-category': 'c' }),
    status: 200,
    text: '',
    events: [{ m: 1 }, { m: 2 }],
  },
  { id: 'J10 with text', sent: send('plain line', {}), status: 200, events: ['plain line'] },
  {
    id: 'J11, by a fault',
    sent: send('x', {}),
    options: { faults: [{ do: 'status', status: 408, take: true }] },
    status: 408,
    events: ['x'],
  },
  { id: 'J12, by a fault', sent: send('x', {}), options: { faults: [{ do: 'status', status: 504 }] }, status: 504 },
  {
    id: 'section 5, deflate',
    sent: send(deflateSync('x'), { 'content-encoding': 'deflate' }),
    status: 200,
    events: ['x'],
  },
  { id: 'section 5, wrong token', path: '/receiver/v1/http/wrong', sent: send('x', {}), status: 401 },
];

const tables: readonly (readonly [as: PersonalityName, path: string, rows: readonly Row[]])[] = [
  ['falcon', '/services/collector', falcon],
  ['logscale', '/api/v1/ingest/hec', logscale],
  ['xsiam', '/logs/v1/event', xsiam],
  ['sekoia', '/plain', sekoia],
  ['datadog', '/api/v2/logs', datadog],
  ['elastic', '/any/path', elastic],
  ['sumo', `/receiver/v1/http/${token}`, sumo],
];

describe.each(tables)('%s', (as, path, rows) => {
  testRows({ token, as }, path, rows);
});

test('C09 keeps the nineteen digits of a nanosecond timestamp in the text of the event', async () => {
  await using server = await startHecServer({ token, as: 'falcon' });
  const body = '{"event":{"timestamp":1747771778324434944,"timeunit":"nanoseconds"}}';
  await request(`${server.url}/services/collector`, send(body));
  expect((await server.events())[0]?.raw).toBe(body);
});

test('L03 and L08 keep channel, tags and time as metadata', async () => {
  await using server = await startHecServer({ token, as: 'logscale' });
  await request(`${server.url}/services/collector/raw?channel=${channel}`, send('a'));
  await request(`${server.url}/api/v1/ingest/humio-structured`, send(structured));
  expect(await server.events()).toMatchObject([
    { kind: 'raw', channel, fields: { channel } },
    { kind: 'event', fields: { env: 'prod' }, time: 1_700_000_000.123 },
  ]);
});

test('X03 takes the collection time of an Elisity envelope for the time', async () => {
  await using server = await startHecServer({ token, as: 'xsiam' });
  await request(`${server.url}/logs/v1/event`, send(elisity));
  expect(await server.events()).toMatchObject([{ time: 1_771_842_600, raw: elisity }]);
});

describe('sekoia receipts', () => {
  test('K01 and K02 answer with the ids that the events keep as receipts', async () => {
    await using server = await startHecServer({ token, as: 'sekoia' });
    const one = await request(`${server.url}/plain`, send('l0', key));
    const more = await request(`${server.url}/plain/batch`, send('l1\nl2', key));
    const receipts = (await server.events()).map(({ receipt }) => receipt);
    expect(JSON.parse(one.text)).toEqual({ event_id: receipts[0] });
    expect(JSON.parse(more.text)).toEqual({ event_ids: receipts.slice(1) });
    expect(receipts.every((receipt) => receipt?.length === uuid.length)).toBe(true);
    expect(new Set(receipts).size).toBe(3);
  });

  test('K10 gives no id to what was too large, and names it (shape U)', async () => {
    await using server = await startHecServer({ token, as: 'sekoia', maxEventBytes: 5 });
    const { text } = await request(`${server.url}/plain/batch`, send('l1\ntoo long\nl3', key));
    const [first, last] = (await server.events()).map(({ receipt }) => receipt);
    expect(JSON.parse(text)).toEqual({
      event_ids: [first, null, last],
      errors: [{ index: 1, message: 'Event too large' }],
    });
  });

  test.each([
    ['2026-11-20T12:00:00Z', 1_795_176_000],
    ['1795176000', 1_795_176_000],
    ['1795176000123', 1_795_176_000.123],
    ['1795176000123456', 1_795_176_000.123_456],
    ['1795176000.5', 1_795_176_000.5],
  ])('K11 dates every event of a request by the header %s', async (stamp, time) => {
    await using server = await startHecServer({ token, as: 'sekoia' });
    await request(`${server.url}/plain/batch`, send('a\nb', { ...key, 'x-sekoiaio-event-timestamp': stamp }));
    expect((await server.events()).map((event) => event.time)).toEqual([time, time]);
  });

  test('K07 dates each event of an array by its own timestamp', async () => {
    await using server = await startHecServer({ token, as: 'sekoia' });
    const items = ['2021-04-05T21:33:31+02:00', '2021-04-05T21:33:32+02:00'].map((timestamp) => ({
      timestamp,
      intake_key: token,
      json: 'l',
    }));
    await request(`${server.url}/array`, send(JSON.stringify(items), json));
    expect((await server.events()).map(({ time }) => time)).toEqual([1_617_651_211, 1_617_651_212]);
  });
});

test('J10 takes metadata from headers and shows no token of the path', async () => {
  await using server = await startHecServer({ token, as: 'sumo' });
  const headers = {
    'x-sumo-category': 'c',
    'x-sumo-name': 'n',
    'x-sumo-host': 'h',
    'x-sumo-fields': 'env=prod, team=a',
  };
  await request(`${server.url}/receiver/v1/http/${token}`, send('x', headers));
  expect(await server.events()).toMatchObject([
    { sourcetype: 'c', source: 'n', host: 'h', fields: { env: 'prod', team: 'a' } },
  ]);
  expect(JSON.stringify([await server.events(), await server.requests()])).not.toContain(token);
});

const credentials: readonly (readonly [PersonalityName, string, Sent])[] = [
  ['datadog', '/api/v2/logs', send('{"m":1}', dd)],
  ['elastic', '/logs', send('{"m":1}', secret)],
  ['sekoia', `/jsons?intake_key=${token}`, send('["x"]', json)],
  ['sekoia', '/batch', send(JSON.stringify({ intake_key: token, jsons: ['x'] }), json)],
  ['xsiam', '/logs/v1/event', send('{"m":1}', bare)],
];

test.each(credentials)('%s keeps no credential of a request to %s', async (as, path, sent) => {
  await using server = await startHecServer({ token, as });
  expect((await request(`${server.url}${path}`, sent)).status).toBeLessThan(300);
  expect(JSON.stringify([await server.events(), await server.requests()])).not.toContain(token);
});

test('becomes another product while running', async () => {
  await using server = await startHecServer({ token });
  const ask = async () => (await request(`${server.url}/logs/v1/event`, send('{"a":1}', bare))).status;
  expect(await ask()).toBe(404);
  await server.set({ as: 'xsiam' });
  expect(await ask()).toBe(200);
});
