import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { putKey } from './body-key.ts';
import type { CookieJar } from './cookies.ts';
import type { Credentials, Shown } from './credentials.ts';
import type { EndpointOptions } from './endpoint.ts';
import { createExchange, type Ending, type Exchange } from './exchange.ts';
import { DeadlinePassed, explain, tellProxyStatus } from './explain.ts';
import type { Pool } from './pool.ts';
import type { Proxy } from './proxy.ts';
import type { Endpoint, ExchangeFailure, FailureReason, Reply } from './types.ts';
import type { Addresses } from './url.ts';

type SenderOptions = Pick<EndpointOptions, 'settings' | 'runtime'> & {
  readonly addresses: Addresses;
  readonly credentials: Credentials;
  readonly cookies: CookieJar;
  /** What is between, for messages. */
  readonly proxy: Proxy | undefined;
  /** The same if it is sent whole requests, as for plain http, rather than asked for tunnels. */
  readonly forwarder: Proxy | undefined;
  readonly pool: Pool;
  readonly userAgent: string;
};

/** A request before the credential is added. */
interface Draft {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  body(shown: Shown): Uint8Array | string | undefined | Promise<Uint8Array>;
  readonly keyInBody: boolean;
  readonly timeoutMs: number;
}

/** zlib level for bodies that are compressed again because a key was put into them. */
const RECOMPRESSION_LEVEL = 1;

export function createSender(options: SenderOptions): Pick<Endpoint, 'exchange' | 'call'> {
  const { settings, runtime, addresses, credentials, cookies, proxy, forwarder, pool } = options;
  const { origin } = addresses;

  /** One request within its time, the wait for a token and a connection included. */
  async function send(draft: Draft): Promise<Reply> {
    let exchange = createExchange();
    const timeUp = Promise.withResolvers<'late'>();
    const deadline = runtime.timer(draft.timeoutMs, () => {
      timeUp.resolve('late');
      exchange.giveUp(new DeadlinePassed());
    });
    try {
      const shown = await Promise.race([credentials.show(), exchange.ended.then(() => undefined)]);
      if (shown === undefined) {
        // What hangs may hang for ever: the next request asks anew.
        credentials.refresh();
        return noToken(`none came within ${draft.timeoutMs} ms`);
      }
      if (shown.problem !== undefined) return noToken(shown.problem);
      const ending = await carry(draft, shown, exchange);
      const rotated = isUnauthorized(ending) ? await Promise.race([newerThan(shown), timeUp.promise]) : undefined;
      if (rotated === undefined || rotated === 'late') return replyOf(ending, draft);
      exchange = createExchange();
      return replyOf(await carry(draft, rotated, exchange), draft);
    } catch (error) {
      return replyOf({ error, progress: 'waiting', reused: false }, draft);
    } finally {
      deadline.cancel();
    }
  }

  async function carry(draft: Draft, shown: Shown, exchange: Exchange): Promise<Ending> {
    await pool.dispatch(await requestOf(draft, shown), exchange.handler);
    const ending = await exchange.ended;
    // undici frees a connection one turn after its answer: whoever sends at once would open another one for nothing.
    if (ending.response !== undefined) await nextTurn();
    return ending;
  }

  /** A token that was revoked may have a successor already: whoever refused the old one has taken nothing. */
  async function newerThan(shown: Shown): Promise<Shown | undefined> {
    credentials.refresh();
    const now = await credentials.show();
    return now.problem === undefined && now.key !== shown.key ? now : undefined;
  }

  async function requestOf(draft: Draft, shown: Shown): Promise<Dispatcher.DispatchOptions> {
    const target = draft.keyInBody ? draft.target : shown.target(draft.target);
    const headers: Record<string, string> = { 'user-agent': options.userAgent, ...draft.headers, ...settings.headers };
    const cookie = [headers['cookie'], cookies.header()].filter(Boolean).join('; ');
    if (cookie !== '') headers['cookie'] = cookie;
    if (!draft.keyInBody && shown.header !== undefined) headers[shown.header[0]] = shown.header[1];
    const body = await draft.body(shown);
    if (forwarder === undefined) return { method: draft.method, path: target, headers, body: body ?? null };
    // To a proxy a request names the whole URL (RFC 9112 3.2.2), and its own credential travels along.
    const authorization = forwarder.authorization();
    if (authorization !== undefined) headers['proxy-authorization'] = authorization;
    headers['host'] ??= new URL(origin).host;
    return { method: draft.method, path: `${origin}${target}`, headers, body: body ?? null };
  }

  function replyOf(ending: Ending, draft: Draft): Reply {
    if (ending.response === undefined) {
      const { timeoutMs } = draft;
      return { failure: explain(ending.error, { origin, proxyOrigin: proxy?.origin, timeoutMs, ...ending }) };
    }
    const { response } = ending;
    if (forwarder !== undefined && response.status === 407) {
      return failed('proxy', tellProxyStatus(response.status, origin, forwarder.origin));
    }
    cookies.take(response.headers['set-cookie'], runtime.now(), draft.headers['x-splunk-request-channel']);
    return { response: { ...response, body: credentials.redact(response.body) } };
  }

  const noToken = (problem: string): Reply => failed('no-token', `No token for ${origin}: ${problem}.`);

  return {
    exchange: ({ route, body, encoding, channel }) =>
      send({
        method: 'POST',
        target: addresses.target(route.path, route.kind),
        headers: {
          ...route.headers,
          ...(encoding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
          ...(channel === undefined ? {} : { 'x-splunk-request-channel': channel }),
        },
        body({ key }) {
          if (route.bodyCredential === undefined || key === undefined) return body;
          const { marker } = route.bodyCredential;
          return putKey({ bytes: body, encoding }, marker, key, settings.gzip || RECOMPRESSION_LEVEL, runtime);
        },
        keyInBody: route.bodyCredential !== undefined,
        timeoutMs: settings.request.timeoutMs,
      }),
    call: ({ method, path, body, headers = {}, timeoutMs = settings.request.timeoutMs }) =>
      send({
        method,
        target: addresses.target(path),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        body: () => body,
        keyInBody: false,
        timeoutMs,
      }),
  };
}

const isUnauthorized = ({ response }: Ending): boolean => response?.status === 401 || response?.status === 403;

/** Nothing was sent. */
function failed(reason: FailureReason, message: string): { readonly failure: ExchangeFailure } {
  return { failure: { reason, message, ambiguous: false } };
}
