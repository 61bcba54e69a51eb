import { type Answer, type Request, texts, type Vector } from '../vector.ts';

const KEY = { 'x-sekoiaio-intake-key': 'T' } as const;
const JSON_TYPE = { 'content-type': 'application/json' } as const;
const post = (path: string, body: string, headers: Record<string, string> = KEY): Request => ({ path, headers, body });
const ids = (...event_ids: readonly (string | null)[]): Answer => ({ status: 200, body: { event_ids } });
const one: Answer = { status: 200, body: { event_id: 'u1' } };
const two = texts('l1', 'l2');
const long = 'x'.repeat(256_001);

const v = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'sekoia',
  evidence,
  // The ids are the intake's to make up: only the status can be compared.
  answer: { status: 200 },
  ...more,
});

/** Section 7.8. The address of a region (K08) is in `../addresses.ts`. */
export const sekoia: readonly Vector[] = [
  v('K01', 'plain: one event, as text', 'documented', {
    request: post('/plain', 'text line'),
    sender: {
      options: { sekoia: { path: 'plain' } },
      gives: texts('text line'),
      answers: [one],
      sends: { path: '/plain', headers: KEY, body: 'text line' },
      does: { delivered: 1, receipts: ['u1'] },
    },
    server: { as: 'sekoia', keeps: ['text line'] },
  }),
  v('K02', 'plain/batch: a line each; the key as password', 'documented', {
    request: post('/plain/batch', 'l1\nl2', { authorization: `Basic ${btoa(':T')}` }),
    sender: {
      options: { sekoia: { path: 'plain/batch', keyIn: 'basic' } },
      gives: two,
      answers: [ids('u1', 'u2')],
      // The user does not matter.
      sends: { path: '/plain/batch', headers: { authorization: `Basic ${btoa('x:T')}` }, body: 'l1\nl2' },
      does: { delivered: 2, receipts: ['u1', 'u2'] },
    },
    server: { as: 'sekoia', keeps: ['l1', 'l2'] },
  }),
  v('K03', 'jsons: an array; the key in the query', 'documented', {
    request: post('/jsons?intake_key=T', '["l1","l2"]', JSON_TYPE),
    sender: {
      options: { sekoia: { keyIn: 'query' } },
      gives: two,
      answers: [ids('u1', 'u2')],
      sends: {
        path: '/jsons?intake_key=T',
        headers: { ...JSON_TYPE, 'x-sekoiaio-intake-key': undefined },
        body: /^\["l1"\n?,"l2"\]$/,
      },
      does: { delivered: 2, receipts: ['u1', 'u2'] },
    },
    server: { as: 'sekoia', keeps: ['l1', 'l2'] },
  }),
  v('K04', 'jsons inside an object', 'documented', {
    request: post('/jsons?path=$.a.b', '{"a":{"b":["l1"]}}', { ...KEY, ...JSON_TYPE }),
    sender: {
      options: { sekoia: { jsonPath: '$.a.b' } },
      gives: texts('l1'),
      answers: [ids('u1')],
      sends: { path: '/jsons?path=%24.a.b', headers: { ...KEY, ...JSON_TYPE }, body: '{"a":{"b":["l1"]}}' },
      does: { delivered: 1, receipts: ['u1'] },
    },
    server: { as: 'sekoia', keeps: ['l1'] },
  }),
  v('K05', '/: one structured event, as text, the key in the body', 'documented', {
    request: post('/', '{"intake_key":"K","json":"{\\"key\\":\\"value\\"}"}', JSON_TYPE),
    sender: {
      options: { sekoia: { path: '/' } },
      gives: texts({ key: 'value' }),
      answers: [one],
      sends: {
        path: '/',
        headers: { ...JSON_TYPE, 'x-sekoiaio-intake-key': undefined, authorization: undefined },
        body: '{"@timestamp":"2023-11-14T22:13:20.123Z","intake_key":"T","json":"{\\"key\\":\\"value\\"}"}',
      },
      does: { delivered: 1, receipts: ['u1'] },
    },
    server: { as: 'sekoia', keeps: ['{"key":"value"}'] },
  }),
  v('K06', 'batch: the key in the body', 'documented', {
    request: post('/batch', '{"intake_key":"K","jsons":["l1","{\\"k\\":1}"]}', JSON_TYPE),
    sender: {
      options: { sekoia: { path: 'batch' } },
      gives: texts('l1', { k: 1 }),
      answers: [ids('u1', 'u2')],
      sends: { path: '/batch', body: /^\{"intake_key":"T","jsons":\["l1"\n?,"\{\\"k\\":1\}"\]\}$/ },
      does: { delivered: 2, receipts: ['u1', 'u2'] },
    },
    server: { as: 'sekoia', keeps: ['l1', '{"k":1}'] },
  }),
  v('K07', 'array: each event with its time and the key', 'documented', {
    request: post(
      '/array',
      '[{"timestamp":"2021-04-05T21:33:31+02:00","intake_key":"K","json":"l1"},{"intake_key":"K2","json":"l2"}]',
      JSON_TYPE,
    ),
    sender: {
      options: { sekoia: { path: 'array' } },
      gives: [
        { event: 'l1', time: '1617651211' },
        { event: 'l2', time: '1617651212.5' },
      ],
      answers: [ids('u1', 'u2')],
      sends: {
        path: '/array',
        body: /^\[\{"timestamp":"2021-04-05T19:33:31(\.0+)?Z","intake_key":"T","json":"l1"\}\n?,\{"timestamp":"2021-04-05T19:33:32\.50*Z","intake_key":"T","json":"l2"\}\]$/,
      },
      does: { delivered: 2, receipts: ['u1', 'u2'] },
    },
    server: { as: 'sekoia', keeps: ['l1', 'l2'] },
  }),
  v('K08', 'a region with a path of its own: appended', 'documented', {
    request: post('/api/v1/intake-http/jsons', '["l1"]', { ...KEY, ...JSON_TYPE }),
    sender: {
      base: '/api/v1/intake-http',
      gives: texts('l1'),
      answers: [ids('u1')],
      sends: { path: '/api/v1/intake-http/jsons', body: '["l1"]' },
      does: { delivered: 1, receipts: ['u1'] },
    },
    server: { as: 'sekoia', keeps: ['l1'] },
  }),
  v('K09', 'one event over 250 KiB', 'documented', {
    request: post('/plain', long),
    answer: { status: 413 },
    sender: {
      options: { sekoia: { path: 'plain' } },
      gives: texts('l1'),
      does: { delivered: 0, refused: 1, requests: [['l1']] },
    },
    server: { as: 'sekoia', keeps: 0 },
  }),
  v('K10a', 'one of a batch over 250 KiB: refused alone, inside a success', 'U', {
    requestEvidence: 'documented',
    request: post('/plain/batch', `l1\n${long}\nl3`),
    sender: {
      gives: texts('l1', 'l2', 'l3'),
      answers: [ids('u1', null, 'u3')],
      does: { delivered: 2, refused: 1, receipts: ['u1', 'u3'], requests: [['l1', 'l2', 'l3']] },
    },
    server: { as: 'sekoia', keeps: ['l1', 'l3'] },
  }),
  v('K10b', 'all of a batch over 250 KiB', 'documented', {
    request: post('/plain/batch', `${long}\n${long}`),
    answer: { status: 413 },
    sender: {
      gives: two,
      answers: [{ status: 413 }, { status: 413 }, { status: 413 }],
      does: { delivered: 0, refused: 2, requests: [['l1', 'l2'], ['l1'], ['l2']] },
    },
    server: { as: 'sekoia', keeps: 0 },
  }),
  v('K11', 'the time of a request in a header; each event has its own by array instead', 'documented', {
    request: post('/plain', 'l1', { ...KEY, 'x-sekoiaio-event-timestamp': '2026-11-20T12:00:00Z' }),
    server: { as: 'sekoia', keeps: ['l1'] },
  }),
];
