import { DialError } from './dial.ts';
import type { Progress } from './exchange.ts';
import { explainTls, isHandshakeRefusal } from './explain-tls.ts';
import { TunnelRefused } from './tunnel.ts';
import type { ExchangeFailure, FailureReason } from './types.ts';

/** What is known about a request that got no answer. */
export interface Circumstances {
  readonly origin: string;
  readonly proxyOrigin: string | undefined;
  readonly timeoutMs: number;
  readonly progress: Progress;
  /** Whether the connection had served a request before. */
  readonly reused: boolean;
}

/** Ends a request whose time is over. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed' as const;
}

/** Ends the requests of an endpoint that is closed. */
export class EndpointClosed extends Error {
  override readonly name = 'EndpointClosed' as const;
}

type Told = readonly [reason: FailureReason, message: string];

/**
 * Puts an error into words for people: what happened, to which endpoint, what it means, what to do. The words are
 * our own throughout, because an error's may quote what was sent.
 */
export function explain(error: unknown, about: Circumstances): ExchangeFailure {
  if (error instanceof DialError) {
    const [reason, message] = tellDial(error, about);
    return { reason, message, ambiguous: false };
  }
  const [reason, message] = tellRequest(error, about);
  // TLS 1.3 lets a client write before the server has looked at its certificate: what is then refused is the connection.
  const atTheDoor = about.progress === 'sent' && !about.reused && isHandshakeRefusal(error);
  return { reason, message, ambiguous: about.progress !== 'waiting' && !atTheDoor };
}

function tellDial(error: DialError, { origin, proxyOrigin }: Circumstances): Told {
  const { cause } = error;
  if (error.atProxy) return ['proxy', tellProxy(cause, origin, proxyOrigin ?? 'the proxy')];
  return (
    explainTls(cause, origin) ??
    tellNetwork(codeOf(cause), origin) ?? ['other', `No connection to ${origin} could be made (${codeOf(cause)}).`]
  );
}

function tellProxy(cause: unknown, origin: string, proxy: string): string {
  if (cause instanceof TunnelRefused) return tellProxyStatus(cause.status, origin, proxy);
  const [, why] = explainTls(cause, proxy) ?? tellNetwork(codeOf(cause), proxy) ?? [];
  return `The proxy ${proxy}, on the way to ${origin}, cannot be used: ${why ?? `${codeOf(cause)}.`} See the option proxy.`;
}

/** What a proxy's own refusal means; for plain http these are ordinary answers. */
export function tellProxyStatus(status: number, origin: string, proxy: string): string {
  if (status === 407) {
    return `The proxy ${proxy} wants other credentials (407): put its user and password into the proxy URL, http://user:password@…`;
  }
  if (status === 403) return `The proxy ${proxy} does not allow connections to ${origin} (403): its rules have to.`;
  return `The proxy ${proxy} could not reach ${origin} (it answered ${status}).`;
}

function tellRequest(error: unknown, about: Circumstances): Told {
  const { origin, progress, reused } = about;
  if (error instanceof EndpointClosed) return ['aborted', `${origin}: no answer had come when the client was closed.`];
  if (error instanceof DeadlinePassed || /TIMEOUT$|ETIMEDOUT/.test(codeOf(error)))
    return ['timeout', tellTimeout(about)];
  const tls = explainTls(error, origin);
  if (tls !== undefined) return tls;
  switch (codeOf(error)) {
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
      if (progress === 'answering') return ['connection-reset', `${origin} broke off in the middle of its answer.`];
      if (reused) return ['stale-socket', `${origin} closed an idle connection just as a request was written to it.`];
      return ['connection-reset', tellReset(origin)];
    case 'UND_ERR_INVALID_ARG':
      return [
        'other',
        `A request to ${origin} cannot be written: a header or the path holds a character HTTP has no room for.`,
      ];
    default:
      if (/^(HPE_|HTTPParserError)/.test(codeOf(error)))
        return ['other', `What answers at ${origin} does not speak HTTP. Check the port in url.`];
      return tellNetwork(codeOf(error), origin) ?? ['other', `The request to ${origin} failed (${codeOf(error)}).`];
  }
}

function tellTimeout({ origin, progress, timeoutMs }: Circumstances): string {
  const within = `within ${timeoutMs} ms (request.timeoutMs)`;
  if (progress === 'waiting')
    return `${origin} accepted no connection ${within}; a firewall that drops packets looks like this.`;
  if (progress === 'sent') return `${origin} took the request and did not answer ${within}.`;
  return `${origin} began its answer and did not finish it ${within}.`;
}

function tellReset(origin: string): string {
  const hint = origin.startsWith('http:')
    ? 'If it expects TLS on this port, write https:// in url.'
    : 'If it wants a client certificate, set tls.cert and tls.key.';
  return `${origin} closed the connection without an answer. ${hint}`;
}

/** Failures of names, routes and ports. `where` is the collector's origin or the proxy's. */
function tellNetwork(code: string, where: string): Told | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'connection-refused',
        `Nothing listens on ${where} (connection refused). Is it running, and is the port right?`,
      ];
    case 'ENOTFOUND':
    case 'ENODATA':
      return ['dns', `The host name in ${where} does not exist (${code}). Check it for a typing error.`];
    case 'EAI_AGAIN':
      return [
        'dns',
        `The host name in ${where} could not be resolved for now (EAI_AGAIN): this machine's DNS does not answer.`,
      ];
    case 'ETIMEDOUT':
      return [
        'timeout',
        `${where} accepted no connection in time (ETIMEDOUT); a firewall that drops packets looks like this.`,
      ];
    case 'ECONNRESET':
      return ['connection-reset', `${where} closed the connection before it was ready for a request.`];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return ['other', `There is no route from this machine to ${where} (${code}).`];
    case 'EMFILE':
    case 'ENFILE':
      return ['other', `This process has no file descriptor left for a connection to ${where} (${code}).`];
    default:
      return undefined;
  }
}

/** The error's code, or its name: never its message. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
