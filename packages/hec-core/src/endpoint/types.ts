import type { HecResponse, Route } from '../dialect/types.ts';
import type { ReadyToken } from './token.ts';

/** Why no answer came. */
export type FailureReason =
  | 'connection-refused'
  | 'connection-reset'
  /** A kept-alive socket was closed by the peer as we wrote: says nothing about the endpoint (undici#3492). */
  | 'stale-socket'
  | 'timeout'
  | 'dns'
  | 'tls'
  | 'proxy'
  /** The token could not be had (file missing, environment variable empty, function threw). */
  | 'no-token'
  | 'aborted'
  | 'other';

export interface ExchangeFailure {
  readonly reason: FailureReason;
  /** Whether the collector may have taken the events all the same. */
  readonly ambiguous: boolean;
  /** For people: what happened and what to do. Names the origin, never the token. */
  readonly message: string;
}

/** What came of a request: an answer, or why there is none. Never an exception. */
export type Reply =
  | { readonly response: HecResponse; readonly failure?: undefined }
  | { readonly failure: ExchangeFailure; readonly response?: undefined };

export interface ExchangeRequest {
  readonly route: Route;
  readonly body: Uint8Array;
  readonly encoding: 'gzip' | 'identity';
  /** HEC channel GUID, for indexer acknowledgement. */
  readonly channel?: string;
}

/** What the same credential can be shown with in another thread. */
export interface ReadyCredential {
  /** `undefined` where there is none to show. */
  readonly token: ReadyToken | undefined;
}

/**
 * One collector address: the only holder of sockets and credentials.
 */
export interface Endpoint {
  /** Scheme, host and port: what messages and dead letters name. */
  readonly origin: string;
  /** Grows when a cookie that ties the connection to one indexer changes: acknowledgements given before are lost then. */
  readonly affinity: number;
  /** Posts one batch. Resolves always. */
  exchange(request: ExchangeRequest): Promise<Reply>;
  /** Any other call of the protocol (health, ack), relative to the same base, with the same credential. */
  call(request: {
    readonly method: 'GET' | 'POST' | 'OPTIONS';
    readonly path: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  }): Promise<Reply>;
  /** For another thread, at once; `undefined` where a function gives the token and has given none yet. */
  credential(): ReadyCredential | undefined;
  /** Reads the credential and the TLS files anew, and makes new connections, from the next request on. */
  refresh(): void;
  /**
   * Ends idle sockets at once and, after `graceMs`, those in use, whose requests then fail as `aborted`. A later call
   * may shorten the wait.
   */
  close(graceMs: number): Promise<void>;
}
