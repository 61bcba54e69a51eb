import { gzipSync } from 'node:zlib';
import { envelope, type Request, success, type Vector } from '../vector.ts';

export const SPLUNK = { authorization: 'Splunk T', 'content-type': 'application/json' } as const;
const EVENT = '/services/collector/event';

export const event = (body: string | Uint8Array, headers: Record<string, string> = SPLUNK): Request => ({
  path: EVENT,
  headers,
  body,
});

const both = ['splunk', 'splunk-cloud'] as const;
const full = {
  time: 1_700_000_000.123,
  host: 'h',
  source: 's',
  sourcetype: 'st',
  index: 'main',
  event: { m: 1 },
  fields: { env: 'prod', n: 1, tags: ['a', 'b'] },
};
const long = 'x'.repeat(2000);

/** Section 7.1. */
export const splunkAccepted: readonly Vector[] = [
  {
    id: 'S01',
    what: 'one event',
    speaker: 'splunk',
    evidence: 'measured',
    request: event('{"event":"hello"}'),
    answer: success,
    sender: {
      gives: [{ event: 'hello' }],
      sends: { path: EVENT, headers: SPLUNK, body: envelope('hello') },
      does: { delivered: 1, requests: [['hello']] },
    },
    server: { as: both, keeps: ['hello'] },
  },
  {
    id: 'S02',
    what: 'two, glued',
    speaker: 'splunk',
    evidence: 'measured',
    request: event('{"event":"a"}{"event":"b"}'),
    answer: success,
    server: { as: [...both, 'vector', 'fluent-bit', 'otel', 'victorialogs'], keeps: 2 },
  },
  {
    id: 'S03',
    what: 'two, a line each: the framing that every receiver takes',
    speaker: 'splunk',
    evidence: 'measured',
    request: event('{"event":"a"}\n{"event":"b"}'),
    answer: success,
    sender: {
      gives: [{ event: 'a' }, { event: 'b' }],
      sends: { body: `${envelope('a')}\n${envelope('b')}` },
      does: { delivered: 2, requests: [['a', 'b']] },
    },
    server: { as: [...both, 'vector', 'fluent-bit', 'victorialogs'], keeps: 2 },
  },
  {
    id: 'S04',
    what: 'a top-level array; never sent: an array is one event',
    speaker: 'splunk',
    evidence: 'measured',
    request: event('[{"event":"a"},{"event":"b"}]'),
    answer: success,
    sender: {
      gives: [{ event: [{ event: 'a' }, { event: 'b' }] }],
      sends: { body: envelope([{ event: 'a' }, { event: 'b' }]) },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: ['a', 'b'] },
  },
  {
    id: 'S05',
    what: 'every envelope key',
    speaker: 'splunk',
    evidence: 'documented',
    request: event(JSON.stringify(full)),
    answer: success,
    sender: {
      gives: [
        {
          event: { m: 1 },
          source: 's',
          sourcetype: 'st',
          index: 'main',
          fields: { env: 'prod', n: 1, tags: ['a', 'b'] },
        },
      ],
      sends: { body: JSON.stringify(full) },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: [{ m: 1 }] },
  },
  ...['/services/collector', '/services/collector/event/1.0'].map(
    (path): Vector => ({
      id: path.endsWith('1.0') ? 'S06b' : 'S06a',
      what: `the same door by the path ${path}`,
      speaker: 'splunk',
      evidence: 'measured',
      request: { ...event('{"event":{"m":1},"time":1700000000}'), path },
      answer: success,
      sender: {
        base: path,
        gives: [{ event: { m: 1 }, time: '1700000000' }],
        sends: { path, body: '{"time":1700000000,"host":"h","event":{"m":1}}' },
        does: { delivered: 1 },
      },
      server: { as: both, keeps: [{ m: 1 }] },
    }),
  ),
  {
    id: 'S07',
    what: 'gzip',
    speaker: 'splunk',
    evidence: 'measured',
    request: event(gzipSync('{"event":"a"}\n{"event":"b"}'), { ...SPLUNK, 'content-encoding': 'gzip' }),
    answer: success,
    sender: {
      gives: [{ event: long }],
      sends: { headers: { 'content-encoding': 'gzip' }, body: envelope(long) },
      does: { delivered: 1 },
    },
    server: { as: [...both, 'vector', 'fluent-bit', 'otel', 'victorialogs'], keeps: 2 },
  },
  {
    id: 'S08',
    what: 'the token as password of HTTP Basic',
    speaker: 'splunk',
    evidence: 'documented',
    request: event('{"event":"a"}', { ...SPLUNK, authorization: `Basic ${btoa('x:T')}` }),
    answer: success,
    sender: {
      options: { tokenPrefix: 'Basic' },
      sends: { headers: { authorization: `Basic ${btoa('x:T')}` } },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: ['a'] },
  },
  {
    id: 'S09',
    what: 'raw lines, metadata in the query',
    speaker: 'splunk',
    evidence: 'measured',
    request: {
      path: '/services/collector/raw?sourcetype=st&host=h&source=s&index=main',
      headers: { ...SPLUNK, 'content-type': 'text/plain' },
      body: 'line1\nline2',
    },
    answer: success,
    sender: {
      options: { endpoint: 'raw' },
      gives: ['line1', 'line2'].map((line) => ({
        event: line,
        source: 'a source/ä',
        sourcetype: 'st',
        index: 'main',
      })),
      sends: {
        path: '/services/collector/raw?host=h&source=a%20source%2F%C3%A4&sourcetype=st&index=main',
        headers: { 'content-type': 'text/plain' },
        body: 'line1\nline2',
      },
      does: { delivered: 2 },
    },
    server: { as: both, keeps: ['line1', 'line2'] },
  },
  {
    id: 'S10',
    what: 'a metric',
    speaker: 'splunk',
    evidence: 'measured',
    request: event('{"event":"metric","fields":{"metric_name:cpu":1.5,"region":"eu"}}'),
    answer: success,
    sender: {
      gives: [{ event: 'metric', fields: { 'metric_name:cpu': 1.5, region: 'eu' } }],
      sends: {
        body: '{"time":1700000000.123,"host":"h","event":"metric","fields":{"metric_name:cpu":1.5,"region":"eu"}}',
      },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: 1 },
  },
  {
    id: 'S11',
    what: 'nearly full: taken all the same',
    speaker: 'splunk',
    evidence: 'documented',
    request: event('{"event":"a"}'),
    answer: { status: 200, body: { text: 'HEC queue is approaching its capacity limit', code: 24 } },
    sender: { does: { delivered: 1, requests: [['a']] } },
    server: { as: both, options: { faults: [{ do: 'status', status: 200, code: 24, take: true }] }, keeps: 1 },
  },
  {
    id: 'S12',
    what: 'acknowledgement nearly full: taken all the same',
    speaker: 'splunk',
    evidence: 'documented',
    request: event('{"event":"a"}'),
    answer: { status: 200, body: { text: 'HEC ACK is approaching its capacity limit', code: 25 } },
    sender: { does: { delivered: 1, requests: [['a']] } },
    server: { as: both, options: { faults: [{ do: 'status', status: 200, code: 25, take: true }] }, keeps: 1 },
  },
  {
    id: 'S13',
    what: 'health needs no token',
    speaker: 'splunk',
    evidence: 'measured',
    request: { method: 'GET', path: '/services/collector/health' },
    answer: { status: 200, body: { text: 'HEC is healthy', code: 17 } },
    server: { as: both },
  },
  {
    id: 'S14',
    what: 'OPTIONS needs no token',
    speaker: 'splunk',
    evidence: 'measured',
    request: { method: 'OPTIONS', path: '/services/collector/event/1.0' },
    answer: { status: 200, body: '', headers: { allow: 'POST,OPTIONS' } },
    server: { as: both },
  },
];
