import { HecError } from '../errors.ts';
import { isLoopback } from '../options/address.ts';
import { isSpared } from './no-proxy.ts';

/** A proxy between this process and the collector. */
export interface Proxy {
  /** Scheme, host and port, without the user: what messages name. */
  readonly origin: string;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** Value of `proxy-authorization`, if the proxy's URL has a user. A function, so that no dump of this shows it. */
  authorization(): string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to go through, if any.
 *
 * @param setting `none`, `system`, or a URL. `system` is HTTP_PROXY, HTTPS_PROXY and NO_PROXY, lower case first, as
 * they are now; like Go's, it leaves this machine's own addresses alone. A URL is used for every address.
 * @throws HecError `HEC_INVALID_OPTION` when `setting` is no proxy URL. A bad variable of the environment, which may
 * be meant for other programs, warns and counts as none.
 */
export function chooseProxy(
  target: URL,
  setting: string,
  environment: Environment,
  onWarning: (code: string, message: string) => void,
): Proxy | undefined {
  if (setting === 'none') return undefined;
  if (setting !== 'system') {
    const proxy = parseProxy(setting);
    if (proxy !== undefined) return proxy;
    throw new HecError('HEC_INVALID_OPTION', "Invalid option `proxy`: expected 'none', 'system' or an http(s) URL", {
      option: 'proxy',
    });
  }
  const name = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const read = (variable: string): string => environment[variable] || environment[variable.toUpperCase()] || '';
  const value = read(name).trim();
  if (value === '' || isLoopback(target.hostname) || isSpared(target, read('no_proxy'))) return undefined;
  const proxy = parseProxy(value);
  if (proxy === undefined) {
    onWarning('proxy', `${name} is not the URL of an http or https proxy: ${target.origin} is reached without one.`);
  }
  return proxy;
}

/** `proxy:3128` without a scheme is common in the environment and means http. */
function parseProxy(text: string): Proxy | undefined {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const secure = url.protocol === 'https:';
  const authorization =
    url.username === '' && url.password === ''
      ? undefined
      : `Basic ${Buffer.from(`${decode(url.username)}:${decode(url.password)}`).toString('base64')}`;
  return {
    origin: url.origin,
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
    authorization: () => authorization,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
