import { deflateSync, gzipSync } from 'node:zlib';
import { type Fault, type HecServerOptions, startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { channel, goodHeaders, request, type Sent, token } from '../support/request.ts';
import { type Row, testRows } from '../support/rows.ts';

const event = '/services/collector/event';
const raw = '/services/collector/raw';
const health = '/services/collector/health';
const success = '{"text":"Success","code":0}';
const notFound = '{"text":"The requested URL was not found on this server.","code":404}';

const auth = (authorization: string): Sent => ({ headers: { ...goodHeaders, authorization }, body: '{"event":"x"}' });
const noAuth = { 'user-agent': 'test' };
const code = (number: number, text: string, bad?: number): string =>
  JSON.stringify({ text, code: number, ...(bad === undefined ? {} : { 'invalid-event-number': bad }) });
const fault = (one: Fault): HecServerOptions => ({ faults: [one] });
const json = (body: string | Buffer, headers = {}): Sent => ({ headers: { ...goodHeaders, ...headers }, body });

const accepted: readonly Row[] = [
  { id: 'S01', sent: json('{"event":"hello"}'), status: 200, text: success, events: ['hello'] },
  { id: 'S02', sent: json('{"event":"a"}{"event":"b"}'), status: 200, text: success, events: ['a', 'b'] },
  { id: 'S03', sent: json('{"event":"a"}\n{"event":"b"}'), status: 200, text: success, events: ['a', 'b'] },
  { id: 'S04', sent: json('[{"event":"a"},{"event":"b"}]'), status: 200, text: success, events: ['a', 'b'] },
  {
    id: 'S05',
    sent: json(
      '{"time":1700000000.123,"host":"h","source":"s","sourcetype":"st","index":"main","event":{"m":1},"fields":{"env":"prod","n":1,"tags":["a","b"]}}',
    ),
    options: { indexes: ['main'] },
    status: 200,
    text: success,
    events: [{ m: 1 }],
  },
  ...['/services/collector', '/services/collector/event/1.0', '/services/collector/1.0'].map((path) => ({
    id: `S06 on ${path}`,
    path,
    sent: json('{"event":{"m":1},"time":1700000000}'),
    status: 200,
    text: success,
    events: [{ m: 1 }],
  })),
  {
    id: 'S07',
    sent: json(gzipSync('{"event":"a"}\n{"event":"b"}'), { 'content-encoding': 'gzip' }),
    status: 200,
    text: success,
    events: ['a', 'b'],
  },
  { id: 'S08', sent: auth(`Basic ${btoa(`x:${token}`)}`), status: 200, text: success, events: ['x'] },
  {
    id: 'S09',
    path: `${raw}?sourcetype=st&host=h&source=s&index=main`,
    sent: json('line1\nline2', { 'content-type': 'text/plain' }),
    status: 200,
    text: success,
    events: ['line1', 'line2'],
  },
  {
    id: 'S10',
    sent: json('{"event":"metric","fields":{"metric_name:cpu":1.5,"region":"eu"}}'),
    status: 200,
    text: success,
    events: ['metric'],
  },
  {
    id: 'S11',
    sent: json('{"event":"a"}'),
    options: fault({ do: 'status', status: 200, code: 24, take: true }),
    status: 200,
    text: code(24, 'HEC queue is approaching its capacity limit'),
    events: ['a'],
  },
  { id: 'S13', path: health, sent: { method: 'GET' }, status: 200, text: code(17, 'HEC is healthy') },
  { id: 'S13 with a wrong token', path: health, sent: { ...auth('Splunk no'), method: 'GET', body: '' }, status: 200 },
  { id: 'S14', path: `${event}/1.0`, sent: { method: 'OPTIONS' }, status: 200, text: '' },
];

const threeWith = (bad: string): Sent => json(`{"event":"a"}\n${bad}\n{"event":"c"}`);
const oneBad = (bad: string, number: number, text: string): Omit<Row, 'id'> => ({
  sent: threeWith(bad),
  status: 400,
  text: code(number, text, 1),
  events: ['a'],
});
const blank = 'Event field cannot be blank';
const fields = 'Error in handling indexed fields';
const alone = (id: string, body: string, number: number, text: string, bad = 0): Row => ({
  id,
  sent: json(body),
  status: 400,
  text: code(number, text, bad),
});

const rejected: readonly Row[] = [
  { id: 'S20', sent: { headers: noAuth, body: '{"event":"x"}' }, status: 401, text: code(2, 'Token is required') },
  { id: 'S21', sent: auth('Token abc'), status: 401, text: code(3, 'Invalid authorization') },
  { id: 'S21 with Bearer', sent: auth(`Bearer ${token}`), status: 401, text: code(3, 'Invalid authorization') },
  { id: 'S22', sent: auth('Splunk wrong'), status: 403, text: code(4, 'Invalid token') },
  {
    id: 'S23',
    sent: auth('Splunk off'),
    options: { disabledTokens: ['off'] },
    status: 403,
    text: code(1, 'Token disabled'),
  },
  {
    id: 'S24',
    path: `${event}?token=${token}`,
    sent: json('{"event":"x"}'),
    status: 400,
    text: code(16, 'Query string authorization is not enabled'),
  },
  { id: 'S25', path: `${event}?token=wrong`, sent: json('{"event":"x"}'), status: 403, text: code(4, 'Invalid token') },
  {
    id: 'S25 the other way round: the query wins over the header, and is let in where it may',
    path: `${event}?token=${token}`,
    sent: auth('Splunk wrong'),
    options: { allowQueryStringAuth: true },
    status: 200,
    text: success,
    events: ['x'],
  },
  { id: 'S26', sent: json(''), status: 400, text: code(5, 'No data') },
  { id: 'S26 on raw', path: raw, sent: json(''), status: 400, text: code(5, 'No data') },
  alone('S27', 'not json', 6, 'Invalid data format'),
  { id: 'S28', ...oneBad('{"event":"b",,}', 6, 'Invalid data format') },
  { id: 'S29', ...oneBad('{"event":""}', 13, blank) },
  { id: 'S30', ...oneBad('{"host":"h"}', 12, 'Event field is required') },
  { id: 'S31', ...oneBad('{"event":"b","fields":{"x":{"y":1}}}', 15, fields) },
  {
    id: 'S32',
    sent: threeWith('{"event":"b","index":"nope"}'),
    options: { indexes: ['main'] },
    status: 400,
    text: code(7, 'Incorrect index', 2),
    events: ['a'],
  },
  { ...alone('S33', '{"event":"x","index":"nope"}', 7, 'Incorrect index', 1), options: { indexes: ['main'] } },
  alone('S34', '{"event":"x","time":"notanumber"}', 15, fields),
  alone('S35', '{"event":"x","time":1.7e9}', 15, fields),
  {
    id: 'S35 only for the time of the envelope itself',
    sent: json('{"event":{"time":1.7e9},"time":5}'),
    status: 200,
    text: success,
    events: [{ time: 1.7e9 }],
  },
  ...['null', '"   "', '{}', '[]'].map((value) => alone(`S36 with ${value}`, `{"event":${value}}`, 13, blank)),
  { id: 'S38', sent: { method: 'GET', headers: goodHeaders }, status: 405, text: notFound },
  { id: 'S39', path: '/nope', sent: json('{"event":"x"}'), status: 404, text: notFound },
  {
    id: 'S41',
    sent: json(`{"event":"${'x'.repeat(1000)}"}`),
    options: { maxContentLength: 1000 },
    status: 413,
  },
  {
    id: 'S41 inflated',
    sent: json(gzipSync(`{"event":"${'x'.repeat(1000)}"}`), { 'content-encoding': 'gzip' }),
    options: { maxContentLength: 1000 },
    status: 413,
  },
  {
    id: 'S42',
    sent: json('{"event":"a"}'),
    options: fault({ do: 'status', status: 503, code: 9 }),
    status: 503,
    text: code(9, 'Server is busy'),
  },
  {
    id: 'S43',
    sent: json(Array.from({ length: 20 }, (_, i) => `{"event":${i + 1}}`).join('\n')),
    options: fault({ do: 'status', status: 503, code: 9, take: 10 }),
    status: 503,
    text: code(9, 'Server is busy', 10),
    events: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  },
  ...(
    [
      ['S44', 503, 23, 'Server is shutting down'],
      ['S45', 429, 26, 'HEC queue is at capacity and cannot process any more requests'],
      ['S46', 500, 8, 'Internal server error'],
    ] as const
  ).map(([id, status, number, text]) => ({
    id,
    sent: json('{"event":"a"}'),
    options: fault({ do: 'status', status, code: number }),
    status,
    text: code(number, text),
  })),
  {
    id: 'S47',
    path: health,
    sent: { method: 'GET' },
    options: fault({ do: 'status', status: 503, code: 18, path: '/health' }),
    status: 503,
    text: code(18, 'HEC is unhealthy, queues are full'),
  },
  {
    id: 'S48',
    sent: json('{"event":"a"}\n{"event":"b","extra":1}\n{"event":"c"}'),
    status: 200,
    text: success,
    events: ['a'],
  },
  { id: 'S48 in the only object', sent: json('{"event":"a","extra":1}'), status: 400, text: code(5, 'No data') },
];

describe('protocol 7.1 accepted', () => {
  testRows({ token }, event, accepted);
});
describe('protocol 7.2 rejected', () => {
  testRows({ token }, event, rejected);
});

test('answers S14 with the methods of the route, health having its own', async () => {
  await using server = await startHecServer({ token });
  const ask = (path: string) => request(`${server.url}${path}`, { method: 'OPTIONS' });
  expect((await ask(event)).headers.allow).toBe('POST,OPTIONS');
  expect((await ask(health)).headers.allow).toBe('GET,HEAD,OPTIONS');
});

test('answers S37, deflate, with 415 and a web page', async () => {
  await using server = await startHecServer({ token });
  const sent = json(deflateSync('{"event":"x"}'), { 'content-encoding': 'deflate' });
  const answer = await request(`${server.url}${event}`, sent);
  expect(answer.status).toBe(415);
  expect(answer.headers['content-type']).toContain('text/html');
  expect(answer.text).toMatch(/^<!doctype html>/);
});

test('answers S40 as Splunk Cloud does: a body over its cap blames event 0 and keeps nothing', async () => {
  await using server = await startHecServer({ token, as: 'splunk-cloud' });
  const line = `{"event":"${'x'.repeat(1000)}"}\n`;
  const body = gzipSync(line.repeat(Math.ceil(6_000_000 / line.length)));
  const answer = await request(`${server.url}${event}`, json(body, { 'content-encoding': 'gzip' }));
  expect(answer).toMatchObject({ status: 400, text: code(6, 'Invalid data format', 0) });
  expect(await server.stats()).toMatchObject({ events: 0 });
  const fits = gzipSync(line.repeat(Math.floor(5_242_881 / line.length)));
  expect(await request(`${server.url}${event}`, json(fits, { 'content-encoding': 'gzip' }))).toMatchObject({
    status: 200,
  });
});

test('refuses as code 6 an event larger than `maxEventBytes`, counted in bytes (protocol 1.9)', async () => {
  await using server = await startHecServer({ token, maxEventBytes: 30 });
  const body = '{"event":"fits"}\n{"event":"ääääääääää"}';
  expect(await request(`${server.url}${event}`, json(body))).toMatchObject({ text: code(6, 'Invalid data format', 1) });
  expect(await server.events()).toMatchObject([{ event: 'fits' }]);
});

test('keeps metadata of S05 beside the event, query defaults filling what an envelope omits (protocol 1.5)', async () => {
  await using server = await startHecServer({ token });
  const body = '{"event":"a","host":"own","time":"1700000000.5"}\n{"event":"b","fields":{"k":["x","y"]}}';
  await request(`${server.url}${event}?host=q&source=s&sourcetype=st&index=i&time=5`, json(body));
  const common = { source: 's', sourcetype: 'st', index: 'i' };
  expect(await server.events()).toMatchObject([
    { event: 'a', host: 'own', time: 1_700_000_000.5, ...common },
    { event: 'b', host: 'q', time: 5, fields: { k: ['x', 'y'] }, ...common },
  ]);
});

test('keeps metrics with and without `event` and skips fields that measure nothing (protocol 1.5, 1.6)', async () => {
  await using server = await startHecServer({ token });
  const body = [
    '{"fields":{"metric_name:cpu":1}}',
    '{"fields":{"metric_name":"cpu","_value":1}}',
    '{"fields":{"region":"eu"}}',
    '{"event":"plain"}',
  ].join('\n');
  expect(await request(`${server.url}${event}`, json(body))).toMatchObject({ status: 200, text: success });
  expect((await server.events()).map(({ kind }) => kind)).toEqual(['metric', 'metric', 'event']);
});

test('breaks raw bodies at LF and CRLF and drops blank lines (protocol 1.7)', async () => {
  await using server = await startHecServer({ token });
  await request(`${server.url}${raw}?host=h&channel=${channel}`, json('a\r\nb\n\nc\n'));
  expect(await server.events()).toMatchObject(
    ['a', 'b', 'c'].map((line) => ({ kind: 'raw', event: line, raw: line, host: 'h', channel })),
  );
});

test('closes the connection of a client without User-Agent (protocol 1.14)', async () => {
  await using server = await startHecServer({ token });
  const { authorization } = goodHeaders;
  const headers = { authorization, connection: 'keep-alive' };
  const close = await request(`${server.url}${event}`, { headers, body: '{"event":1}' });
  expect(close.headers.connection).toBe('close');
  const keep = await request(`${server.url}${event}`, {
    headers: { ...headers, 'user-agent': 'x' },
    body: '{"event":1}',
  });
  expect(keep.headers.connection).toBe('keep-alive');
});
