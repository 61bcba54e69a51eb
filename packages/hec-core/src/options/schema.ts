import { rankOf } from '../level-rank.ts';
import { address, proxyAddress } from './address.ts';
import { flag, integer, level, oneOf, text } from './check.ts';
import { GZIP_LEVELS, RANGES } from './defaults.ts';
import { DIALECT_SCHEMA } from './dialect-schema.ts';
import { commas, flatFields, headerMap, headerName, headerPrefix, list, oneOrList, token } from './kinds.ts';
import type { OptionSpec } from './spec.ts';
import type { NumberPath, OptionPath, Values } from './values.ts';

type Schema = { readonly [P in OptionPath]-?: OptionSpec<NonNullable<Values[P]>> };

const count = (path: NumberPath, meaning: string, fallback?: string): OptionSpec<number> => ({
  kind: integer(RANGES[path]),
  meaning,
  ...(fallback === undefined ? {} : { fallback }),
});

const files = (raw: string): string[] => (raw.includes('-----BEGIN') ? [raw] : commas(raw));

const LEVEL = text('a level such as `info` or `warn`', (name) => rankOf(name) !== undefined);

const matching = (place: string): OptionSpec<string | readonly string[]> => ({
  kind: oneOrList(text()),
  meaning: `Takes events with this ${place}, or one of these, only`,
  fallback: 'everything',
});

/** One row an option, in the order of the documentation. */
export const SCHEMA: Schema = {
  url: { kind: address, meaning: 'Collector address. A path is kept if there is one', fallback: 'none' },
  urls: {
    kind: list(address),
    meaning: 'Several addresses of the same collector cluster, used in turn',
    fallback: 'none',
  },
  token: {
    kind: token,
    meaning: 'Token, or where it comes from: an environment variable, a file that may be rotated, a function',
    fallback: 'none',
  },
  name: {
    kind: text('1 to 64 letters, digits, `.`, `_` or `-`', (name) => /^\w[\w.-]{0,63}$/.test(name)),
    meaning: 'Names the destination in stats, warnings and the spool',
    fallback: "the dialect's name",
  },
  dialect: {
    kind: oneOf(['splunk', 'falcon', 'logscale', 'xsiam', 'generic', 'sekoia', 'datadog', 'elastic', 'sumo']),
    meaning: 'Protocol spoken',
    fallback: "recognised from the URL, else 'splunk'",
  },
  endpoint: { kind: oneOf(['event', 'raw']), meaning: "Enveloped JSON, or with 'raw' the text as it is" },
  tokenPrefix: {
    kind: headerPrefix,
    meaning: "Put before the token in the header; '' for a bare token (`none` in the environment)",
    fallback: "the dialect's",
  },
  authHeader: { kind: headerName, meaning: 'Header that carries the token', fallback: "the dialect's" },
  headers: { kind: headerMap, meaning: 'Further request headers', fallback: 'none' },
  host: {
    kind: text(
      'the name of the machine events come from (the address to send to is `url`)',
      (name) => !name.includes('://'),
    ),
    meaning: 'Host that events carry',
    fallback: "the machine's host name",
  },
  source: { kind: text(), meaning: 'Source that events carry', fallback: "the collector's" },
  sourcetype: { kind: text(), meaning: 'Source type that events carry', fallback: "the collector's" },
  index: { kind: text(), meaning: 'Index that events go to', fallback: "the token's" },
  fields: { kind: flatFields, meaning: 'Indexed fields every event gets', fallback: 'none' },

  'batch.maxBytes': count('batch.maxBytes', 'Seals the open batch before it would hold more bytes, uncompressed'),
  'batch.maxEvents': count(
    'batch.maxEvents',
    'Seals the open batch when it holds this many events',
    "the dialect's limit",
  ),
  'batch.lingerMs': count(
    'batch.lingerMs',
    'Seals the open batch this long after its first event, or up to a fifth sooner; 0 at once',
  ),
  gzip: {
    kind: level(GZIP_LEVELS),
    meaning: 'Compresses bodies of 1.5 kB and more; a number is the zlib level',
    fallback: "the dialect's, `true` for splunk",
  },

  'request.timeoutMs': count('request.timeoutMs', 'Gives up on a request that has no answer after this time'),
  'request.concurrency': count('request.concurrency', 'Requests in flight to a destination at once'),
  'request.maxConnectionAgeMs': count(
    'request.maxConnectionAgeMs',
    'Closes a connection after this time, give or take 20 %; 0 keeps it for ever',
  ),
  'request.maxBytesPerSecond': count('request.maxBytesPerSecond', 'Body bytes a second as they travel; 0 is no limit'),

  'retry.baseMs': count('retry.baseMs', 'Upper bound of the first wait; each further failure doubles it'),
  'retry.capMs': count('retry.capMs', 'The bound stops doubling here; not below `retry.baseMs`'),
  'retry.maxRetryAfterMs': count('retry.maxRetryAfterMs', 'A longer `Retry-After` is cut to this'),
  'retry.maxAttempts': count('retry.maxAttempts', 'Gives a batch up after this many attempts; 0 never'),
  'retry.maxAgeMs': count('retry.maxAgeMs', 'Gives a batch up when its newest event is this old; 0 never'),

  'queue.maxBytes': count('queue.maxBytes', 'Bounds everything held in memory, as held (compressed once sealed)'),
  'queue.maxEvents': count('queue.maxEvents', 'Bounds the events held in memory; 0 is no bound beside the bytes'),
  'queue.onFull': {
    kind: oneOf(['drop-newest', 'drop-oldest', 'wait']),
    meaning: 'What gives way when the queue is full; `wait` is for producers that can',
  },

  'spool.dir': {
    kind: text('the name of a directory'),
    meaning: "Directory of the disk queue; `spool: 'dir'` is short for it",
    fallback: 'no disk queue',
  },
  'spool.mode': {
    kind: oneOf(['always', 'overflow']),
    meaning: 'Writes every event before `send` returns, or only what memory cannot hold or deliver',
  },
  'spool.maxBytes': count('spool.maxBytes', 'Bounds the directory; when it is full `queue.onFull` decides'),
  'spool.fsync': {
    kind: oneOf(['always', 'interval', 'never']),
    meaning: 'When written events are forced to the disk',
  },
  'spool.fsyncIntervalMs': count('spool.fsyncIntervalMs', "What a power cut costs at most with `fsync: 'interval'`"),

  'deadLetter.file': {
    kind: text('the name of a file'),
    meaning: "NDJSON file for refused events; `deadLetter: 'file'` is short for it",
    fallback: 'none: refused events are counted only',
  },
  'deadLetter.maxBytes': count('deadLetter.maxBytes', 'Stops writing at this size; further ones are counted'),

  'ack.enabled': { kind: flag, meaning: 'Counts an event as delivered only when the indexer acknowledges it' },
  'ack.pollMs': count('ack.pollMs', 'Longest wait between two questions for acknowledgements'),
  'ack.timeoutMs': count('ack.timeoutMs', 'Sends a batch again that was not acknowledged after this time'),

  'tls.ca': {
    kind: oneOrList(text('PEM text, a file name or `system`'), files),
    meaning: 'Certificate authorities to trust: PEM text, file names, or `system`',
    fallback: "Node's",
  },
  'tls.cert': {
    kind: text('PEM text or a file name'),
    meaning: 'Client certificate: PEM text or file',
    fallback: 'none',
  },
  'tls.key': { kind: text('PEM text or a file name'), meaning: 'Its private key: PEM text or file', fallback: 'none' },
  'tls.servername': {
    kind: text('a host name'),
    meaning: 'Name to ask for (SNI) and to check the certificate against',
    fallback: "the URL's host",
  },
  'tls.rejectUnauthorized': { kind: flag, meaning: '`false` takes any certificate, and warns at every start' },
  'tls.minVersion': { kind: oneOf(['TLSv1.2', 'TLSv1.3']), meaning: 'Oldest protocol version taken' },
  proxy: { kind: proxyAddress, meaning: '`none`, `system` (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), or the URL of a proxy' },
  allowInsecureHttp: { kind: flag, meaning: 'Allows a token over plain http to another machine' },
  oversize: {
    kind: oneOf(['truncate', 'deadLetter']),
    meaning: 'What becomes of an event larger than a request may be',
  },

  'limits.eventsPerSecond': count('limits.eventsPerSecond', 'Events a second taken into custody; 0 is no limit'),
  'limits.bytesPerDay': count('limits.bytesPerDay', 'Uncompressed bytes a UTC day; 0 is no limit'),
  'limits.exemptLevel': { kind: LEVEL, meaning: 'Events of this level and above are never limited' },

  minLevel: {
    kind: LEVEL,
    meaning: 'Takes events of this level and above, and those without a level',
    fallback: 'every level',
  },
  'match.host': matching('host'),
  'match.source': matching('source'),
  'match.sourcetype': matching('sourcetype'),
  'match.index': matching('index'),
  'match.fields': {
    kind: flatFields,
    meaning: 'Takes events with these indexed fields only; a list matches any of its values',
    fallback: 'everything',
  },

  ...DIALECT_SCHEMA,

  shutdownTimeoutMs: {
    ...count('shutdownTimeoutMs', 'How long `close()` tries to deliver what is held'),
    client: true,
  },
  eventIds: { kind: flag, meaning: 'Gives every event the field `hec_id`, `<instance>:<sequence>`', client: true },
  reportGaps: { kind: flag, meaning: 'After drops, sends one record that says how many, why and when', client: true },
  heartbeatMs: { ...count('heartbeatMs', "Sends the client's own stats this often; 0 never"), client: true },
};

export const OPTION_PATHS: readonly OptionPath[] = Object.keys(SCHEMA) as OptionPath[];

/** The names of the groups. */
export const GROUPS: ReadonlySet<string> = new Set(
  OPTION_PATHS.filter((path) => path.includes('.')).map((path) => path.slice(0, path.indexOf('.'))),
);

export const isOption = (path: string): path is OptionPath => Object.hasOwn(SCHEMA, path);
