import { narrow, park, retry, shrink } from './outcome.ts';
import { retryAfter } from './retry-after.ts';
import type { Fate, HecResponse, Sent } from './types.ts';

/** What a dialect knows of an answer beyond its status. */
export interface Reading {
  /** Whether the collector itself answered, and not a proxy or firewall in front of it. */
  readonly itself: boolean;
  /** Whether a 503 means for sure that nothing was taken. */
  readonly clean503: boolean;
}

const CONFIGURATION: Readonly<Record<number, string>> = {
  402: 'the account has no quota left (402)',
  404: 'there is nothing at this URL (404): check `url`, `dialect` and `endpoint`',
  405: 'this URL takes no events (405): check `url`, `dialect` and `endpoint`',
  407: 'the proxy wants a credential (407): put it into the `proxy` URL',
  410: 'this URL is gone (410): check `url`',
  411: 'something on the way removes the content length (411)',
  415: 'the collector takes no bodies in this encoding or type (415): check `gzip` and `dialect`',
  431: 'the request headers are too large (431): check `headers`',
  501: 'the collector knows no such request (501): check `url` and `dialect`',
  505: 'the collector takes no HTTP/1.1 (505)',
};

// A firewall that dislikes one line of a batch answers like one that dislikes us. The engine tells them apart by
// whether other batches go through, and isolates the line; parking would let anyone who can write a log line stop us.
const FIREWALL = new Set([401, 403, 406]);

/** What an answer other than success means by its status alone, for all the events sent (protocol 1.12). */
export function byStatus({ status, headers }: HecResponse, sent: Sent, { itself, clean503 }: Reading): Fate {
  const configuration = CONFIGURATION[status];
  if (configuration !== undefined) return park(configuration);
  if (status === 413) return shrink(sent, 'too large for this collector (413)');
  // 406 of a collector is about the body (J22, J30).
  if (status === 400 || status === 422 || (status === 406 && itself))
    return narrow(sent, `not understood by the collector (${status})`);
  if (status >= 300 && status < 400) {
    return park(`the URL redirects elsewhere (${status}): set \`url\` to where it leads`);
  }
  if (FIREWALL.has(status)) {
    return itself ? park(`the token is not accepted (${status})`) : retry('blocked', false, retryAfter(headers));
  }
  if (status === 429) return retry('http-429', false, retryAfter(headers));
  if (status === 503) return retry('http-503', !clean503, retryAfter(headers));
  // Other 4xx say that the request was not processed; 408 and every 5xx leave it open (protocol 1.12).
  const ambiguous = status === 408 || status < 400 || status >= 500;
  return retry(`http-${status}`, ambiguous, retryAfter(headers));
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
