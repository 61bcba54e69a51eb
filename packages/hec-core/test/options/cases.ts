import type { OptionPath } from '../../src/options/values.ts';
import { type Case, flag, integer, integerOrZero, oneOf, text } from './case.ts';
import { DIALECT_CASES } from './cases-of-dialects.ts';

const level = (settledDefault: string | undefined): Case =>
  text('a level such as `info` or `warn`', settledDefault, {
    good: [
      ['Warning', 'Warning'],
      ['debug', 'debug'],
    ],
    bad: [
      ['loud', 'expected a level such as `info` or `warn`, got "loud" (string)'],
      [30, 'expected a level such as `info` or `warn`, got 30 (number)'],
    ],
    env: [[' fatal ', 'fatal']],
    badEnv: 'loud',
  });

const matching: Case = text('text', undefined, {
  good: [
    ['a', 'a'],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ],
  bad: [
    ['', 'expected text, got an empty string'],
    [[], 'expected a list of one or more, got an empty list'],
    [['a', 5], 'item 2: expected text, got 5 (number)'],
  ],
  env: [['a, b', ['a', 'b']]],
});

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const spool = { spool: { dir: 'queue' } };
const notUrl = 'expected a URL that begins with https:// or http://, got other text';
const tokenForms = 'expected text, { env: name }, { file: name } or a function';

/** One row an option; a new option without a row does not compile. */
export const CASES: { readonly [P in OptionPath]-?: Case } = {
  url: {
    good: [['https://a.example:8088', 'https://a.example:8088/']],
    bad: [
      ['a.example:8088', notUrl],
      ['ftp://a.example', notUrl],
      ['', notUrl],
      [8088, 'expected an http or https URL, got a number'],
    ],
    env: [['https://a.example:8088', 'https://a.example:8088/']],
    badEnv: 'a.example',
    settledDefault: [],
  },
  urls: {
    good: [
      [
        ['https://a.example', 'https://b.example'],
        ['https://a.example/', 'https://b.example/'],
      ],
    ],
    bad: [
      [[], 'expected a list of one or more, got an empty list'],
      ['https://a.example', 'expected a list of one or more, got a string'],
      [['https://a.example', 7], 'item 2: expected an http or https URL, got a number'],
    ],
    env: [['https://a.example , https://b.example', ['https://a.example/', 'https://b.example/']]],
    badEnv: 'https://a.example,b',
    settledDefault: [],
  },
  token: {
    good: [
      ['0f-token', 'redacted'],
      [{ env: 'MY_TOKEN' }, { env: 'MY_TOKEN' }],
      [{ file: '/run/secrets/hec' }, { file: '/run/secrets/hec' }],
      [() => 'token', 'function'],
    ],
    bad: [
      [5, `${tokenForms}, got a number`],
      ['', 'expected a token, got an empty string'],
      ['two words', 'expected a token, got text with spaces, line breaks or other signs'],
      ['line\n', 'expected a token, got text with spaces, line breaks or other signs'],
      ['Splunk 0f', 'expected the bare token, got one with `Splunk` in front: that is `tokenPrefix`'],
      [{ env: 'A', file: 'b' }, `${tokenForms}, got an object with other keys`],
      [{ value: '0f' }, `${tokenForms}, got an object with other keys`],
      [{ env: '0f-token' }, 'expected the name of an environment variable under `env`, got other text'],
      [{ file: '' }, 'expected a file name under `file`, got an empty string'],
    ],
    env: [['0f-token', 'redacted']],
    badEnv: 'two words',
    settledDefault: undefined,
  },
  name: {
    good: [['eu.west_1-b', 'eu.west_1-b']],
    bad: [
      ['../up', 'expected 1 to 64 letters, digits, `.`, `_` or `-`, got "../up" (string)'],
      ['', 'expected 1 to 64 letters, digits, `.`, `_` or `-`, got an empty string'],
      [5, 'expected 1 to 64 letters, digits, `.`, `_` or `-`, got 5 (number)'],
    ],
    env: [['main', 'main']],
    badEnv: 'a/b',
    settledDefault: 'splunk',
  },
  dialect: oneOf(
    ['splunk', 'falcon', 'logscale', 'xsiam', 'generic', 'sekoia', 'datadog', 'elastic', 'sumo'],
    'splunk',
  ),
  endpoint: oneOf(['event', 'raw'], 'event'),
  tokenPrefix: {
    good: [
      ['Bearer', 'Bearer'],
      ['Splunk ', 'Splunk'],
      ['', ''],
    ],
    bad: [
      [5, 'expected text on one line, got 5 (number)'],
      ['a\nb', 'expected text on one line, got "a\\nb" (string)'],
    ],
    env: [
      ['Bearer', 'Bearer'],
      ['none', ''],
    ],
    badEnv: 'a\nb',
    settledDefault: undefined,
  },
  authHeader: {
    good: [['x-api-key', 'x-api-key']],
    bad: [
      ['x api', 'expected the name of a header, got "x api" (string)'],
      [5, 'expected the name of a header, got 5 (number)'],
    ],
    env: [['x-api-key', 'x-api-key']],
    badEnv: 'x api',
    settledDefault: undefined,
  },
  headers: {
    good: [[{ 'X-Team': 'shop' }, { 'x-team': 'redacted' }]],
    bad: [
      ['x-team', 'expected an object, got a string'],
      [{ 'x team': 'a' }, 'at `x team`: this is not a header name'],
      [{ team: 5 }, 'at `team`: expected text on one line, got a number'],
      [{ team: 'a\r\nb: c' }, 'at `team`: expected text on one line, got other text'],
      [{ 'Content-Length': '5' }, 'at `Content-Length`: this header is written by the sender itself'],
    ],
    env: [
      ['X-Team=shop, x-b=c=d', { 'x-team': 'redacted', 'x-b': 'redacted' }],
      ['{"x-team":"a,b"}', { 'x-team': 'redacted' }],
    ],
    badEnv: 'x-team',
    settledDefault: {},
  },
  host: text('the name of the machine events come from (the address to send to is `url`)', 'box', {
    good: [['web-1', 'web-1']],
    bad: [
      [
        'https://a.example',
        'expected the name of the machine events come from (the address to send to is `url`), got a URL (string)',
      ],
    ],
    badEnv: 'https://a.example',
  }),
  source: text('text', undefined),
  sourcetype: text('text', undefined),
  index: text('text', undefined),
  fields: {
    good: [
      [
        { a: 'b', n: 1.5, f: false, l: ['x', 1, true] },
        { a: 'b', n: 1.5, f: false, l: ['x', 1, true] },
      ],
    ],
    bad: [
      ['a=b', 'expected an object, got a string'],
      [{ a: { b: 1 } }, 'at `a`: expected text, a finite number, a boolean or a list of these, got an object'],
      [
        { a: Number.POSITIVE_INFINITY },
        'at `a`: expected text, a finite number, a boolean or a list of these, got a number',
      ],
      [{ a: null }, 'at `a`: expected text, a finite number, a boolean or a list of these, got null'],
      [{ a: [['b']] }, 'at `a`: expected text, a finite number, a boolean or a list of these, got an array'],
    ],
    env: [
      ['env=prod, team=shop', { env: 'prod', team: 'shop' }],
      ['{"n":1,"l":["a,b"]}', { n: 1, l: ['a,b'] }],
    ],
    badEnv: '{"a":',
    settledDefault: {},
  },

  'batch.maxBytes': integer(1, 800_000_000, 1_000_000),
  'batch.maxEvents': integer(1, 1_000_000, 0),
  'batch.lingerMs': integer(0, 60_000, 1000),
  gzip: {
    good: [
      [true, 1],
      [false, 0],
      [1, 1],
      [9, 9],
    ],
    bad: [
      [0, 'expected true, false or an integer between 1 and 9, got 0 (number)'],
      [10, 'expected true, false or an integer between 1 and 9, got 10 (number)'],
      [1.5, 'expected true, false or an integer between 1 and 9, got 1.5 (number)'],
      ['6', 'expected true, false or an integer between 1 and 9, got "6" (string)'],
    ],
    env: [
      ['true', 1],
      ['0', 0],
      ['1', 1],
      ['6', 6],
    ],
    badEnv: 'best',
    settledDefault: undefined,
  },

  'request.timeoutMs': integer(1, 600_000, 30_000),
  'request.concurrency': integer(1, 64, 4),
  'request.maxConnectionAgeMs': integerOrZero(1000, 86_400_000, 300_000),
  'request.maxBytesPerSecond': integer(0, NO_LIMIT, 0),

  'retry.baseMs': integer(1, 3_600_000, 1000, { beside: { retry: { capMs: 3_600_000 } } }),
  'retry.capMs': integer(1, 3_600_000, 30_000, { beside: { retry: { baseMs: 1 } } }),
  'retry.maxRetryAfterMs': integer(0, 86_400_000, 180_000),
  'retry.maxAttempts': integer(0, NO_LIMIT, 0),
  'retry.maxAgeMs': integer(0, NO_LIMIT, 0),

  'queue.maxBytes': integer(65_536, 1_099_511_627_776, 67_108_864),
  'queue.maxEvents': integer(0, NO_LIMIT, 0),
  'queue.onFull': oneOf(['drop-newest', 'drop-oldest', 'wait'], 'drop-newest'),

  'spool.dir': text('the name of a directory', undefined, { good: [['queue', 'queue']] }),
  'spool.mode': oneOf(['always', 'overflow'], 'overflow', { beside: spool }),
  'spool.maxBytes': integer(1_048_576, 1_125_899_906_842_624, 1_073_741_824, { beside: spool }),
  'spool.fsync': oneOf(['always', 'interval', 'never'], 'interval', { beside: spool }),
  'spool.fsyncIntervalMs': integer(10, 60_000, 500, { beside: spool }),

  'deadLetter.file': text('the name of a file', undefined),
  'deadLetter.maxBytes': integer(4096, 1_125_899_906_842_624, 104_857_600, {
    beside: { deadLetter: 'refused.ndjson' },
  }),

  'ack.enabled': flag(false),
  'ack.pollMs': integer(10, 600_000, 10_000),
  'ack.timeoutMs': integer(100, 3_600_000, 300_000),

  'tls.ca': text('PEM text, a file name or `system`', undefined, {
    good: [
      ['ca.pem', 'ca.pem'],
      [
        ['system', 'ca.pem'],
        ['system', 'ca.pem'],
      ],
      ['-----BEGIN CERTIFICATE-----\nMII', '[PEM text]'],
    ],
    bad: [
      ['', 'expected PEM text, a file name or `system`, got an empty string'],
      [5, 'expected PEM text, a file name or `system`, got 5 (number)'],
      [[], 'expected a list of one or more, got an empty list'],
      [['ca.pem', 5], 'item 2: expected PEM text, a file name or `system`, got 5 (number)'],
    ],
    env: [
      ['ca.pem', ['ca.pem']],
      ['system, ca.pem', ['system', 'ca.pem']],
      ['-----BEGIN CERTIFICATE-----\nMI,I', ['[PEM text]']],
    ],
  }),
  'tls.cert': text('PEM text or a file name', undefined, {
    beside: { tls: { key: 'key.pem' } },
    inPair: true,
  }),
  'tls.key': text('PEM text or a file name', undefined, {
    beside: { tls: { cert: 'cert.pem' } },
    inPair: true,
  }),
  'tls.servername': text('a host name', undefined),
  'tls.rejectUnauthorized': flag(true),
  'tls.minVersion': oneOf(['TLSv1.2', 'TLSv1.3'], 'TLSv1.2'),
  proxy: {
    good: [
      ['none', 'none'],
      ['system', 'system'],
      ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ],
    bad: [
      ['proxy.example:3128', "expected 'none', 'system' or the proxy's http or https URL, got other text"],
      [true, "expected 'none', 'system' or the proxy's http or https URL, got a boolean"],
    ],
    env: [
      ['NONE', 'none'],
      ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ],
    badEnv: 'proxy.example:3128',
    settledDefault: 'system',
  },
  allowInsecureHttp: flag(false),
  oversize: oneOf(['truncate', 'deadLetter'], 'truncate'),

  'limits.eventsPerSecond': integer(0, NO_LIMIT, 0),
  'limits.bytesPerDay': integer(0, NO_LIMIT, 0),
  'limits.exemptLevel': level('error'),
  minLevel: level(undefined),
  'match.host': matching,
  'match.source': matching,
  'match.sourcetype': matching,
  'match.index': matching,
  'match.fields': {
    good: [
      [{ team: ['shop', 'ops'] }, { team: ['shop', 'ops'] }],
      [{ n: 1 }, { n: 1 }],
    ],
    bad: [
      ['team=shop', 'expected an object, got a string'],
      [{ a: {} }, 'at `a`: expected text, a finite number, a boolean or a list of these, got an object'],
    ],
    env: [['team=shop', { team: 'shop' }]],
    badEnv: 'team',
    settledDefault: undefined,
  },

  ...DIALECT_CASES,

  shutdownTimeoutMs: integer(0, 600_000, 8000),
  eventIds: flag(false),
  reportGaps: flag(true),
  heartbeatMs: integerOrZero(1000, 86_400_000, 0),
};
