import { type Answer, CHANNEL, envelope, success, texts, type Vector } from '../vector.ts';
import { event, SPLUNK } from './splunk-accepted.ts';

const both = ['splunk', 'splunk-cloud'] as const;
const ACK = { ...SPLUNK, 'x-splunk-request-channel': CHANNEL };
const one = event('{"event":"hello"}', ACK);
const taken = (ackId: number): Answer => ({ status: 200, body: { text: 'Success', code: 0, ackId } });
const on = { ack: { delayMs: 0 } } as const;
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const acked = { ack: { enabled: true } } as const;
const poll = (ids: readonly number[], channel = CHANNEL) => ({
  path: `/services/collector/ack?channel=${channel}`,
  headers: SPLUNK,
  body: JSON.stringify({ acks: ids }),
});

const v = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'splunk',
  evidence,
  request: one,
  ...more,
});

const missing = (code: 10 | 28, text: string): Answer => ({ status: 400, body: { text, code } });

/** Section 7.3. What the sender asks the indexer, and makes of the answers, is in `../acknowledgement.ts`. */
export const splunkAck: readonly Vector[] = [
  v('A01a', 'the first request of a channel', 'measured', {
    answer: taken(0),
    sender: { options: acked, sends: { headers: { 'x-splunk-request-channel': GUID } }, does: { delivered: 1 } },
    server: { as: both, options: on, keeps: 1 },
  }),
  v('A01b', 'the second', 'measured', { answer: taken(1), server: { as: both, options: on, before: [one] } }),
  v('A02', 'no channel, Enterprise', 'measured', {
    request: event('{"event":"hello"}'),
    answer: missing(10, 'Data channel is missing'),
    sender: { does: { delivered: 1, parks: true } },
    server: { as: 'splunk', options: on, keeps: 0 },
  }),
  v('A03', 'no channel, Cloud', 'measured', {
    request: event('{"event":"hello"}'),
    answer: missing(
      28,
      'Data channel is missing. If you have multiple indexers, sticky session load balancers must be provisioned and client requests must be routed accordingly.',
    ),
    sender: { does: { delivered: 1, parks: true } },
    server: { as: 'splunk-cloud', options: on, keeps: 0 },
  }),
  v('A04', 'a channel that is no GUID', 'documented', {
    request: event('{"event":"hello"}', { ...ACK, 'x-splunk-request-channel': 'not-a-guid' }),
    answer: { status: 400, body: { text: 'Invalid data channel', code: 11 } },
    sender: { does: { delivered: 1, parks: true } },
    server: { as: both, options: on, keeps: 0 },
  }),
  v('A05', 'asking for acknowledgements', 'documented', {
    request: poll([0, 1]),
    answer: { status: 200, body: { acks: { 0: true, 1: false } } },
    server: { as: both, options: on, before: [one] },
  }),
  v('A06', 'asking again after a true', 'documented', {
    request: poll([0, 1]),
    answer: { status: 200, body: { acks: { 0: false, 1: false } } },
    server: { as: both, options: on, before: [one, poll([0])] },
  }),
  v('A07', 'asking on another channel', 'measured', {
    request: poll([0], '99999999-2222-3333-4444-555555555555'),
    answer: { status: 200, body: { acks: { 0: false } } },
    server: { as: both, options: on, before: [one] },
  }),
  v('A08', 'asking with a token without acknowledgement', 'measured', {
    request: poll([0]),
    answer: { status: 400, body: { text: 'ACK is disabled', code: 14 } },
    server: { as: both },
  }),
  v('A09', 'a bad event on a channel: the head gets an id', 'measured', {
    request: event('{"event":"a"}\n{"event":"b",,}\n{"event":"c"}', ACK),
    answer: {
      status: 400,
      body: { text: 'Invalid data format', code: 6, 'invalid-event-number': 1, ackId: 0 },
    },
    sender: {
      options: acked,
      gives: texts('a', 'b', 'c'),
      answers: [
        {
          status: 400,
          body: { text: 'Invalid data format', code: 6, 'invalid-event-number': 1, ackId: 0 },
        },
        taken(1),
      ],
      sends: { body: ['a', 'b', 'c'].map(envelope).join('\n') },
      does: { delivered: 2, refused: 1, requests: [['a', 'b', 'c'], ['c']] },
    },
    server: { as: both, options: on, keeps: ['a'] },
  }),
  v('A10', 'nothing but a bad event: no id', 'measured', {
    request: event('not json', ACK),
    answer: { status: 400, body: { text: 'Invalid data format', code: 6, 'invalid-event-number': 0 } },
    sender: { options: acked, does: { delivered: 0, refused: 1, requests: [['a']] } },
    server: { as: both, options: on, keeps: 0 },
  }),
  v('A11', 'the channel is full, with back-pressure', 'documented', {
    answer: {
      status: 429,
      body: { text: 'HEC ACK channel is at capacity and cannot process any more requests', code: 27 },
    },
    sender: { does: { delivered: 1, retries: 'clean', requests: [['a'], ['a']] } },
    server: {
      as: both,
      options: { ack: { delayMs: 600_000, maxPending: 1 }, backpressure: true },
      before: [one],
      keeps: 1,
    },
  }),
  v('A12', 'a cookie that ties the channel to an indexer', 'documented', {
    answer: { status: 200, headers: { 'set-cookie': `hec=${CHANNEL}` }, body: { text: 'Success', code: 0, ackId: 0 } },
    server: { as: both, options: { ack: { delayMs: 0, cookie: 'hec' } }, keeps: 1 },
  }),
  v('A13', 'a channel with a token without acknowledgement', 'third party', {
    answer: success,
    sender: { options: acked, does: { delivered: 1 } },
    server: { as: both, keeps: 1 },
  }),
];
