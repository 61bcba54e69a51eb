import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Config, isLoopback } from '../config.ts';

const basic = /^Basic\s+(\S+)$/i;

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function hostName(request: IncomingMessage): string {
  return (request.headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

function hasToken(request: IncomingMessage, { tokens }: Config): boolean {
  const [, encoded] = basic.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return false;
  const password = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
  return [...tokens].some((token) => isSame(token, password));
}

/**
 * Whether the page and its API may answer. Log events are private, so:
 * - from this machine they are shown to anyone who asks for it by a loopback name. Another name that happens to
 *   resolve to it is DNS rebinding: a foreign web page reading this one;
 * - to other machines they are shown against a token, as the password of HTTP Basic;
 * - what changes something has to come from the page itself.
 *
 * Undefined when it may; otherwise the status and what to say.
 */
export function refusePage(request: IncomingMessage, config: Config): { status: 401 | 403; text: string } | undefined {
  const name = hostName(request);
  const near = isLoopback(config.host);
  if (near && !isLoopback(name)) {
    return { status: 403, text: `The page of hec-server is at http://127.0.0.1, not at "${name}".\n` };
  }
  if (!near && !hasToken(request, config)) {
    return { status: 401, text: 'From another machine the page needs a token as password; any user name will do.\n' };
  }
  const site = request.headers['sec-fetch-site'] ?? 'none';
  if (site !== 'same-origin' && site !== 'none') return { status: 403, text: 'Only its own page may ask this.\n' };
  if (request.method === 'GET') return undefined;
  const { origin } = request.headers;
  if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host) {
    return { status: 403, text: 'Only its own page may change this.\n' };
  }
  // A foreign page cannot send this header without asking first, and it would be told no.
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/json') ? undefined : { status: 403, text: 'Send application/json.\n' };
}
