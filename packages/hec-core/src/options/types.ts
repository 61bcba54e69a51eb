import type { DialectName, DialectOptions } from '../dialect/options.ts';
import type { EndpointKind, FieldValue } from '../dialect/types.ts';
import type {
  AckOptions,
  BatchOptions,
  DeadLetterOptions,
  MatchOptions,
  QueueOptions,
  RateLimits,
  RequestOptions,
  RetryOptions,
  SpoolOptions,
  TlsOptions,
  TokenSource,
} from './groups.ts';
import type { Secret } from './secret.ts';

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
   * `process.exit()` and an uncaught exception wait for 3 s of it at most.
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
