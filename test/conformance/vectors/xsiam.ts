import { type Request, texts, type Vector } from '../vector.ts';

const JSON_TYPE = { 'content-type': 'application/json' } as const;
const BARE = { authorization: 'T', ...JSON_TYPE };
const BEARER = { authorization: 'Bearer T', ...JSON_TYPE };
const PATH = '/logs/v1/event';
const post = (body: string, headers: Record<string, string> = BARE): Request => ({ path: PATH, headers, body });
const ok = { status: 200, body: { ok: 'true' } };
const elisity = { event_type: 'policy_enforcement', timestamp: '2026-02-23T10:30:00Z' };
const plain = { xsiam: { metadata: false } } as const;

const v = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'xsiam',
  evidence,
  ...more,
});

/** Section 7.7. */
export const xsiam: readonly Vector[] = [
  v('X01', 'two objects, a line each; the bare key', 'U', {
    requestEvidence: 'third party',
    request: post('{"a":1}\n{"a":2}'),
    answer: ok,
    sender: {
      base: PATH,
      options: { ...plain, tokenPrefix: '' },
      gives: texts({ a: 1 }, { a: 2 }),
      sends: { path: PATH, headers: BARE, body: '{"a":1}\n{"a":2}' },
      does: { delivered: 2 },
    },
    server: { as: 'xsiam', keeps: [{ a: 1 }, { a: 2 }] },
  }),
  v('X02', 'the key as Bearer', 'documented', {
    request: post('{"a":1}', BEARER),
    answer: { status: 200 },
    sender: {
      base: PATH,
      options: plain,
      gives: texts({ a: 1 }),
      answers: [ok],
      sends: { headers: BEARER, body: '{"a":1}' },
      does: { delivered: 1 },
    },
    server: { as: 'xsiam', keeps: [{ a: 1 }] },
  }),
  v('X03', 'the envelope of Elisity and Cribl', 'documented', {
    request: post(JSON.stringify({ data: elisity, collector_ms: 1_771_842_600_000 }), BEARER),
    answer: { status: 200 },
    sender: {
      base: PATH,
      options: { xsiam: { metadata: false, envelope: true } },
      gives: [{ event: elisity, time: 1_771_842_600_000 }],
      answers: [ok],
      sends: { body: JSON.stringify({ data: elisity, collector_ms: 1_771_842_600_000 }) },
      does: { delivered: 1 },
    },
    server: { as: 'xsiam', keeps: [elisity] },
  }),
  v('X04', 'a wrong key', 'documented', {
    request: post('{"a":1}', { ...BEARER, authorization: 'Bearer wrong' }),
    answer: { status: 401, body: { error: 'Failed to validate authentication detail' } },
    sender: { base: PATH, gives: texts({ a: 1 }), does: { delivered: 1, parks: true } },
    server: { as: 'xsiam', keeps: 0 },
  }),
  v('X05', 'more than 25 MB: halves', 'documented', {
    request: post(`{"a":"${'x'.repeat(25_000_000)}"}`, BEARER),
    answer: { status: 413 },
    sender: {
      base: PATH,
      options: plain,
      gives: texts({ a: 1 }, { a: 2 }),
      does: { delivered: 2, requests: [[{ a: 1 }, { a: 2 }], [{ a: 1 }], [{ a: 2 }]] },
    },
    server: { as: 'xsiam', keeps: 0 },
  }),
  v('X06', 'Retry-After of seven seconds', 'documented', {
    request: post('{"a":1}', BEARER),
    answer: { status: 429, headers: { 'retry-after': '7' } },
    sender: {
      base: PATH,
      gives: texts({ a: 1 }),
      does: { delivered: 1, retries: 'clean', waits: [7000, 10_000] },
    },
    server: {
      as: 'xsiam',
      options: { faults: [{ do: 'status', status: 429, retryAfter: 7 }] },
      keeps: 0,
    },
  }),
  v('X07', 'uncompressed, unless the collector was created for gzip', 'documented', {
    sender: {
      base: PATH,
      gives: texts({ a: 'x'.repeat(5000) }),
      answers: [ok],
      sends: { headers: { 'content-encoding': undefined } },
      does: { delivered: 1 },
    },
  }),
  v('X08', 'CEF and LEEF lines as they are', 'documented', {
    request: post('CEF:0|a|b\nLEEF:1.0|c|d', { ...BEARER, 'content-type': 'text/plain' }),
    answer: { status: 200 },
    sender: {
      base: PATH,
      options: { xsiam: { format: 'text' } },
      gives: texts('CEF:0|a|b', 'LEEF:1.0|c|d'),
      answers: [ok],
      sends: { headers: { 'content-type': 'text/plain' }, body: 'CEF:0|a|b\nLEEF:1.0|c|d' },
      does: { delivered: 2 },
    },
    server: { as: 'xsiam', keeps: ['CEF:0|a|b', 'LEEF:1.0|c|d'] },
  }),
];
