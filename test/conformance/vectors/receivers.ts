import { type Answer, CHANNEL, type Request, success, texts, type Vector } from '../vector.ts';
import { event, SPLUNK } from './splunk-accepted.ts';

const v = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'splunk',
  evidence,
  ...more,
});

const json = (status: number, body: object): Answer => ({ status, body });
const broken = event('{"event":"a"}\n{"event":"b",,}\n{"event":"c"}');
const raw = (body: string, headers: Record<string, string>): Request => ({
  path: '/services/collector/raw',
  headers,
  body,
});
const health: Request = { method: 'GET', path: '/services/collector/health' };
const three = { gives: texts('a', 'b', 'c') };

/** Section 7.4: the same requests, answered by those who imitate Splunk. */
export const receivers: readonly Vector[] = [
  v('D01', 'Vector: a wrong token', 'code', {
    request: event('{"event":"a"}', { ...SPLUNK, authorization: 'Splunk wrong' }),
    answer: json(401, { text: 'Invalid authorization', code: 3 }),
    sender: { does: { delivered: 1, parks: true } },
    server: { as: 'vector', keeps: 0 },
  }),
  v('D02', 'Vector: an array', 'code', {
    request: event('[{"event":"a"},{"event":"b"}]'),
    answer: json(400, { text: 'Event field is required', code: 12, 'invalid-event-number': 0 }),
    sender: { does: { delivered: 0, refused: 1 } },
    server: { as: 'vector', keeps: 0 },
  }),
  v('D03', 'Vector: a number as event', 'code', {
    request: event('{"event":1}'),
    answer: json(400, { text: 'Invalid data format', code: 6, 'invalid-event-number': 0 }),
    sender: { does: { delivered: 0, refused: 1 } },
    server: { as: 'vector', keeps: 0 },
  }),
  v('D04', 'Vector: metadata sticks to those that follow; never mixed in one body', 'code', {
    request: event('{"event":"a","host":"h1"}{"event":"b"}'),
    answer: success,
    sender: {
      gives: [{ event: 'a', source: 's1' }, { event: 'b' }, { event: 'c', source: 's2' }],
      answers: [],
      does: { delivered: 3, requests: [['a', 'c'], ['b']] },
    },
    server: { as: 'vector', keeps: ['a', 'b'] },
  }),
  v('D05', 'Vector: raw without a channel', 'code', {
    request: raw('a', SPLUNK),
    answer: json(400, { text: 'Data channel is missing', code: 10 }),
    sender: { options: { endpoint: 'raw' }, does: { delivered: 1, parks: true } },
    server: { as: 'vector', keeps: 0 },
  }),
  v('D06', 'Vector: asking for acknowledgements that are off', 'code', {
    request: { path: `/services/collector/ack?channel=${CHANNEL}`, headers: SPLUNK, body: '{"acks":[0]}' },
    answer: json(400, { text: 'Ack is disabled', code: 14 }),
    server: { as: 'vector' },
  }),
  v('D07', 'Vector: draining', 'code', {
    request: event('{"event":"a"}'),
    answer: { status: 503, body: '' },
    sender: { does: { delivered: 1, retries: 'ambiguous', requests: [['a'], ['a']] } },
    server: { as: 'vector', options: { faults: [{ do: 'status', status: 503, body: '' }] }, keeps: 0 },
  }),
  v('D08', 'Vector: a syntax error in the second of three', 'code', {
    request: broken,
    answer: json(400, { text: 'Invalid data format', code: 6, 'invalid-event-number': 1 }),
    sender: { ...three, does: { delivered: 2, refused: 1, requests: [['a', 'b', 'c'], ['c']] } },
    server: { as: 'vector', keeps: ['a'] },
  }),
  v('D09', 'Vector: milliseconds by magnitude; seconds with a fraction are sent', 'code', {
    request: event('{"event":"x","time":1700000000123}'),
    answer: success,
    sender: {
      gives: [{ event: 'x', time: 1_700_000_000_123 }],
      sends: { body: /^\{"time":1700000000\.123,/ },
      does: { delivered: 1 },
    },
    server: { as: 'vector', keeps: ['x'] },
  }),
  v('D10', 'Fluent Bit: health', 'code', {
    request: health,
    answer: json(200, { text: 'Success', code: 200 }),
    server: { as: 'fluent-bit' },
  }),
  v('D11', 'Fluent Bit: busy', 'code', {
    request: event('{"event":"a"}'),
    answer: json(503, { text: 'Server overloaded', code: 9 }),
    sender: { does: { delivered: 1, retries: 'clean', requests: [['a'], ['a']] } },
    server: {
      as: 'fluent-bit',
      options: { faults: [{ do: 'status', status: 503, code: 9, text: 'Server overloaded' }] },
      keeps: 0,
    },
  }),
  v('D12', 'Fluent Bit: a syntax error costs all, and is not numbered', 'code', {
    request: broken,
    answer: json(400, { text: 'Invalid data format', code: 6 }),
    sender: {
      ...three,
      answers: [
        json(400, { text: 'Invalid data format', code: 6 }),
        json(400, { text: 'Invalid data format', code: 6 }),
        success,
        json(400, { text: 'Invalid data format', code: 6 }),
      ],
      does: { delivered: 2, refused: 1, requests: [['a', 'b', 'c'], ['a', 'b'], ['a'], ['b'], ['c']] },
    },
    server: { as: 'fluent-bit', keeps: 0 },
  }),
  v('D13', 'Fluent Bit: raw without a content type; one is always sent', 'code', {
    request: raw('a', { authorization: 'Splunk T' }),
    answer: { status: 400 },
    sender: {
      options: { endpoint: 'raw' },
      answers: [success],
      sends: { headers: { 'content-type': 'text/plain' }, body: 'a' },
      does: { delivered: 1 },
    },
    server: { as: 'fluent-bit', keeps: 0 },
  }),
  v('D14', 'Fluent Bit: an unknown path', 'code', {
    request: { method: 'GET', path: '/nope' },
    answer: { status: 400 },
    server: { as: 'fluent-bit' },
  }),
  v('D20', 'OpenTelemetry Collector: success', 'code', {
    request: event('{"event":"a"}\n{"event":"b"}'),
    answer: { status: 200, body: '{"text": "Success", "code": 0}' },
    sender: { gives: texts('a', 'b'), does: { delivered: 2, requests: [['a', 'b']] } },
    server: { as: 'otel', keeps: ['a', 'b'] },
  }),
  v('D21', 'OpenTelemetry Collector: zstd, a JSON string', 'code', {
    request: event('zstd', { ...SPLUNK, 'content-encoding': 'zstd' }),
    answer: { status: 415 },
    sender: {
      answers: [{ status: 415, body: '"\\"Content-Encoding\\" must be \\"gzip\\" or empty"' }],
      does: { delivered: 1, parks: true },
    },
    server: { as: 'otel', keeps: 0 },
  }),
  v('D22', 'OpenTelemetry Collector: nested fields, numbered, and all refused; never sent', 'code', {
    request: event('{"event":"a"}\n{"event":"b","fields":{"x":{"y":1}}}\n{"event":"c"}'),
    answer: json(400, { text: 'Error in handling indexed fields', code: 15, 'invalid-event-number': 1 }),
    sender: {
      gives: [{ event: 'b', fields: { x: { y: 1 } } as never }],
      answers: [success],
      sends: { body: /"fields":\{"x\.y":1\}\}$/ },
      does: { delivered: 1 },
    },
    server: { as: 'otel', keeps: 0 },
  }),
  v('D23', 'OpenTelemetry Collector of 2020', 'code', {
    request: event('{"event":"a"}'),
    answer: { status: 202, body: '"OK"' },
    sender: { does: { delivered: 1, requests: [['a']] } },
  }),
  v('D30', 'VictoriaLogs: success though the tail is lost', 'code', {
    request: broken,
    answer: success,
    server: { as: 'victorialogs', keeps: ['a'] },
  }),
  v('D31', 'VictoriaLogs: not at /services/collector', 'code', {
    request: { path: '/services/collector', headers: SPLUNK, body: '{"event":"a"}' },
    answer: { status: 400, body: 'unsupported path requested: "/services/collector"\n' },
    sender: { sends: { path: '/services/collector/event' }, answers: [success], does: { delivered: 1 } },
    server: { as: 'victorialogs', keeps: 0 },
  }),
  v('D32', 'VictoriaLogs: health', 'code', {
    request: health,
    answer: { status: 200, body: '' },
    server: { as: 'victorialogs' },
  }),
  v('D41', 'OpenObserve, old: one object a line', 'code', {
    request: event('{"event":"a"}{"event":"b"}'),
    sender: { gives: texts('a', 'b'), answers: [success], sends: { body: /^[^\n]+\}\n\{[^\n]+$/ } },
  }),
  v('D42', 'OpenObserve, old: a whole number as time, and an index', 'code', {
    request: event('{"time":1700000000,"event":"a","index":"main"}'),
    sender: {
      gives: [{ event: 'a', time: '1700000000', index: 'main' }],
      answers: [success],
      sends: { body: '{"time":1700000000,"host":"h","index":"main","event":"a"}' },
    },
  }),
  v('D43', 'Cribl: overloaded', 'documented', {
    request: event('{"event":"a"}'),
    answer: { status: 503, body: '' },
    sender: { does: { delivered: 1, retries: 'ambiguous', requests: [['a'], ['a']] } },
  }),
  v('D44', 'a proxy: 502 and a web page', 'U', {
    request: event('{"event":"a"}'),
    answer: { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad Gateway</h1></html>' },
    sender: { does: { delivered: 1, retries: 'ambiguous', requests: [['a'], ['a']] } },
    server: { as: 'splunk', options: { faults: [{ do: 'html' }] }, answer: { status: 502 }, keeps: 0 },
  }),
  // peers-measured, of real binaries on the same requests.
  v('M01', 'Fluent Bit: Bearer instead of Splunk', 'measured', {
    request: event('{"event":"a"}', { ...SPLUNK, authorization: 'Bearer T' }),
    answer: json(401, { text: 'Invalid authorization', code: 3 }),
    server: { as: 'fluent-bit', keeps: 0 },
  }),
  v('M02', 'Fluent Bit: a good event, then one cut short', 'measured', {
    request: event('{"event":"a"}\n{"event":"b'),
    answer: success,
    server: { as: 'fluent-bit', keeps: 1 },
  }),
  v('M03', 'Fluent Bit: empty body', 'measured', {
    request: event(''),
    answer: json(400, { text: 'No data', code: 5 }),
    server: { as: 'fluent-bit', keeps: 0 },
  }),
  v('M04', 'VictoriaLogs: no token is asked for', 'measured', {
    request: event('{"event":"a"}', {}),
    answer: success,
    server: { as: 'victorialogs', keeps: ['a'] },
  }),
  v('M05', 'VictoriaLogs: empty body', 'measured', {
    request: event(''),
    answer: success,
    server: { as: 'victorialogs', keeps: 0 },
  }),
  v('M06', 'VictoriaLogs: no raw door', 'measured', {
    request: raw('a', SPLUNK),
    answer: { status: 400, body: 'unsupported path requested: "/services/collector/raw"\n' },
    server: { as: 'victorialogs', keeps: 0 },
  }),
  v('M07', 'VictoriaLogs: GET and OPTIONS', 'measured', {
    request: { method: 'OPTIONS', path: '/services/collector/event' },
    answer: { status: 204, body: '' },
    server: { as: 'victorialogs' },
  }),
  v('M08', 'Fluent Bit: raw is one record, lines and all', 'measured', {
    request: raw('a\nb', { ...SPLUNK, 'content-type': 'text/plain' }),
    answer: success,
    server: { as: 'fluent-bit', keeps: [{ log: 'a\nb' }] },
  }),
];
