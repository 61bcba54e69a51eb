import { deflateSync } from 'node:zlib';
import { type Answer, envelope, type Sender, success, texts, type Vector } from '../vector.ts';
import { event, SPLUNK } from './splunk-accepted.ts';

const both = ['splunk', 'splunk-cloud'] as const;
const hec = (status: number, text: string, code: number, more: object = {}): Answer => ({
  status,
  body: { text, code, ...more },
});
const at = (number: number): object => ({ 'invalid-event-number': number });
const busy = (body: Answer, does: Sender['does'] = {}): Sender => ({
  gives: texts('a', 'b'),
  answers: [body],
  does: {
    delivered: 2,
    retries: 'clean',
    requests: [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ...does,
  },
});
/** Held, said, and delivered once it is mended. */
const parked: Sender = { does: { delivered: 1, parks: true, requests: [['a'], ['a']] } };
/** The middle one of three is refused alone. */
const middle: Sender = {
  gives: texts('a', 'b', 'c'),
  does: { delivered: 2, refused: 1, requests: [['a', 'b', 'c'], ['c']] },
};
const alone: Sender = { does: { delivered: 0, refused: 1, requests: [['a']] } };
const ten = Array.from({ length: 12 }, (_, i) => `event ${i}`);
const large = Array.from({ length: 4 }, (_, i) => `${i}${'x'.repeat(1_600_000)}`);
const notFound = { text: 'The requested URL was not found on this server.', code: 404 };
const blank = hec(400, 'Event field cannot be blank', 13, at(0));

const v = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'splunk',
  evidence,
  request: event('{"event":"a"}'),
  ...more,
});

/** Section 7.2. */
export const splunkRejected: readonly Vector[] = [
  v('S20', 'no credential', 'measured', {
    request: event('{"event":"a"}', { 'content-type': 'application/json' }),
    answer: hec(401, 'Token is required', 2),
    sender: parked,
    server: { as: both, keeps: 0 },
  }),
  v('S21', 'an authorization that cannot be read', 'documented', {
    request: event('{"event":"a"}', { ...SPLUNK, authorization: 'Token abc' }),
    answer: hec(401, 'Invalid authorization', 3),
    sender: parked,
    server: { as: both, keeps: 0 },
  }),
  v('S22', 'an unknown token', 'measured', {
    request: event('{"event":"a"}', { ...SPLUNK, authorization: 'Splunk wrong' }),
    answer: hec(403, 'Invalid token', 4),
    sender: parked,
    server: { as: both, keeps: 0 },
  }),
  v('S23', 'a disabled token', 'documented', {
    request: event('{"event":"a"}', { ...SPLUNK, authorization: 'Splunk off' }),
    answer: hec(403, 'Token disabled', 1),
    sender: parked,
    server: { as: both, options: { disabledTokens: ['off'] }, keeps: 0 },
  }),
  v('S24', 'the token in the query, not allowed', 'measured', {
    request: { ...event('{"event":"a"}', {}), path: '/services/collector/event?token=T' },
    answer: hec(400, 'Query string authorization is not enabled', 16),
    sender: {
      ...parked,
      options: { splunk: { queryAuth: true } },
      sends: { path: '/services/collector/event?token=T', headers: { authorization: undefined } },
    },
    server: { as: both, keeps: 0 },
  }),
  v('S25', 'a wrong token in the query, not allowed', 'measured', {
    request: { ...event('{"event":"a"}', {}), path: '/services/collector/event?token=wrong' },
    answer: hec(403, 'Invalid token', 4),
    sender: { ...parked, options: { splunk: { queryAuth: true } } },
    server: { as: both, keeps: 0 },
  }),
  v('S26', 'an empty body; never sent', 'measured', {
    request: event(''),
    answer: hec(400, 'No data', 5),
    sender: { gives: texts(''), answers: [success], sends: { body: /"event":\{"blank":/ }, does: { delivered: 1 } },
    server: { as: both, keeps: 0 },
  }),
  v('S27', 'no JSON', 'measured', {
    request: event('not json'),
    answer: hec(400, 'Invalid data format', 6, at(0)),
    sender: alone,
    server: { as: both, keeps: 0 },
  }),
  v('S28', 'a syntax error in the second of three', 'measured', {
    request: event('{"event":"a"}\n{"event":"b",,}\n{"event":"c"}'),
    answer: hec(400, 'Invalid data format', 6, at(1)),
    sender: { ...middle, sends: { body: ['a', 'b', 'c'].map(envelope).join('\n') } },
    server: { as: both, keeps: ['a'] },
  }),
  v('S29', 'a blank event as second of three', 'measured', {
    request: event('{"event":"a"}\n{"event":""}\n{"event":"c"}'),
    answer: hec(400, 'Event field cannot be blank', 13, at(1)),
    sender: middle,
    server: { as: both, keeps: ['a'] },
  }),
  v('S30', 'no event in the second of three', 'measured', {
    request: event('{"event":"a"}\n{"host":"h"}\n{"event":"c"}'),
    answer: hec(400, 'Event field is required', 12, at(1)),
    sender: middle,
    server: { as: both, keeps: ['a'] },
  }),
  v('S31', 'nested fields in the second of three', 'measured', {
    request: event('{"event":"a"}\n{"event":"b","fields":{"x":{"y":1}}}\n{"event":"c"}'),
    answer: hec(400, 'Error in handling indexed fields', 15, at(1)),
    sender: middle,
    server: { as: both, keeps: ['a'] },
  }),
  v('S32', 'an index that is not allowed, second of three: counted from one', 'measured', {
    request: event('{"event":"a"}\n{"event":"b","index":"nope"}\n{"event":"c"}'),
    answer: hec(400, 'Incorrect index', 7, at(2)),
    // Events for an index of their own travel apart, so that only they are refused.
    sender: {
      gives: [{ event: 'a' }, { event: 'b', index: 'nope' }, { event: 'c' }],
      answers: [success, hec(400, 'Incorrect index', 7, at(1))],
      does: { delivered: 2, refused: 1, requests: [['a', 'c'], ['b']] },
    },
    server: { as: both, options: { indexes: ['main'] }, keeps: ['a'] },
  }),
  v('S32b', 'the index of all events is not allowed: a configuration', 'measured', {
    answer: hec(400, 'Incorrect index', 7, at(2)),
    sender: {
      options: { index: 'nope' },
      gives: texts('a', 'b', 'c'),
      does: {
        delivered: 3,
        parks: true,
        requests: [
          ['a', 'b', 'c'],
          ['b', 'c'],
        ],
      },
    },
  }),
  v('S33', 'the only event for an index that is not allowed', 'measured', {
    request: event('{"event":"x","index":"nope"}'),
    answer: hec(400, 'Incorrect index', 7, at(1)),
    sender: { gives: [{ event: 'x', index: 'nope' }], does: { delivered: 0, refused: 1, requests: [['x']] } },
    server: { as: both, options: { indexes: ['main'] }, keeps: 0 },
  }),
  v('S34', 'a time that is no number', 'measured', {
    request: event('{"event":"x","time":"notanumber"}'),
    answer: hec(400, 'Error in handling indexed fields', 15, at(0)),
    sender: alone,
    server: { as: both, keeps: 0 },
  }),
  v('S35', 'scientific notation of a time; never sent', 'third party', {
    request: event('{"event":"x","time":1.7e9}'),
    answer: hec(400, 'Error in handling indexed fields', 15, at(0)),
    sender: {
      gives: [{ event: 'x', time: 1e-7 }],
      answers: [success],
      sends: { body: /^\{"time":\d+(\.\d+)?,/ },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: 0 },
  }),
  ...(
    [
      ['a', 'null', null],
      ['b', '"   "', '   '],
      ['c', '{}', {}],
    ] as const
  ).map(
    ([letter, text, given]): Vector =>
      v(`S36${letter}`, `the blank event ${text}; never sent`, 'measured', {
        request: event(`{"event":${text}}`),
        answer: blank,
        sender: {
          gives: [{ event: given }],
          answers: [success],
          sends: { body: /"event":\{"blank":/ },
          does: { delivered: 1 },
        },
        server: { as: both, keeps: 0 },
      }),
  ),
  v('S37', 'deflate: a web page', 'measured', {
    request: event(deflateSync('{"event":"a"}'), { ...SPLUNK, 'content-encoding': 'deflate' }),
    answer: { status: 415 },
    sender: {
      answers: [{ status: 415, headers: { 'content-type': 'text/html' }, body: '<!doctype html><h1>415</h1>' }],
      ...parked,
    },
    server: { as: both, keeps: 0 },
  }),
  v('S38', 'GET', 'measured', {
    request: { method: 'GET', path: '/services/collector/event', headers: SPLUNK },
    answer: { status: 405, body: notFound },
    sender: parked,
    server: { as: both },
  }),
  v('S39', 'an unknown path', 'measured', {
    request: { path: '/nope', headers: SPLUNK, body: '{"event":"a"}' },
    answer: { status: 404, body: notFound },
    sender: parked,
    server: { as: both, keeps: 0 },
  }),
  v('S40', 'Cloud: a valid body of 6,000,000 bytes', 'measured', {
    request: event(large.map((text) => JSON.stringify({ event: text })).join('\n')),
    answer: hec(400, 'Invalid data format', 6, at(0)),
    sender: {
      options: { batch: { maxBytes: 10_000_000 } },
      gives: texts(...large),
      does: { delivered: 4, counts: [4, 2, 2] },
    },
    server: { as: 'splunk-cloud', keeps: 0 },
  }),
  v('S41', 'a body over max_content_length', 'documented', {
    answer: { status: 413 },
    request: event('{"event":"a"}\n{"event":"b"}'),
    sender: { gives: texts('a', 'b'), does: { delivered: 2, requests: [['a', 'b'], ['a'], ['b']] } },
    server: { as: 'splunk', options: { maxContentLength: 10 }, keeps: 0 },
  }),
  ...(
    [
      ['S42', 'busy', 'documented', hec(503, 'Server is busy', 9), 'clean'],
      ['S44', 'stopping', 'documented', hec(503, 'Server is shutting down', 23), 'clean'],
      [
        'S45',
        'full, with back-pressure',
        'documented',
        hec(429, 'HEC queue is at capacity and cannot process any more requests', 26),
        'clean',
      ],
      ['S46', 'an internal error', 'documented', hec(500, 'Internal server error', 8), 'ambiguous'],
    ] as const
  ).map(([id, what, evidence, answer, retries]) => {
    const { code } = answer.body as { code: number };
    return v(id, what, evidence, {
      answer,
      sender: busy(answer, { retries }),
      server: { as: both, options: { faults: [{ do: 'status', status: answer.status, code }] }, keeps: 0 },
    });
  }),
  v('S43', 'busy in the middle of a batch', 'third party', {
    request: event(ten.map((text) => JSON.stringify({ event: text })).join('\n')),
    answer: hec(503, 'Server is busy', 9, at(10)),
    sender: {
      gives: texts(...ten),
      does: { delivered: 12, retries: 'clean', requests: [ten, ten.slice(10)] },
    },
    server: { as: both, options: { faults: [{ do: 'status', status: 503, code: 9, take: 10 }] }, keeps: 10 },
  }),
  v('S47', 'health: queues full', 'documented', {
    request: { method: 'GET', path: '/services/collector/health' },
    answer: hec(503, 'HEC is unhealthy, queues are full', 18),
    server: {
      as: both,
      options: { faults: [{ do: 'status', status: 503, code: 18, path: '/health' }] },
    },
  }),
  v('S48', 'an unknown envelope key ends the reading without a word; never sent', 'measured', {
    request: event('{"event":"a"}\n{"event":"b","severity":"info"}'),
    answer: success,
    sender: {
      gives: [{ event: 'a', ...({ severity: 'info', level: 30 } as object) }],
      sends: { body: envelope('a') },
      does: { delivered: 1 },
    },
    server: { as: both, keeps: ['a'] },
  }),
];
