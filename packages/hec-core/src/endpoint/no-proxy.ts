import { BlockList, isIP } from 'node:net';

/** Ports that a URL leaves out. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Whether `NO_PROXY` spares a URL the proxy: `*`, or a list of host names (with everything below them, with or
 * without a leading dot), addresses and address ranges in CIDR form, each with or without a port. There is no
 * standard; this is what curl and Go agree on.
 */
export function isSpared(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || DEFAULT_PORTS[url.protocol];
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => entry === '*' || matches(host, port, entry));
}

function matches(host: string, port: string | undefined, entry: string): boolean {
  // An IPv6 address has colons of its own: a port can follow it only in brackets.
  const [, bracketed, plain, itsPort] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  if (itsPort !== undefined && itsPort !== port) return false;
  const name = bracketed ?? plain ?? entry;
  if (isIP(host) !== 0) return isInRange(host, name);
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function isInRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = familyOf(network);
  if (family === undefined || familyOf(address) !== family) return false;
  const list = new BlockList();
  const longest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > longest) return false;
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}
