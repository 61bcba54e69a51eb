import { deflateSync, gzipSync } from 'node:zlib';
import type { HecServerOptions } from 'hec-server';
import { describe } from 'vitest';
import { channel, goodHeaders, type Sent, token } from '../support/request.ts';
import { type Row, testRows } from '../support/rows.ts';

const event = '/services/collector/event';
const raw = '/services/collector/raw';
const health = '/services/collector/health';
const success = '{"text":"Success","code":0}';
const threeWithBad = '{"event":"a"}\n{"event":"b",,}\n{"event":"c"}';

const post = (body: string | Buffer, headers = {}): Sent => ({ headers: { ...goodHeaders, ...headers }, body });
const auth = (authorization: string | undefined): Sent => ({
  headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
  body: '{"event":"x"}',
});
const code = (number: number, text: string, bad?: number): string =>
  JSON.stringify({ text, code: number, ...(bad === undefined ? {} : { 'invalid-event-number': bad }) });
const gzip = (body: Buffer): Sent => post(body, { 'content-encoding': 'gzip' });
const busy = (status: number, body: string): HecServerOptions => ({ faults: [{ do: 'status', status, body }] });

const vector: readonly Row[] = [
  { id: 'D01', sent: auth('Splunk wrong'), status: 401, text: code(3, 'Invalid authorization') },
  { id: 'D01 with another scheme', sent: auth(`Bearer ${token}`), status: 401, text: code(3, 'Invalid authorization') },
  { id: '1.17 no token', sent: auth(undefined), status: 401, text: code(2, 'Token is required') },
  { id: 'D02', sent: post('[{"event":"a"}]'), status: 400, text: code(12, 'Event field is required', 0) },
  { id: 'D03', sent: post('{"event":1}'), status: 400, text: code(6, 'Invalid data format', 0) },
  { id: '1.17 event null', sent: post('{"event":null}'), status: 400, text: code(12, 'Event field is required', 0) },
  { id: '1.17 event blank', sent: post('{"event":{}}'), status: 400, text: code(13, 'Event field cannot be blank', 0) },
  { id: '1.17 event of spaces', sent: post('{"event":"  "}'), status: 200, text: success, events: ['  '] },
  {
    id: '1.17 time unreadable',
    sent: post('{"event":"x","time":"soon"}'),
    status: 400,
    text: code(6, 'Invalid data format', 0),
  },
  { id: '1.17 unknown keys', sent: post('{"event":"x","extra":1}'), status: 200, text: success, events: ['x'] },
  { id: 'D05', path: raw, sent: post('line'), status: 400, text: code(10, 'Data channel is missing') },
  {
    id: '1.7 raw, one event a body',
    path: `${raw}?channel=any`,
    sent: post('a\nb'),
    status: 200,
    text: success,
    events: ['a\nb'],
  },
  {
    id: 'D06',
    path: `/services/collector/ack?channel=${channel}`,
    sent: post('{"acks":[0]}'),
    status: 400,
    text: code(14, 'Ack is disabled'),
  },
  {
    id: 'D07, by a fault',
    sent: post('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 503 }] },
    status: 503,
    text: '',
  },
  { id: 'D08', sent: post(threeWithBad), status: 400, text: code(6, 'Invalid data format', 1), events: ['a'] },
  { id: '1.17 empty body', sent: post(''), status: 400, text: code(5, 'No data') },
  {
    id: '1.8 deflate',
    sent: post(deflateSync('{"event":"x"}'), { 'content-encoding': 'deflate' }),
    status: 415,
    text: '',
  },
  { id: '1.17 oversize', sent: post('{"event":"long"}'), options: { maxContentLength: 5 }, status: 413 },
  { id: '1.17 health', path: health, sent: { method: 'GET' }, status: 200, text: code(17, 'HEC is healthy') },
  {
    id: '7.3 ack id',
    sent: post('{"event":"x"}', { 'x-splunk-request-channel': 'not a guid' }),
    options: { ack: true },
    status: 200,
    text: '{"text":"Success","code":0,"ackId":0}',
    events: ['x'],
  },
  {
    id: '7.3 ack without channel',
    sent: post('{"event":"x"}'),
    options: { ack: true },
    status: 400,
    text: code(10, 'Data channel is missing'),
  },
];

const noTypeAnswer = "error: header 'Content-Type' is not set\n";
const endpointAnswer = 'error: invalid HTTP endpoint\n';
const record = { event: 'a', time: 5, host: 'h' };
const { 'content-type': _, ...noType } = goodHeaders;

const fluentBit: readonly Row[] = [
  {
    id: 'measured: single event, whole envelope as record',
    sent: post(JSON.stringify(record)),
    status: 200,
    text: success,
    events: [record],
  },
  {
    id: 'measured: no Content-Type',
    sent: { headers: noType, body: '{"event":1}' },
    status: 200,
    text: success,
    events: [{ event: 1 }],
  },
  {
    id: 'measured: form type',
    sent: post('{"event":1}', { 'content-type': 'application/x-www-form-urlencoded' }),
    status: 200,
    events: [{ event: 1 }],
  },
  {
    id: 'measured: type with charset',
    sent: post('{"event":1}', { 'content-type': 'application/json; charset=utf-8' }),
    status: 200,
    events: [{ event: 1 }],
  },
  {
    id: 'measured: text/plain on event',
    sent: post('{"event":1}', { 'content-type': 'text/plain' }),
    status: 200,
    events: [{ log: '{"event":1}' }],
  },
  {
    id: 'measured: glued batch',
    sent: post('{"a":1}{"a":2}'),
    status: 200,
    text: success,
    events: [{ a: 1 }, { a: 2 }],
  },
  { id: 'measured: array', sent: post('[{"a":1},{"a":2}]'), status: 200, text: success, events: [{ a: 1 }, { a: 2 }] },
  {
    id: 'measured: no event key, blank, null',
    sent: post('{}\n{"event":""}\n{"event":null}'),
    status: 200,
    events: [{}, { event: '' }, { event: null }],
  },
  { id: 'measured: gzip', sent: gzip(gzipSync('{"a":1}')), status: 200, text: success, events: [{ a: 1 }] },
  {
    id: 'measured: two gzip members',
    sent: gzip(Buffer.concat([gzipSync('{"a":1}'), gzipSync('{"a":2}')])),
    status: 400,
    text: code(6, 'Invalid data format'),
  },
  {
    id: 'measured: deflate',
    sent: post(deflateSync('{}'), { 'content-encoding': 'deflate' }),
    status: 400,
    text: code(6, 'Invalid data format'),
  },
  {
    id: 'measured: said to be gzip, and is not',
    sent: gzip(Buffer.from('{"a":1}')),
    status: 200,
    text: success,
    events: [{ a: 1 }],
  },
  {
    id: 'measured: gzip truncated',
    sent: gzip(gzipSync('{"a":1}').subarray(0, -9)),
    status: 400,
    text: code(6, 'Invalid data format'),
  },
  {
    id: 'measured: /services/collector',
    path: '/services/collector',
    sent: post('{"a":1}'),
    status: 200,
    events: [{ a: 1 }],
  },
  {
    id: 'measured: raw keeps the body whole',
    path: `${raw}?host=h`,
    sent: post('a\nb', { 'content-type': 'text/plain' }),
    status: 200,
    text: success,
    events: [{ log: 'a\nb' }],
  },
  { id: 'D10', path: health, sent: { method: 'GET' }, status: 200, text: '{"text":"Success","code":200}' },
  { id: 'measured: health/1.0', path: `${health}/1.0`, sent: { method: 'GET' }, status: 400, text: endpointAnswer },
  {
    id: 'D11, by a fault',
    sent: post('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 503, code: 9, text: 'Server overloaded' }] },
    status: 503,
    text: code(9, 'Server overloaded'),
  },
  { id: 'D12', sent: post(threeWithBad), status: 400, text: code(6, 'Invalid data format') },
  {
    id: 'measured: good event then garbage',
    sent: post('{"a":1} garbage'),
    status: 400,
    text: code(6, 'Invalid data format'),
  },
  {
    id: 'measured: good event then truncated event',
    sent: post('{"a":1}\n{"a":{"b":"}'),
    status: 200,
    text: success,
    events: [{ a: 1 }],
  },
  { id: 'measured: truncated', sent: post('{"a":'), status: 400, text: code(6, 'Invalid data format') },
  { id: 'measured: only whitespace', sent: post(' \n'), status: 400, text: code(6, 'Invalid data format') },
  { id: 'measured: empty body', sent: post(''), status: 400, text: code(5, 'No data') },
  { id: 'D13', path: raw, sent: { headers: noType, body: 'line' }, status: 400, text: noTypeAnswer },
  { id: 'D14 path', path: '/nope', sent: { method: 'GET' }, status: 400, text: endpointAnswer },
  { id: 'D14 method', sent: { ...post('{}'), method: 'PUT' }, status: 400, text: 'error: invalid HTTP method\n' },
  {
    id: 'measured: ack',
    path: '/services/collector/ack',
    sent: post('{"acks":[0]}'),
    status: 400,
    text: endpointAnswer,
  },
  { id: 'measured: wrong token', sent: auth('Splunk wrong'), status: 403, text: code(4, 'Invalid token') },
  { id: 'measured: no token', sent: auth(undefined), status: 401, text: code(2, 'Token is required') },
  ...[`Bearer ${token}`, token, `Basic ${btoa(`x:${token}`)}`].map((authorization) => ({
    id: `measured: ${authorization.replace(token, '<token>')}`,
    sent: auth(authorization),
    status: 401,
    text: code(3, 'Invalid authorization'),
  })),
  { id: 'measured: scheme in lower case', sent: auth(`splunk ${token}`), status: 200, events: [{ event: 'x' }] },
  {
    id: 'measured: token in query',
    path: `${event}?token=${token}`,
    sent: auth(undefined),
    status: 401,
    text: code(2, 'Token is required'),
  },
  {
    id: 'measured: over the buffer',
    sent: post('{"event":"long"}'),
    options: { maxContentLength: 5 },
    status: 413,
    text: '',
  },
  {
    id: 'measured: no token configured',
    sent: auth('Bearer any'),
    options: { token: [] },
    status: 200,
    events: [{ event: 'x' }],
  },
];

const spaced = '{"text": "Success", "code": 0}';

const otel: readonly Row[] = [
  { id: 'D20', sent: post('{"event":"a"}\n{"event":"b"}'), status: 200, text: spaced, events: ['a', 'b'] },
  {
    id: 'D20 without a token at any path',
    path: '/anything',
    sent: { body: '{"event":[1]}' },
    status: 200,
    text: spaced,
    events: [[1]],
  },
  {
    id: 'D21',
    sent: post('x', { 'content-encoding': 'zstd' }),
    status: 415,
    text: String.raw`"\"Content-Encoding\" must be \"gzip\" or empty"`,
  },
  {
    id: 'D22',
    sent: post('{"event":"a"}\n{"event":"b","fields":{"x":{"y":1}}}\n{"event":"c"}'),
    status: 400,
    text: code(15, 'Error in handling indexed fields', 1),
  },
  {
    id: 'D23, by a fault',
    sent: post('{"event":"x"}'),
    options: { faults: [{ do: 'status', status: 202, body: '"OK"', take: true }] },
    status: 202,
    text: '"OK"',
    events: ['x'],
  },
  {
    id: '1.10 a syntax error costs all, unnumbered',
    sent: post(threeWithBad),
    status: 400,
    text: code(6, 'Invalid data format'),
  },
  {
    id: '1.17 event missing',
    sent: post('{"event":"a"}{"host":"h"}'),
    status: 400,
    text: code(12, 'Event field is required'),
  },
  { id: '1.17 event blank', sent: post('{"event":""}'), status: 400, text: code(13, 'Event field cannot be blank') },
  { id: '1.17 empty body', sent: post(''), status: 400, text: code(5, 'No data') },
  { id: '1.17 array', sent: post('[{"event":"a"},{"event":"b"}]'), status: 200, text: spaced, events: ['a', 'b'] },
  {
    id: '1.17 busy, by a fault',
    sent: post('{"event":"x"}'),
    options: busy(500, '"Internal Server Error"'),
    status: 500,
    text: '"Internal Server Error"',
  },
  { id: '1.17 raw', path: raw, sent: post('a\nb'), status: 200, text: spaced, events: ['a', 'b'] },
  {
    id: '1.17 health',
    path: health,
    sent: { method: 'GET' },
    status: 200,
    text: '{"text": "HEC is healthy", "code": 17}',
  },
  {
    id: '1.17 ack with the extension and a channel',
    sent: post('{"event":"x"}', { 'x-splunk-request-channel': channel }),
    options: { ack: true },
    status: 200,
    text: '{"text": "Success", "code": 0, "ackId": 0}',
    events: ['x'],
  },
];

const splunkError = 'cannot read Splunk request: ';
const noObject = `${splunkError}splunk: failed to parse whole event: value doesn't contain object; it contains array\n`;
const unsupported = (path: string): string => `unsupported path requested: "${path}"\n`;

const victorialogs: readonly Row[] = [
  { id: 'measured: any token or none', sent: auth(undefined), status: 200, text: success, events: ['x'] },
  { id: 'D30', sent: post(threeWithBad), status: 200, text: success, events: ['a'] },
  {
    id: 'D31',
    path: '/services/collector',
    sent: post('{"event":"a"}'),
    status: 400,
    text: unsupported('/services/collector'),
  },
  { id: 'D32', path: health, sent: { method: 'GET' }, status: 200, text: '' },
  { id: 'measured: raw', path: raw, sent: post('a'), status: 400, text: unsupported(raw) },
  {
    id: 'measured: health/1.0',
    path: `${health}/1.0`,
    sent: { method: 'GET' },
    status: 400,
    text: unsupported(`${health}/1.0`),
  },
  {
    id: 'measured: event/1.0 below its own prefix',
    path: `/insert/splunk${event}/1.0`,
    sent: post('{"event":"a"}'),
    status: 200,
    events: ['a'],
  },
  { id: 'measured: array', sent: post('[{"event":"a"}]'), status: 400, text: noObject },
  { id: 'measured: empty body', sent: post(''), status: 200, text: success },
  { id: 'measured: only whitespace', sent: post(' \n'), status: 200, text: success },
  { id: 'measured: no event key', sent: post('{"msg":"m"}'), status: 200, text: success, events: [null] },
  {
    id: 'measured: two gzip members',
    sent: gzip(Buffer.concat([gzipSync('{"event":1}'), gzipSync('{"event":2}')])),
    status: 200,
    events: [1, 2],
  },
  {
    id: 'measured: deflate',
    sent: post(deflateSync('{"event":1}'), { 'content-encoding': 'deflate' }),
    status: 200,
    events: [1],
  },
  {
    id: 'measured: said to be gzip, and is not',
    sent: gzip(Buffer.from('{"event":1}')),
    status: 400,
    text: `${splunkError}gzip: invalid header\n`,
  },
  {
    id: 'measured: gzip truncated',
    sent: gzip(gzipSync('{"event":1}').subarray(0, -9)),
    status: 400,
    text: `${splunkError}unexpected EOF\n`,
  },
  { id: 'measured: GET', sent: { method: 'GET' }, status: 405, text: '' },
  { id: 'measured: OPTIONS', sent: { method: 'OPTIONS' }, status: 204, text: '' },
];

describe('vector', () => {
  testRows({ token, as: 'vector' }, event, vector);
});
describe('fluent-bit', () => {
  testRows({ token, as: 'fluent-bit' }, event, fluentBit);
});
describe('otel', () => {
  testRows({ token, as: 'otel' }, event, otel);
});
describe('victorialogs', () => {
  testRows({ token, as: 'victorialogs' }, event, victorialogs);
});
