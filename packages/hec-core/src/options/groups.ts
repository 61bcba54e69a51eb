import type { FieldValue } from '../dialect/types.ts';

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
