import type { DialectName } from '../../src/dialect/options.ts';
import type { DialectPath } from '../../src/options/values.ts';
import { type Case, flag, oneOf, text } from './case.ts';

/** The same with the dialect that has the option. */
function of(dialect: DialectName, row: Case, beside: object = {}): Case {
  return { ...row, beside: { dialect, ...beside } };
}

/** An option that makes up an address. */
function address(dialect: DialectName, row: Omit<Case, 'settledDefault'> & Partial<Case>, beside: object = {}): Case {
  return { settledDefault: [], ...row, makesUrl: true, beside: { dialect, ...beside } };
}

const NO_LABELS = ['a.b', 'evil.com/', 'a b', '-a', 'a'.repeat(64), 'https://acme.example', 'a@b'];
const stack = 'expected the name of a Splunk Cloud stack such as `acme`, got';
const key = "expected the API URL key: the first part of the API URL's host name, got";
const regions =
  "expected 'us1', 'us2', 'eu1' or 'usgov1', got %s; of any other cloud copy the connector's API URL from the Falcon console into `url`";
const sekoiaRegions =
  "expected 'fra1', 'fra2', 'mco1', 'uae1' or 'usa1', got %s; of any other region copy the intake address from the Sekoia.io console into `url`";
const sites =
  "expected 'datadoghq.com', 'us3.datadoghq.com', 'us5.datadoghq.com', 'datadoghq.eu', 'ap1.datadoghq.com', " +
  "'ap2.datadoghq.com', 'uk1.datadoghq.com', 'ddog-gov.com' or 'us2.ddog-gov.com', got %s";
const framing = "expected 'lines', 'array' or JSON on one line with one `[]` where the events go, got";
const jsonPath = 'expected names such as `$.a.b`, got';
const falcon = (region: string): string => `https://key.ingest.${region}.crowdstrike.com/services/collector`;

const framings: Case = {
  good: [
    ['lines', 'lines'],
    ['array', 'array'],
    ['[{"logs":[]}]', '[{"logs":[]}]'],
  ],
  bad: [
    ['', `${framing} an empty string`],
    ['{"a":[],"b":[]}', `${framing} "{\\"a\\":[],\\"b\\":[]}" (string)`],
    ['{"a":"[]"}', `${framing} "{\\"a\\":\\"[]\\"}" (string)`],
    ['{"a":\n[]}', `${framing} "{\\"a\\":\\n[]}" (string)`],
    ['{"a":[]', `${framing} "{\\"a\\":[]" (string)`],
    [[], `${framing} an array`],
  ],
  env: [['{"lines":[]}', '{"lines":[]}']],
  badEnv: '[1]',
  settledDefault: 'lines',
};

/** One row an option. */
export const DIALECT_CASES: { readonly [P in DialectPath]-?: Case } = {
  'splunk.stack': address('splunk', {
    good: [['acme', 'https://http-inputs-acme.splunkcloud.com/']],
    bad: [
      ...NO_LABELS.slice(0, 4).map((value) => [value, `${stack} ${JSON.stringify(value)} (string)`] as const),
      ['https://acme.example', `${stack} a URL (string)`],
      ['a'.repeat(64), `${stack} a string of 64 characters`],
      [5, `${stack} 5 (number)`],
    ],
    env: [['acme', 'https://http-inputs-acme.splunkcloud.com/']],
    badEnv: 'acme.splunkcloud.com',
  }),
  'splunk.provider': address(
    'splunk',
    {
      ...oneOf(['aws', 'gcp', 'azure', 'fedramp', 'trial'], ''),
      good: [
        ['aws', 'https://http-inputs-acme.splunkcloud.com/'],
        ['gcp', 'https://http-inputs.acme.splunkcloud.com/'],
        ['azure', 'https://http-inputs.acme.splunkcloud.com/'],
        ['fedramp', 'https://http-inputs.acme.splunkcloudgc.com/'],
        ['trial', 'https://acme.splunkcloud.com:8088/'],
      ],
      env: [['GCP', 'https://http-inputs.acme.splunkcloud.com/']],
      settledDefault: 'https://http-inputs-acme.splunkcloud.com/',
    },
    { splunk: { stack: 'acme' } },
  ),
  'splunk.queryAuth': of('splunk', flag(false)),

  'falcon.apiUrlKey': address('falcon', {
    good: [['KEY', falcon('us-1')]],
    bad: [...NO_LABELS.map((value) => [value, `${key} other text`] as const), [5, `${key} 5 (number)`]],
    env: [['KEY', falcon('us-1')]],
    badEnv: 'a.b',
  }),
  'falcon.region': address(
    'falcon',
    {
      good: [
        ['us1', falcon('us-1')],
        ['us2', falcon('us-2')],
        ['eu1', falcon('eu-1')],
        ['usgov1', falcon('laggar.gcw')],
      ],
      bad: [
        ['usgov2', regions.replace('%s', '"usgov2" (string)')],
        ['constructor', regions.replace('%s', '"constructor" (string)')],
      ],
      env: [['EU1', falcon('eu-1')]],
      badEnv: 'usgov2',
      settledDefault: falcon('us-1'),
    },
    { falcon: { apiUrlKey: 'KEY' } },
  ),
  'falcon.format': of('falcon', oneOf(['json', 'csv', 'xml', 'yaml'], 'json')),
  'falcon.timeunit': of('falcon', oneOf(['nanoseconds', 'milliseconds', 'seconds'], 'nanoseconds')),
  'falcon.customKeys': of('falcon', {
    good: [
      [
        { app: 'shop', n: 1 },
        { app: 'shop', n: 1 },
      ],
    ],
    bad: [
      ['app', 'expected an object, got a string'],
      [{ a: {} }, 'at `a`: expected text, a finite number, a boolean or a list of these, got an object'],
    ],
    env: [['app=shop', { app: 'shop' }]],
    badEnv: 'app',
    settledDefault: {},
  }),

  'xsiam.format': of('xsiam', oneOf(['json', 'text'], 'json')),
  'xsiam.envelope': of('xsiam', flag(false)),
  'xsiam.metadata': of('xsiam', flag(true)),

  'generic.format': of('generic', oneOf(['json', 'text'], 'json')),
  'generic.envelope': of('generic', flag(false)),
  'generic.framing': of('generic', framings),
  'generic.metadata': of('generic', flag(true)),
  'generic.timestamp': of('generic', oneOf(['iso', 'milliseconds'], 'iso')),

  'sekoia.region': address('sekoia', {
    good: [
      ['fra1', 'https://intake.sekoia.io/'],
      ['mco1', 'https://intake.mco1.sekoia.io/api/v1/intake-http'],
    ],
    bad: [
      ['sgp1', sekoiaRegions.replace('%s', '"sgp1" (string)')],
      ['evil.com/', sekoiaRegions.replace('%s', '"evil.com/" (string)')],
    ],
    env: [['FRA2', 'https://intake.fra2.sekoia.io/api/v1/intake-http']],
    badEnv: 'sgp1',
  }),
  'sekoia.path': of('sekoia', oneOf(['plain', 'plain/batch', 'jsons', '/', 'batch', 'array'], 'jsons')),
  'sekoia.keyIn': of('sekoia', oneOf(['header', 'basic', 'query'], 'header')),
  'sekoia.jsonPath': of('sekoia', {
    good: [['$.a.b', '$.a.b']],
    bad: ['a.b', '$', '$..b', '$.a[0]', '$.a"b'].map(
      (value) => [value, `${jsonPath} ${JSON.stringify(value)} (string)`] as const,
    ),
    env: [['$.events', '$.events']],
    badEnv: 'events',
    settledDefault: undefined,
  }),
  'sekoia.metadata': of('sekoia', flag(false)),

  'datadog.site': address('datadog', {
    good: [['datadoghq.eu', 'https://http-intake.logs.datadoghq.eu/api/v2/logs']],
    bad: [['evil.com', sites.replace('%s', '"evil.com" (string)')]],
    env: [['US5.datadoghq.com', 'https://http-intake.logs.us5.datadoghq.com/api/v2/logs']],
    badEnv: 'datadoghq.org',
  }),
  'datadog.service': of('datadog', text('text', undefined)),
  'datadog.source': of('datadog', text('text', undefined)),
  'datadog.tags': of('datadog', {
    good: [
      [
        ['env:prod', 'team:core'],
        ['env:prod', 'team:core'],
      ],
    ],
    bad: [
      ['env:prod', 'expected a list of one or more, got a string'],
      [[5], 'item 1: expected text, got 5 (number)'],
    ],
    env: [['env:prod, team:core', ['env:prod', 'team:core']]],
    badEnv: undefined,
    settledDefault: [],
  }),

  'elastic.metadata': of('elastic', flag(true)),
  'sumo.category': of('sumo', text('text', undefined)),
  'sumo.metadata': of('sumo', flag(true)),
};
