import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher, Pool as UndiciPool } from 'undici';
import type { Runtime } from '../runtime.ts';
import type { DialError, Dialer } from './dial.ts';
import { loadUndici } from './undici.ts';

/** The connection a request travels on. */
export interface Connection {
  /** Requests begun on it, this one included once it is written. */
  requests: number;
}

/** A request's handler. undici calls it without controller when the request never began. */
export interface Handler extends Dispatcher.DispatchHandler {
  onResponseError(controller: Dispatcher.DispatchController | null, error: Error): void;
  /** Set by the pool: the connection, once {@link Dispatcher.DispatchHandler.onRequestStart} is called. */
  connection?: () => Connection;
}

/** The connections to one endpoint. */
export interface Pool {
  /** Never throws; the handler hears of every failure. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Handler): Promise<void>;
  /** Requests from now on get new connections; those under way keep theirs to the end. */
  renew(): void;
  /** Ends idle connections at once, the others after `graceMs`, with `reason` as the error of their requests. */
  close(graceMs: number, reason: Error): Promise<void>;
}

export interface PoolOptions {
  /** Where the sockets lead, which is the proxy if plain http goes through one. */
  readonly origin: string;
  readonly connections: number;
  readonly timeoutMs: number;
  /** 0 keeps connections for ever. */
  readonly maxConnectionAgeMs: number;
  readonly dialer: Dialer;
  readonly runtime: Runtime;
}

/** Cribl closes after 5 s without a request (protocol 1.14); a socket we close first cannot be found closed. */
const IDLE_MS = 4_000;
/** A `keep-alive` hint may stretch that, to below the idle limit of common balancers (60 s). */
const LONGEST_IDLE_MS = 55_000;
/** Connections of many processes that started together must not all be made anew together. */
const AGE_JITTER = 0.2;

export function createPool(options: PoolOptions): Pool {
  const { dialer, runtime } = options;
  const ending = new Map<UndiciPool, PromiseWithResolvers<void>>();
  let current: { readonly pool: UndiciPool; readonly until: number } | undefined;
  let closed: { readonly reason: Error } | undefined;

  async function dispatch(request: Dispatcher.DispatchOptions, handler: Handler): Promise<void> {
    const undici = await loadUndici();
    if (current !== undefined && runtime.elapsed() >= current.until) renew();
    if (closed !== undefined) {
      handler.onResponseError(null, closed.reason);
      return;
    }
    current ??= { pool: open(undici), until: runtime.elapsed() + age() };
    current.pool.dispatch(request, handler);
  }

  /** Ages the pool and not each connection: together they age in the same time, and one jitter serves a process. */
  function age(): number {
    if (options.maxConnectionAgeMs === 0) return Infinity;
    return options.maxConnectionAgeMs * (1 + AGE_JITTER * (2 * runtime.random() - 1));
  }

  function open(undici: typeof import('undici')): UndiciPool {
    return new undici.Pool(options.origin, {
      connections: options.connections,
      pipelining: 1,
      // HEC over HTTP/2 is documented nowhere (protocol 1.14, pitfall 23). The dialer offers none; while it were
      // possible, undici would hold all requests back until one connection has told.
      allowH2: false,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: LONGEST_IDLE_MS,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      factory: (origin, clientOptions) => observedClient(undici, origin, clientOptions),
    });
  }

  /** undici tells a handler nothing about its socket, and whether that was used before decides what a reset means. */
  function observedClient(undici: typeof import('undici'), origin: URL, clientOptions: object): Dispatcher {
    let connection: Connection = { requests: 0 };
    const client = new undici.Client(origin, {
      ...clientOptions,
      connect(_target, done) {
        connection = { requests: 0 };
        void dialInto(done);
      },
    });
    const dispatchOn = client.dispatch.bind(client);
    client.dispatch = (request, handler) => {
      (handler as Handler).connection = () => connection;
      return dispatchOn(request, handler);
    };
    return client;
  }

  async function dialInto(done: buildConnector.Callback): Promise<void> {
    let socket: Socket;
    try {
      socket = await dialer.dial();
    } catch (error) {
      done(error as DialError, null);
      return;
    }
    done(null, socket);
  }

  function renew(): void {
    if (current === undefined) return;
    const { pool } = current;
    current = undefined;
    const ended = Promise.withResolvers<void>();
    ending.set(pool, ended);
    void ended.promise.then(() => ending.delete(pool));
    pool.close().then(ended.resolve, ended.resolve);
  }

  async function close(graceMs: number, reason: Error): Promise<void> {
    closed ??= { reason };
    renew();
    const late = runtime.timer(graceMs, () => {
      // A pool that is destroyed while requests wait in it never finishes closing.
      for (const [pool, ended] of ending) {
        pool.destroy(reason).then(ended.resolve, ended.resolve);
      }
    });
    await Promise.all([...ending.values()].map(({ promise }) => promise));
    late.cancel();
    dialer.abandon();
  }

  return { dispatch, renew, close };
}
