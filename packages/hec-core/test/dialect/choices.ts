import type { DialectChoice } from '../../src/dialect/index.ts';

/** Every dialect, in the ways that its options make of it. */
export const CHOICES: DialectChoice[] = [
  { dialect: 'splunk' },
  { dialect: 'splunk', splunk: { queryAuth: true } },
  { dialect: 'falcon' },
  { dialect: 'falcon', falcon: { customKeys: { a: '\n"', 'b c': ['x', 1] } } },
  { dialect: 'falcon', falcon: { timeunit: 'seconds' } },
  { dialect: 'logscale' },
  { dialect: 'xsiam' },
  { dialect: 'xsiam', xsiam: { envelope: true, metadata: false } },
  { dialect: 'generic', generic: { framing: 'array' } },
  { dialect: 'generic', generic: { metadata: false } },
  { dialect: 'generic', generic: { framing: '[{"logs":[]}]', timestamp: 'milliseconds', envelope: true } },
  { dialect: 'sekoia' },
  { dialect: 'sekoia', sekoia: { jsonPath: '$.a.b' } },
  { dialect: 'sekoia', sekoia: { metadata: true } },
  { dialect: 'sekoia', sekoia: { metadata: true, jsonPath: '$.a' } },
  { dialect: 'sekoia', sekoia: { path: 'batch' } },
  { dialect: 'sekoia', sekoia: { path: 'array' } },
  { dialect: 'datadog' },
  { dialect: 'datadog', datadog: { service: 'é"', source: 's', tags: ['env:prod', 'a'] } },
  { dialect: 'elastic' },
  { dialect: 'elastic', elastic: { metadata: false } },
  { dialect: 'sumo' },
  { dialect: 'sumo', sumo: { category: 'c', metadata: false } },
];
