import { expected, type Kind, type Read } from './check.ts';
import { typeOf } from './got.ts';

const CREDENTIAL = /token|key|secret|auth|pass|sig/i;

/**
 * A collector's address: http or https, without credential, query and fragment, and without a slash at its end.
 * No answer shows any of the text: it may hold a token, in the user's part, in the query, or because the two options
 * were mixed up.
 */
export const address: Kind<string> = {
  type: 'URL',
  range: '',
  read(value) {
    if (typeof value !== 'string') return expected('an http or https URL', typeOf(value));
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
      return expected('a URL that begins with https:// or http://', 'other text');
    }
    return readUrl(url);
  },
  parse: (raw) => raw,
};

function readUrl(url: URL): Read<string> {
  if (url.username !== '' || url.password !== '') {
    return {
      problem: 'the URL holds a credential before the `@`: URLs end up in logs, so give it as `token` instead',
    };
  }
  if ([...url.searchParams.keys()].some((name) => CREDENTIAL.test(name))) {
    return { problem: 'the URL holds a credential in its query: URLs end up in logs, so give it as `token` instead' };
  }
  if (url.search !== '') {
    return { problem: 'the URL holds a query (`?…`), which is not taken: the dialect adds what its protocol needs' };
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return { value: url.pathname === '/' ? url.origin : url.href };
}

/** A proxy: `none`, `system` (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), or its URL, which may hold its user and password. */
export const proxyAddress: Kind<string> = {
  type: "'none' | 'system' | URL",
  range: '',
  read(value) {
    const what = "'none', 'system' or the proxy's http or https URL";
    if (typeof value !== 'string') return expected(what, typeOf(value));
    if (value === 'none' || value === 'system') return { value };
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url?.protocol === 'http:' || url?.protocol === 'https:' ? { value } : expected(what, 'other text');
  },
  parse: (raw) => (/^(none|system)$/i.test(raw) ? raw.toLowerCase() : raw),
};

/**
 * Whether a request to this host stays on this machine (RFC 6761 6.3 for `localhost` and names below it).
 * @param hostname as `URL.hostname` gives it: lower case, IPv4 in four parts, IPv6 in brackets and compressed.
 */
export function isLoopback(hostname: string): boolean {
  return (
    /^127(\.\d+){3}$/.test(hostname) ||
    /(^|\.)localhost\.?$/.test(hostname) ||
    hostname === '[::1]' ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]$/.test(hostname)
  );
}
