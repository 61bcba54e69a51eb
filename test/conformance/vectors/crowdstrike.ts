import { type Answer, envelope, type Request, success, texts, type Vector } from '../vector.ts';

const BEARER = { authorization: 'Bearer T', 'content-type': 'application/json' } as const;
const PATH = '/services/collector';
const sample = {
  host: 'sample-host',
  timestamp: 'NS',
  timeunit: 'nanoseconds',
  message: 'Sample message',
};
/** Nineteen digits, which a number of JavaScript does not hold. */
const ns = (value: object): string => JSON.stringify(value).replace('"NS"', '1747771778324434944');
const post = (body: string, path = PATH, headers: Record<string, string> = BEARER): Request => ({
  path,
  headers,
  body,
});
const inside = (event: object): string =>
  `{"event":{"host":"h","timestamp":1700000000123000000,"timeunit":"nanoseconds",${JSON.stringify(event).slice(1)}}`;

const falconRow = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'falcon',
  evidence,
  ...more,
});

const TYPES = { csv: 'text/csv', xml: 'text/xml', yaml: 'application/x-yaml' } as const;

/** Section 7.5. Addresses of regions (C06) are in `../addresses.ts`. */
export const falcon: readonly Vector[] = [
  falconRow('C01', 'the shape FalconPy sends', 'U', {
    requestEvidence: 'code',
    request: post(ns({ event: sample, fields: { '#falconpy': 'Sample payload' } })),
    answer: { status: 200 },
    sender: {
      base: PATH,
      gives: [
        {
          event: { message: 'Sample message' },
          host: 'sample-host',
          time: 1_747_771_778_324_434_944n,
          fields: { '#falconpy': 'Sample payload' },
        },
      ],
      answers: [{ status: 200, body: { text: 'Success' } }],
      sends: { path: PATH, headers: BEARER, body: ns({ event: sample, fields: { '#falconpy': 'Sample payload' } }) },
      does: { delivered: 1 },
    },
    server: { as: 'falcon', keeps: 1 },
  }),
  falconRow('C02', 'raw', 'U', {
    requestEvidence: 'code',
    request: post(ns({ event: sample }), `${PATH}/raw`),
    answer: { status: 200 },
    sender: {
      // The console's API URL: the raw door is beside it.
      base: PATH,
      options: { endpoint: 'raw' },
      gives: texts(ns({ event: sample })),
      answers: [{ status: 200 }],
      sends: { path: `${PATH}/raw`, headers: BEARER, body: ns({ event: sample }) },
      does: { delivered: 1 },
    },
    server: { as: 'falcon', keeps: [ns({ event: sample })] },
  }),
  falconRow('C03', 'two events, a line each', 'third party', {
    request: post('{"time":1746352800,"event":{"n":1}}\n{"time":1746352860,"event":{"n":2}}'),
    answer: { status: 200 },
    sender: {
      base: PATH,
      gives: texts({ n: 1 }, { n: 2 }),
      answers: [{ status: 200 }],
      sends: { body: `${inside({ n: 1 })}\n${inside({ n: 2 })}` },
      does: { delivered: 2 },
    },
    server: { as: 'falcon', keeps: [{ n: 1 }, { n: 2 }] },
  }),
  falconRow('C04', 'a rotated or wrong key', 'third party', {
    request: post('{"event":"x"}', PATH, { ...BEARER, authorization: 'Bearer wrong' }),
    answer: { status: 403 },
    sender: {
      base: PATH,
      gives: texts({ n: 1 }),
      answers: [{ status: 403, body: { text: 'Invalid token', code: 4 } }],
      does: { delivered: 1, parks: true },
    },
    server: { as: 'falcon', keeps: 0 },
  }),
  falconRow('C05', 'a JSON array', 'third party', {
    request: post('[{"event":"x"}]'),
    answer: { status: 400 },
    sender: {
      base: PATH,
      gives: texts({ n: 1 }),
      answers: [{ status: 400 }],
      does: { delivered: 0, refused: 1 },
    },
    server: { as: 'falcon', keeps: 0 },
  }),
  ...(Object.entries(TYPES) as [keyof typeof TYPES, string][]).map(([format, type], at) =>
    falconRow(`C07${'abc'[at]}`, `raw ${format}`, 'code', {
      request: post('a,b\nc,d', `${PATH}/raw`, { ...BEARER, 'content-type': type }),
      answer: { status: 200 },
      sender: {
        base: `${PATH}/raw`,
        options: { endpoint: 'raw', falcon: { format } },
        gives: texts('a,b', 'c,d'),
        answers: [{ status: 200 }],
        sends: { headers: { 'content-type': type, authorization: 'Bearer T' }, body: 'a,b\nc,d' },
        does: { delivered: 2 },
      },
      server: { as: 'falcon', keeps: ['a,b', 'c,d'] },
    }),
  ),
  falconRow('C08', 'success is 200 and nothing else', 'code', {
    request: post(ns({ event: { host: 'connection_test', timestamp: 'NS', timeunit: 'nanoseconds', test: 'x' } })),
    answer: { status: 200 },
    sender: {
      base: PATH,
      gives: texts({ n: 1 }),
      answers: [{ status: 202 }, { status: 200 }],
      does: { delivered: 1, retries: 'ambiguous' },
    },
    server: { as: 'falcon', keeps: 1 },
  }),
  falconRow('C09', 'nineteen digits of a timestamp arrive', 'U', {
    requestEvidence: 'documented',
    request: post('{"event":{"timestamp":1747771778324434944,"timeunit":"nanoseconds"}}'),
    answer: { status: 200 },
    sender: {
      base: PATH,
      gives: [{ event: { n: 1 }, time: 1_747_771_778_324_434_944n }],
      answers: [{ status: 200 }],
      sends: { body: /"timestamp":1747771778324434944,"timeunit":"nanoseconds"/ },
      does: { delivered: 1 },
    },
    server: { as: 'falcon', keeps: 1 },
  }),
  ...[429, 503].map((status, at) =>
    falconRow(`C10${'ab'[at]}`, `${status}: sent again, where FalconPy gives up`, 'code', {
      request: post('{"event":"x"}'),
      answer: { status },
      sender: {
        base: PATH,
        gives: texts({ n: 1 }),
        answers: [{ status }, { status: 200 }],
        does: { delivered: 1, retries: 'clean' },
      },
      server: { as: 'falcon', options: { faults: [{ do: 'status', status }] }, keeps: 0 },
    }),
  ),
];

const HEC = '/api/v1/ingest/hec';
const row = (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
  id,
  what,
  speaker: 'logscale',
  evidence,
  ...more,
});
const structured = '[{"tags":{"env":"prod"},"events":[{"timestamp":"2023-11-14T22:13:20.123Z","attributes":{"m":1}}]}]';
const refused: Answer = { status: 401, body: 'The ingest token is missing or not known.' };
const many = Array.from({ length: 5001 }, (_, i) => i);

/** Section 7.6. */
export const logscale: readonly Vector[] = [
  row('L01', 'one event with a tag', 'documented', {
    request: post('{"time":1700000000.123,"event":{"m":1},"fields":{"#env":"prod"}}', HEC),
    answer: { status: 200 },
    sender: {
      gives: [{ event: { m: 1 }, fields: { '#env': 'prod' } }],
      answers: [success],
      sends: {
        path: HEC,
        headers: BEARER,
        body: '{"time":1700000000.123,"host":"h","event":{"m":1},"fields":{"#env":"prod"}}',
      },
      does: { delivered: 1 },
    },
    server: { as: 'logscale', keeps: [{ m: 1 }] },
  }),
  row('L02a', 'two, a space between', 'documented', {
    request: post('{"event":"a"} {"event":"b"}', HEC),
    answer: { status: 200 },
    server: { as: 'logscale', keeps: ['a', 'b'] },
  }),
  row('L02b', 'two, a line each', 'documented', {
    request: post('{"event":"a"}\n{"event":"b"}', PATH),
    answer: { status: 200 },
    sender: {
      gives: texts('a', 'b'),
      answers: [success],
      sends: { body: `${envelope('a')}\n${envelope('b')}` },
      does: { delivered: 2 },
    },
    server: { as: 'logscale', keeps: ['a', 'b'] },
  }),
  row('L03', 'raw lines, however they end', 'documented', {
    request: post('a\nb\r\nc', `${PATH}/raw?channel=foo`, { ...BEARER, 'content-type': 'text/plain' }),
    answer: { status: 200 },
    sender: {
      options: { endpoint: 'raw' },
      gives: texts('a', 'b', 'c'),
      answers: [success],
      sends: { path: `${HEC}/raw`, headers: { 'content-type': 'text/plain' }, body: 'a\nb\nc' },
      does: { delivered: 3 },
    },
    server: { as: 'logscale', keeps: ['a', 'b', 'c'] },
  }),
  row('L04', 'an index that is not the repository: 4xx', 'U', {
    requestEvidence: 'documented',
    request: post('{"event":"x","index":"other"}', HEC),
    answer: { status: 400 },
    sender: {
      gives: [{ event: 'x', index: 'other' }],
      answers: [{ status: 400, body: 'The index is not the repository.' }],
      sends: { body: '{"time":1700000000.123,"host":"h","index":"other","event":"x"}' },
      does: { delivered: 0, refused: 1 },
    },
    server: { as: 'logscale', options: { indexes: ['repo'] }, keeps: 0 },
  }),
  row('L05', 'a bad token', 'documented', {
    request: post('{"event":"x"}', HEC, { ...BEARER, authorization: 'Bearer wrong' }),
    answer: { status: 401 },
    sender: { answers: [refused], does: { delivered: 1, parks: true } },
    server: { as: 'logscale', keeps: 0 },
  }),
  ...[302, 202].map((status, at) =>
    row(`L06${'ab'[at]}`, `${status}: sent again`, 'documented', {
      request: post('{"event":"x"}', HEC),
      answer: { status },
      sender: { does: { delivered: 1, retries: status === 202 ? 'ambiguous' : 'clean', requests: [['a'], ['a']] } },
      server: { as: 'logscale', options: { faults: [{ do: 'status', status }] }, keeps: 0 },
    }),
  ),
  row('L07', 'backlog', 'documented', {
    request: post('{"event":"x"}', HEC),
    answer: { status: 503 },
    sender: { does: { delivered: 1, retries: 'clean', requests: [['a'], ['a']] } },
    server: { as: 'logscale', options: { faults: [{ do: 'status', status: 503 }] }, keeps: 0 },
  }),
  row('L08', 'structured; our sender takes the HEC door', 'code', {
    request: post(structured, '/api/v1/ingest/humio-structured'),
    answer: { status: 200 },
    server: { as: 'logscale', keeps: [{ m: 1 }] },
  }),
  row('L09', '5,001 events: two requests', 'documented', {
    sender: {
      gives: texts(...many),
      answers: [success],
      does: { delivered: 5001, requests: [many.slice(0, 5000), many.slice(5000)] },
    },
  }),
];
