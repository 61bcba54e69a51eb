import type { DialectName, DialectOptions } from '../dialect/options.ts';
import type { EndpointKind, FieldValue } from '../dialect/types.ts';
import type { Secret } from './secret.ts';

/** Where the token comes from: itself, an environment variable, a file that may be rotated, or a function. */
export type TokenSource =
  | string
  | { readonly env: string }
  | { readonly file: string }
  | (() => string | Promise<string>);

export interface BatchOptions {
  /**
   * Seals the open batch before it would hold more bytes than this, uncompressed.
   * Range 1 to 800,000,000 (protocol 1.9); a destination's own limit applies if it is lower.
   * @default 1_000_000
   */
  readonly maxBytes?: number;
  /**
   * Seals the open batch when it holds this many events. Range 1 to 1,000,000.
   * @default the destination's limit, 1_000_000 where it has none
   */
  readonly maxEvents?: number;
  /**
   * Seals the open batch this many milliseconds after its first event even when it is not full, or up to a fifth
   * sooner, so that a fleet that logs at the same moment does not send at the same moment; 0 seals at the end of the
   * current turn of the event loop. Range 0 to 60,000. The timer never keeps the process alive.
   * @default 1000
   */
  readonly lingerMs?: number;
}

export interface RequestOptions {
  /**
   * Gives up on a request whose answer has not come after this many milliseconds. Range 1 to 600,000.
   * @default 30_000
   */
  readonly timeoutMs?: number;
  /**
   * Requests in flight to a destination at once. Range 1 to 64.
   * @default 4
   */
  readonly concurrency?: number;
  /**
   * Closes a connection after this many milliseconds, give or take 20 %, so that balancers that pin connections spread
   * them again and DNS is asked anew. Range 1,000 to 86,400,000; 0 keeps connections for ever.
   * @default 300_000
   */
  readonly maxConnectionAgeMs?: number;
  /**
   * Sends at most this many body bytes a second to a destination, as they travel (compressed). 0 is no limit.
   * @default 0
   */
  readonly maxBytesPerSecond?: number;
}

export interface RetryOptions {
  /**
   * Upper bound of the first wait after a failure, in milliseconds; each further failure doubles it. The wait itself is
   * random between 0 and the bound (full jitter). Range 1 to 3,600,000.
   * @default 1000
   */
  readonly baseMs?: number;
  /**
   * The bound stops doubling here, in milliseconds. Range 1 to 3,600,000.
   * @default 30_000
   */
  readonly capMs?: number;
  /**
   * A `Retry-After` longer than this many milliseconds is cut to it. Range 0 to 86,400,000.
   * @default 180_000
   */
  readonly maxRetryAfterMs?: number;
  /**
   * Gives a batch up after this many attempts: its events are counted under `dropped: retry-attempts`. 0 never gives up.
   * @default 0
   */
  readonly maxAttempts?: number;
  /**
   * Gives a batch up when its newest event is this many milliseconds old: `dropped: retry-age`. 0 never gives up.
   * @default 0
   */
  readonly maxAgeMs?: number;
}

export type OverflowPolicy = 'drop-newest' | 'drop-oldest' | 'wait';

export interface QueueOptions {
  /**
   * Bounds everything held in memory: open, queued, in flight and awaiting acknowledgement, as held (sealed batches are
   * held compressed). Range 65,536 to 2^40.
   * @default 67_108_864 (64 MiB)
   */
  readonly maxBytes?: number;
  /**
   * Bounds the events held in memory. 0 is no bound beside the bytes.
   * @default 0
   */
  readonly maxEvents?: number;
  /**
   * What gives way when the queue is full: the event that comes (`drop-newest`), the oldest queued batch
   * (`drop-oldest`), or the producer, which awaits `room()` before each call (`wait`: for files and pipes; what one call
   * brings may go 8 MiB beyond the bound, and a `send` that does not ask is in the end dropped like `drop-newest`).
   * @default 'drop-newest'
   */
  readonly onFull?: OverflowPolicy;
}

export interface SpoolOptions {
  /** Directory of the disk queue; made if it does not exist, files are readable by their owner only. */
  readonly dir: string;
  /**
   * `always` writes every event before `send` returns; `overflow` writes batches only when memory is full, while the
   * endpoint is down, and at the shutdown deadline.
   * @default 'overflow'
   */
  readonly mode?: 'always' | 'overflow';
  /**
   * Bounds the directory. When it is full the queue in memory decides (`queue.onFull`). Range 1,048,576 to 2^50.
   * @default 1_073_741_824 (1 GiB)
   */
  readonly maxBytes?: number;
  /**
   * When written events are forced to the disk itself: after each write, every `fsyncIntervalMs`, or when the
   * operating system likes.
   * @default 'interval'
   */
  readonly fsync?: 'always' | 'interval' | 'never';
  /**
   * What a power cut can cost at most with `fsync: 'interval'`, in milliseconds. Range 10 to 60,000.
   * @default 500
   */
  readonly fsyncIntervalMs?: number;
}

export interface DeadLetterOptions {
  /** NDJSON file to which events that no retry can save are appended, one line an event, with the reason. */
  readonly file: string;
  /**
   * Stops writing when the file holds this many bytes; further dead letters are counted but not kept. Range 4,096 to 2^50.
   * @default 104_857_600 (100 MiB)
   */
  readonly maxBytes?: number;
}

export interface AckOptions {
  /**
   * Counts an event as delivered only when the indexer acknowledges it. The token must have acknowledgement on.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * Longest wait between two questions for outstanding acknowledgements, in milliseconds. Range 10 to 600,000.
   * @default 10_000
   */
  readonly pollMs?: number;
  /**
   * Sends a batch again that was not acknowledged after this many milliseconds. Range 100 to 3,600,000.
   * @default 300_000
   */
  readonly timeoutMs?: number;
}

export interface TlsOptions {
  /** Certificate authorities to trust: PEM text, file names, or `system` for the operating system's. */
  readonly ca?: string | readonly string[];
  /** Client certificate for mutual TLS: PEM text or file name. */
  readonly cert?: string;
  /** Its private key: PEM text or file name. */
  readonly key?: string;
  /** Name to ask for (SNI) and to check the certificate against. */
  readonly servername?: string;
  /**
   * `false` takes any certificate: anyone on the way can then read the token. Warns at every start.
   * @default true
   */
  readonly rejectUnauthorized?: boolean;
  /** @default 'TLSv1.2' */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

export interface RateLimits {
  /** Events a second taken into custody; more are `dropped: rate-limited`. 0 is no limit. @default 0 */
  readonly eventsPerSecond?: number;
  /** Uncompressed bytes a UTC day and process; more are `dropped: rate-limited`. 0 is no limit. @default 0 */
  readonly bytesPerDay?: number;
  /** Events of this level (label) and above are never limited. @default 'error' */
  readonly exemptLevel?: string;
}

/** Metadata that an event must have. Everything named has to match; a list matches with any of its values. */
export interface MatchOptions {
  readonly host?: string | readonly string[];
  readonly source?: string | readonly string[];
  readonly sourcetype?: string | readonly string[];
  readonly index?: string | readonly string[];
  /** Indexed fields by name; values are compared as text. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
}

/** What one destination is and how it is treated. */
export interface DestinationOptions extends DialectOptions {
  /**
   * Names the destination in stats, warnings and the spool: 1 to 64 letters, digits, `.`, `_` or `-`. A name that is
   * taken gets a number, `splunk-2`.
   * @default the dialect's name
   */
  readonly name?: string;
  /**
   * Collector address, for example `https://splunk.example.com:8088`. A path is kept if there is one; a credential or
   * a query in it is refused.
   */
  readonly url?: string;
  /** Several addresses of the same collector cluster, used in turn; one that fails is left out until it answers. */
  readonly urls?: readonly string[];
  readonly token?: TokenSource;
  /** Protocol spoken. @default recognised from the URL, else 'splunk' */
  readonly dialect?: DialectName;
  /** `raw` sends text as it is, without envelope. @default 'event' */
  readonly endpoint?: EndpointKind;
  /** Put before the token in the header; `''` for a bare token. @default the dialect's, for example 'Splunk' */
  readonly tokenPrefix?: string;
  /** Header that carries the token. @default the dialect's, for example 'authorization' */
  readonly authHeader?: string;
  /** Further request headers. Those of a destination are added to the client's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the machine's host name */
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  /** Indexed fields every event gets. Those of a destination are added to the client's. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly batch?: BatchOptions;
  /**
   * Compresses request bodies of 1.5 kB and more. `true` is level 1; a number is the zlib level, 1 to 9.
   * @default the dialect's, `true` for splunk
   */
  readonly gzip?: boolean | number;
  readonly request?: RequestOptions;
  readonly retry?: RetryOptions;
  readonly queue?: QueueOptions;
  /** Disk queue; a string is the directory. */
  readonly spool?: string | SpoolOptions;
  /** File for refused events; a string is the file name. */
  readonly deadLetter?: string | DeadLetterOptions;
  readonly ack?: AckOptions;
  readonly tls?: TlsOptions;
  /** `none`, `system` for HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or a proxy's URL. @default 'system' */
  readonly proxy?: string;
  /**
   * What becomes of an event larger than a request may be: cut to a valid
   * `{"truncated":true,"bytes":N,"text":"…"}`, or set aside whole.
   * @default 'truncate'
   */
  readonly oversize?: 'truncate' | 'deadLetter';
  /** Allows a token over plain http to a host that is not this machine. @default false */
  readonly allowInsecureHttp?: boolean;
  readonly limits?: RateLimits;
  /**
   * Takes events of this level and above: `trace`, `debug`, `info`, `notice`, `warn`, `error`, `fatal`, or what winston
   * and syslog call theirs. An event without a level, or with one nobody knows, is taken. Others count as `passedOver`.
   * @default none: every level
   */
  readonly minLevel?: string;
  /**
   * Takes events with this metadata only: `{ index: 'audit' }`, `{ fields: { team: ['shop', 'ops'] } }`. What an event
   * is asked for is what it arrives with: the destination's own metadata, the child's, the level's, its own. Plain data,
   * so that it reaches a worker thread; the event itself is not looked into. Others count as `passedOver`.
   * @default everything
   */
  readonly match?: MatchOptions;
}

/** What {@link createHecClient} takes. */
export interface HecOptions extends DestinationOptions {
  /** Several destinations behind one intake; each inherits what it does not set itself. */
  readonly destinations?: readonly DestinationOptions[];
  /**
   * How long `close()` tries to deliver what is held, in milliseconds. Range 0 to 600,000; pino ends a transport after 10 s.
   * @default 8_000
   */
  readonly shutdownTimeoutMs?: number;
  /**
   * Gives every event the field `hec_id`, `<instance>:<sequence>`, so that gaps and duplicates can be found in the SIEM.
   * @default false
   */
  readonly eventIds?: boolean;
  /**
   * After drops, sends one record that says how many, why, and from when to when.
   * @default true
   */
  readonly reportGaps?: boolean;
  /**
   * Sends a record of the client's own stats this often, in milliseconds, give or take a fifth; 0 never does (it costs
   * licence). To every destination, whatever its `minLevel`, `match` and `limits` say of the application's events.
   * Range 1,000 to 86,400,000.
   * @default 0
   */
  readonly heartbeatMs?: number;
}

type Concrete<T> = { readonly [K in keyof T]-?: T[K] };

/** A destination's options with every default filled in and every value checked. */
export interface DestinationSettings extends DialectOptions {
  readonly name: string;
  /** Empty when nothing is configured: events are then `dropped: not-configured`. No credential, no query, no fragment. */
  readonly urls: readonly URL[];
  /** Wrapped, so that no log line, JSON or debugger ever shows it; `source()` gives what it wraps. */
  readonly token: Secret | undefined;
  readonly dialect: DialectName;
  /** Whether the dialect was set, was recognised from the URL, or is Splunk's for want of a sign. */
  readonly dialectFrom: 'option' | 'url' | 'default';
  readonly endpoint: EndpointKind;
  readonly tokenPrefix: string | undefined;
  readonly authHeader: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly host: string | undefined;
  readonly source: string | undefined;
  readonly sourcetype: string | undefined;
  readonly index: string | undefined;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** `maxEvents` 0 stands for the dialect's own. */
  readonly batch: Concrete<BatchOptions>;
  /** zlib level; 0 is off; `undefined` leaves it to the dialect. */
  readonly gzip: number | undefined;
  readonly request: Concrete<RequestOptions>;
  readonly retry: Concrete<RetryOptions>;
  readonly queue: Concrete<QueueOptions>;
  readonly spool: Concrete<SpoolOptions> | undefined;
  readonly deadLetter: Concrete<DeadLetterOptions> | undefined;
  readonly ack: Concrete<AckOptions>;
  readonly tls: TlsOptions & { readonly rejectUnauthorized: boolean; readonly minVersion: 'TLSv1.2' | 'TLSv1.3' };
  readonly proxy: string;
  readonly oversize: 'truncate' | 'deadLetter';
  readonly limits: Concrete<RateLimits>;
  readonly minLevel: string | undefined;
  readonly match: MatchOptions;
}

/** The options with every default filled in and every value checked. */
export interface Settings {
  readonly destinations: readonly DestinationSettings[];
  readonly shutdownTimeoutMs: number;
  readonly eventIds: boolean;
  readonly reportGaps: boolean;
  readonly heartbeatMs: number;
  /** Things to say once at start: the assumed local collector, TLS verification off, nothing configured. */
  readonly warnings: readonly string[];
}
