interface Foreign {
  /** Whose name it is. */
  readonly of: string;
  /** What to write here, as the end of a sentence. */
  readonly here: string;
}

const inUrl = 'that is part of `url`';
const certificates =
  'that is `tls.rejectUnauthorized`, true unless set otherwise; better give the certificate as `tls.ca`';

/**
 * Option names people bring along, as their own documentation spells them. A name that is ours too (`url`, `token`,
 * `headers`) needs no row, and a group is recognised by its members.
 */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'splunk-logging': {
    batchInterval: 'that is `batch.lingerMs`',
    maxBatchCount: 'that is `batch.maxEvents`',
    maxBatchSize: 'that is `batch.maxBytes`',
    maxRetries: 'that is `retry.maxAttempts`, where 0 never gives up',
    path: inUrl,
    port: inUrl,
    protocol: inUrl,
    strictSSL: certificates,
    'requestOptions.strictSSL': certificates,
    requestOptions: 'that is `request`, `tls`, `headers` and `proxy`',
    eventFormatter: 'the event is what the logger makes of it, so shape it there',
  },
  'winston-splunk-httplogger': {
    'splunk.url': 'that is `url`',
    'splunk.token': 'that is `token`',
    'splunk.index': 'that is `index`',
    'splunk.source': 'that is `source`',
    'splunk.sourcetype': 'that is `sourcetype`',
    'splunk.host': inUrl,
    'splunk.port': inUrl,
    'splunk.path': inUrl,
    'splunk.protocol': inUrl,
    'splunk.maxRetries': 'that is `retry.maxAttempts`, where 0 never gives up',
    'splunk.maxBatchCount': 'that is `batch.maxEvents`',
    'splunk.eventFormatter': 'the event is what the logger makes of it, so shape it there',
    exitOnError: 'leave it out, because no failed delivery is ever thrown',
  },
  'pino-splunk': {
    baseUrl: 'that is `url`',
    flushSize: 'that is `batch.maxEvents`',
    flushIntervalMs: 'that is `batch.lingerMs`',
  },
  'pino-loki': {
    'batching.interval': 'that is `batch.lingerMs`, in milliseconds',
    'batching.maxBufferSize': 'that is `queue.maxEvents`',
    batching: 'that is `batch`, and batching is always on',
    interval: 'that is `batch.lingerMs`, in milliseconds',
    timeout: 'that is `request.timeoutMs`',
    labels: 'that is `fields`',
    basicAuth: "that is `token` with `tokenPrefix: 'Basic'`",
    silenceErrors: 'leave it out, because failed deliveries are never printed',
    replaceTimestamp: 'leave it out, because the time of the record is kept',
  },
  'the OTLP exporters': {
    timeoutMillis: 'that is `request.timeoutMs`',
    concurrencyLimit: 'that is `request.concurrency`',
    compression: 'that is `gzip`',
  },
};

/** Whose name this is and what to write instead. */
export function foreignName(path: string): Foreign | undefined {
  for (const [of, names] of Object.entries(FOREIGN)) {
    const here = Object.hasOwn(names, path) ? names[path] : undefined;
    if (here !== undefined) return { of, here };
  }
  return undefined;
}

/** Whether members of a group of this name are known one by one. */
export function isForeignGroup(name: string): boolean {
  return Object.values(FOREIGN).some((names) => Object.keys(names).some((path) => path.startsWith(`${name}.`)));
}
