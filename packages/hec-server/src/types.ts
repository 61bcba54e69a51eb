import type { Fault } from './fault/types.ts';
import type { PersonalityName } from './personality/types.ts';

/** Indexer acknowledgement (protocol 1.13). */
export interface AckOptions {
  /** Milliseconds from taking a request to its ack being `true`; an idle Splunk was measured at about 1000. @default 1000 */
  readonly delayMs?: number;
  /** A channel unused for so long is forgotten with all its statuses. @default 600000 */
  readonly idleMs?: number;
  /** Name of a cookie that answers carry with the channel as value (protocol A12). Off by default. */
  readonly cookie?: string;
  /** Every so many-th ack of a channel never becomes true: 3 loses ids 2, 5, 8. Off by default. */
  readonly loseEvery?: number;
  /** Acks a channel may have pending before requests are refused (protocol A11). @default 1000000 */
  readonly maxPending?: number;
}

/** Certificate and key in PEM. With `ca`, clients have to show a certificate signed by it. */
export interface TlsOptions {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

/** Options of {@link startHecServer}. All but `port`, `host`, `keepAlive` can be changed later with `set`. */
export interface HecServerOptions {
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** Address to listen on. Anything but loopback needs a `token`. @default '127.0.0.1' */
  readonly host?: string;
  /** Tokens that are let in. Without one every token is, though one has to be sent. */
  readonly token?: string | readonly string[];
  /** Tokens that exist and are switched off: 403, code 1 (protocol S23). */
  readonly disabledTokens?: readonly string[];
  /** Whose answers to give. @default 'splunk' */
  readonly as?: PersonalityName;
  /** HTTPS; `true` makes a self-signed certificate for this run, to be read from {@link HecServer.ca}. @default false */
  readonly tls?: boolean | TlsOptions;
  /** Indexer acknowledgement for every token. @default false */
  readonly ack?: boolean | AckOptions;
  /** Indexes the tokens may write to; others are refused with code 7. Without a list, all are taken (protocol 1.5). */
  readonly indexes?: readonly string[];
  /** `allowQueryStringAuth` of Splunk: whether `?token=` is let in (protocol S24). @default false */
  readonly allowQueryStringAuth?: boolean;
  /** Largest request body in bytes, inflated. @default what the personality is known to have */
  readonly maxContentLength?: number;
  /** Largest single event in bytes. @default what the personality is known to have */
  readonly maxEventBytes?: number;
  /** `backpressureState` of Splunk: refuse with 429 instead of 503 when acks run full (protocol 1.15). @default false */
  readonly backpressure?: boolean;
  /** Headers added to every answer, as a balancer's cookie. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Milliseconds an idle connection is kept; Splunk's is two hours (protocol 1.14). @default 7200000 */
  readonly keepAliveTimeoutMs?: number;
  /** What goes wrong on purpose. @default none */
  readonly faults?: readonly Fault[];
  /** Start of the generator behind `probability`. @default 1 */
  readonly seed?: number;
  /** Events kept in memory; the oldest are forgotten first and stay counted. @default 100000 */
  readonly maxEvents?: number;
  /** Requests kept in memory. @default 10000 */
  readonly maxRequests?: number;
  /** Whether the server alone keeps the process alive. @default false */
  readonly keepAlive?: boolean;
}

/** An event as it was taken. */
export interface ReceivedEvent {
  /** Position among all events taken since the start, from 1. Survives `clear`. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly requestId: number;
  readonly path: string;
  readonly kind: 'event' | 'raw' | 'metric';
  /** The payload: parsed JSON, or the line of a raw request. */
  readonly event: unknown;
  /** Exactly what arrived for this event, as text: its envelope, or its line. Exact where `time` as a number is not. */
  readonly raw: string;
  /** Epoch seconds, when the sender said. */
  readonly time?: number;
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly channel?: string;
  /** The id that the answer gave to this event, where the product gives one (Sekoia). */
  readonly receipt?: string;
}

/** A request as it was answered. Credentials are never kept. */
export interface ReceivedRequest {
  /** From 1. */
  readonly id: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly method: string;
  readonly path: string;
  /** Query without token. */
  readonly query: string;
  /** Lower-case names; values of credential headers are `[redacted]`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  /** Body bytes on the wire. */
  readonly bytes: number;
  /** Body bytes after inflating; 0 when the body was not looked at. */
  readonly inflatedBytes: number;
  /** HTTP status of the answer; 0 when there was none. */
  readonly status: number;
  /** The answer's body, its first 500 characters. */
  readonly answer: string;
  /** Events taken from it. */
  readonly events: number;
  /** The fault that hit it. */
  readonly fault?: Fault['do'];
  /** Whether the client went away before its body had arrived. */
  readonly aborted?: true;
}

/** Counters since the start or the last `clear`. */
export interface ServerStats {
  readonly requests: number;
  /** Requests by HTTP status; '0' are those without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly events: number;
  /** Requests answered with 400 or more. */
  readonly rejected: number;
  readonly bytes: number;
  readonly inflatedBytes: number;
  readonly faults: number;
  readonly connections: number;
  /** Events counted but no longer in memory. */
  readonly forgotten: number;
  readonly acks: {
    readonly issued: number;
    readonly reported: number;
    readonly pending: number;
    readonly channels: number;
  };
}

/** Which events to return: the newest `limit` that match, oldest first. */
export interface EventQuery {
  /** Words the raw text has to contain, and `key:value` pairs; case does not matter. */
  readonly search?: string;
  /** @default Infinity */
  readonly limit?: number;
  /** Only events with a higher `seq`. */
  readonly afterSeq?: number;
}

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds after which waiting fails. @default 10000 */
  readonly timeoutMs?: number;
}

/** A running server. It lives in another thread, so it answers while the caller's is busy or blocked. */
export interface HecServer extends AsyncDisposable {
  /** Origin, as in `http://127.0.0.1:8088`. */
  readonly url: string;
  readonly port: number;
  /** The certificate to trust in PEM, when `tls: true` made one. */
  readonly ca: string | undefined;
  events(query?: EventQuery): Promise<ReceivedEvent[]>;
  requests(): Promise<ReceivedRequest[]>;
  stats(): Promise<ServerStats>;
  /** Resolves with the events in memory once `count` were taken since the start or the last `clear`. Rejects on timeout. */
  waitForEvents(count: number, options?: WaitOptions): Promise<ReceivedEvent[]>;
  /** Resolves with the requests in memory once `count` were made since the start or the last `clear`. Rejects on timeout. */
  waitForRequests(count: number, options?: WaitOptions): Promise<ReceivedRequest[]>;
  /** Replaces the faults; their counts start anew. */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** Changes options while running. Events, acks and connections stay. */
  set(options: HecServerOptions): Promise<void>;
  /** Forgets events, requests and counters; acks and faults stay. */
  clear(): Promise<void>;
  /** Resets every open connection. The thread ends a second after its last server. Calling it again does nothing. */
  close(): Promise<void>;
}
