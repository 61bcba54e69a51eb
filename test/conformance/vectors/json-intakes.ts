import { type Request, type Speaker, texts, type Vector } from '../vector.ts';

const JSON_TYPE = { 'content-type': 'application/json' } as const;
const DD = { 'dd-api-key': 'T', ...JSON_TYPE } as const;
const LOGS = '/api/v2/logs';
const ENDPOINT = '/logs';
const SUMO = '/receiver/v1/http/T';
const secret = { authorization: `Basic ${btoa('x:T')}`, ...JSON_TYPE };
const post = (path: string, body: string, headers: Record<string, string>): Request => ({ path, headers, body });
const log = { message: 'm', ddsource: 'node', service: 's', hostname: 'h' };
const thousand = Array.from({ length: 1001 }, (_, i) => i);

const v =
  (speaker: Speaker) =>
  (id: string, what: string, evidence: Vector['evidence'], more: Partial<Vector>): Vector => ({
    id,
    what,
    speaker,
    evidence,
    ...more,
  });
const datadogRow = v('datadog');
const elasticRow = v('elastic');
const sumoRow = v('sumo');
const generic = v('generic');

const ddSender = { base: LOGS, options: { host: 'h' }, gives: texts({ message: 'm' }) } as const;

/** Section 7.9: Datadog. */
export const datadog: readonly Vector[] = [
  datadogRow('J01', 'one log', 'documented', {
    request: post(LOGS, JSON.stringify([log]), DD),
    answer: { status: 202 },
    sender: {
      base: LOGS,
      options: { datadog: { source: 'node', service: 's' } },
      gives: [{ event: { message: 'm' } }],
      sends: {
        path: LOGS,
        headers: DD,
        body: '[{"ddsource":"node","service":"s","timestamp":1700000000123,"hostname":"h","message":"m"}]',
      },
      does: { delivered: 1 },
    },
    server: { as: 'datadog', keeps: [log] },
  }),
  datadogRow('J02', '1,001 items: two requests', 'documented', {
    sender: {
      base: LOGS,
      gives: thousand.map((n) => ({ event: { n } })),
      answers: [{ status: 202 }],
      does: { delivered: 1001, counts: [1000, 1] },
    },
  }),
  datadogRow('J03', 'more than 5 MB: halves', 'documented', {
    request: post(LOGS, JSON.stringify([{ message: 'x'.repeat(5_000_000) }]), DD),
    answer: { status: 413 },
    sender: { ...ddSender, gives: texts({ message: 'm' }, { message: 'n' }), does: { delivered: 2 } },
    server: { as: 'datadog', keeps: 0 },
  }),
  datadogRow('J04a', 'no key', 'documented', {
    request: post(LOGS, '[{"message":"m"}]', JSON_TYPE),
    answer: { status: 401 },
    sender: { ...ddSender, answers: [{ status: 401, body: { errors: [] } }], does: { delivered: 1, parks: true } },
    server: { as: 'datadog', keeps: 0 },
  }),
  datadogRow('J04b', 'a wrong key', 'documented', {
    request: post(LOGS, '[{"message":"m"}]', { ...DD, 'dd-api-key': 'wrong' }),
    answer: { status: 403 },
    sender: { ...ddSender, answers: [{ status: 403, body: { errors: [] } }], does: { delivered: 1, parks: true } },
    server: { as: 'datadog', keeps: 0 },
  }),
  ...(
    [
      [408, 'ambiguous'],
      [429, 'clean'],
      [500, 'ambiguous'],
      [503, 'clean'],
    ] as const
  ).map(([status, retries], at) =>
    datadogRow(`J05${'abcd'[at]}`, `${status}: sent again`, 'documented', {
      request: post(LOGS, JSON.stringify([log]), DD),
      answer: { status },
      sender: { ...ddSender, does: { delivered: 1, retries } },
      server: { as: 'datadog', options: { faults: [{ do: 'status', status }] }, keeps: 0 },
    }),
  ),
];

/** Section 7.9: Sumo Logic. */
export const sumo: readonly Vector[] = [
  sumoRow('J10', 'lines; the category in a header, the token in the path', 'documented', {
    request: post(SUMO, '{"m":1}\n{"m":2}', { 'x-sumo-category': 'c' }),
    answer: { status: 200, body: '' },
    sender: {
      base: '/receiver/v1/http/ZVT',
      options: { token: undefined as never, sumo: { category: 'c', metadata: false } },
      gives: texts({ m: 1 }, { m: 2 }),
      sends: {
        path: '/receiver/v1/http/ZVT',
        headers: { 'x-sumo-category': 'c', 'x-sumo-host': 'h' },
        body: '{"m":1}\n{"m":2}',
      },
      does: { delivered: 2 },
    },
    server: { as: 'sumo', keeps: [{ m: 1 }, { m: 2 }] },
  }),
  sumoRow('J11', '408: taken, but too slow; sending again may double', 'documented', {
    request: post(SUMO, 'x', {}),
    answer: { status: 408 },
    sender: { base: SUMO, gives: texts({ m: 1 }), does: { delivered: 1, retries: 'ambiguous' } },
    server: { as: 'sumo', options: { faults: [{ do: 'status', status: 408, take: true }] }, keeps: ['x'] },
  }),
  ...(
    [
      [429, 'clean'],
      [503, 'clean'],
      [504, 'ambiguous'],
    ] as const
  ).map(([status, retries], at) =>
    sumoRow(`J12${'abc'[at]}`, `${status}: sent again`, 'documented', {
      request: post(SUMO, 'x', {}),
      answer: { status },
      sender: { base: SUMO, gives: texts({ m: 1 }), does: { delivered: 1, retries } },
      server: { as: 'sumo', options: { faults: [{ do: 'status', status }] }, keeps: 0 },
    }),
  ),
];

/** Section 7.9: Elastic's `http_endpoint`. */
export const elastic: readonly Vector[] = [
  elasticRow('J20', 'an array', 'documented', {
    request: post(ENDPOINT, '[{"m":1},{"m":2}]', secret),
    answer: { status: 200 },
    sender: {
      base: ENDPOINT,
      options: { elastic: { metadata: false } },
      gives: texts({ m: 1 }, { m: 2 }),
      sends: { path: ENDPOINT, headers: secret, body: /^\[\{"m":1\}\n?,\{"m":2\}\]$/ },
      does: { delivered: 2 },
    },
    server: { as: 'elastic', keeps: [{ m: 1 }, { m: 2 }] },
  }),
  elasticRow('J21', 'objects in a row; never sent', 'documented', {
    request: post(ENDPOINT, '{"m":1}{"m":2}', secret),
    answer: { status: 400 },
    sender: {
      base: ENDPOINT,
      options: { elastic: { metadata: false } },
      gives: texts({ m: 1 }),
      does: { delivered: 0, refused: 1, requests: [[{ m: 1 }]] },
    },
    server: { as: 'elastic', keeps: 0 },
  }),
  elasticRow('J22a', 'another content type', 'documented', {
    request: post(ENDPOINT, '{"m":1}', { ...secret, 'content-type': 'text/plain' }),
    answer: { status: 415 },
    sender: { base: ENDPOINT, gives: texts({ m: 1 }), does: { delivered: 1, parks: true } },
    server: { as: 'elastic', keeps: 0 },
  }),
  elasticRow('J22b', 'an empty body; never sent', 'documented', {
    request: post(ENDPOINT, '', secret),
    answer: { status: 406 },
    server: { as: 'elastic', keeps: 0 },
  }),
  elasticRow('J22c', 'GET', 'documented', {
    request: { method: 'GET', path: ENDPOINT, headers: secret },
    answer: { status: 405 },
    sender: { base: ENDPOINT, gives: texts({ m: 1 }), does: { delivered: 1, parks: true } },
    server: { as: 'elastic' },
  }),
];

const asItIs = { metadata: false } as const;

/** Section 7.9: those that `generic` speaks to. */
export const others: readonly Vector[] = [
  generic('J30a', 'Better Stack: NDJSON', 'documented', {
    answer: { status: 202 },
    sender: {
      base: '/',
      options: { headers: { 'content-type': 'application/x-ndjson' }, generic: asItIs },
      gives: texts({ m: 1 }, { m: 2 }),
      sends: {
        path: '/',
        headers: { 'content-type': 'application/x-ndjson', authorization: 'Bearer T' },
        body: '{"m":1}\n{"m":2}',
      },
      does: { delivered: 2 },
    },
  }),
  generic('J30b', 'Better Stack: no quota left', 'documented', {
    answer: { status: 402, body: 'Quota exceeded' },
    sender: { base: '/', gives: texts({ m: 1 }), does: { delivered: 1, parks: true } },
  }),
  generic('J30c', 'Better Stack: a wrong token', 'documented', {
    answer: { status: 403, body: 'Unauthorized' },
    sender: { base: '/', gives: texts({ m: 1 }), does: { delivered: 1, parks: true } },
  }),
  generic('J30d', 'Better Stack: a body that cannot be parsed', 'documented', {
    answer: { status: 406, body: "Couldn't parse JSON content." },
    sender: { base: '/', gives: texts({ m: 1 }), does: { delivered: 0, refused: 1 } },
  }),
  generic('J40', 'New Relic: an array inside an array', 'documented', {
    answer: { status: 202, body: { requestId: 'r' } },
    sender: {
      base: '/log/v1',
      options: {
        authHeader: 'Api-Key',
        tokenPrefix: '',
        host: undefined as never,
        generic: { framing: '[{"logs":[]}]', timestamp: 'milliseconds' },
      },
      gives: texts({ message: 'm' }),
      sends: {
        path: '/log/v1',
        headers: { 'api-key': 'T', ...JSON_TYPE },
        body: /^\[\{"logs":\[\{"timestamp":1700000000123,"host":"[^"]*","message":"m"\}\]\}\]$/,
      },
      does: { delivered: 1 },
    },
  }),
  generic('J50', 'Graylog: one GELF object', 'documented', {
    answer: { status: 202 },
    sender: {
      base: '/gelf',
      options: { batch: { maxEvents: 1 }, generic: asItIs },
      gives: texts(
        { version: '1.1', host: 'h', short_message: 'm' },
        { version: '1.1', host: 'h', short_message: 'n' },
      ),
      answers: [{ status: 202 }, { status: 202 }],
      sends: { path: '/gelf', headers: JSON_TYPE, body: '{"version":"1.1","host":"h","short_message":"m"}' },
      does: { delivered: 2 },
    },
  }),
  generic('J60', 'Google SecOps: two keys in headers', 'U', {
    requestEvidence: 'documented',
    answer: { status: 200 },
    sender: {
      base: '/feeds/1:importPushLogs',
      options: {
        authHeader: 'X-Webhook-Access-Key',
        tokenPrefix: '',
        headers: { 'X-goog-api-key': 'K' },
        generic: asItIs,
      },
      gives: texts({ m: 1 }, { m: 2 }),
      sends: {
        path: '/feeds/1:importPushLogs',
        headers: { 'x-goog-api-key': 'K', 'x-webhook-access-key': 'T' },
        body: '{"m":1}\n{"m":2}',
      },
      does: { delivered: 2 },
    },
  }),
  generic('J70', 'Panther: a secret in a header, bodies under 1 MB', 'U', {
    requestEvidence: 'documented',
    answer: { status: 200 },
    sender: {
      base: '/http/source',
      options: { authHeader: 'x-sender-secret', tokenPrefix: '', batch: { maxBytes: 990_000 }, generic: asItIs },
      gives: texts({ m: 1 }),
      sends: { headers: { 'x-sender-secret': 'T' }, body: '{"m":1}' },
      does: { delivered: 1 },
    },
  }),
];
