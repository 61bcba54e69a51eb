/**
 * The cookies of one endpoint, kept for as long as the endpoint lives. Indexers behind a balancer know only the
 * acknowledgements they gave themselves, so an ack client has to return what ties it to one of them (protocol 1.13, A12).
 */
export interface CookieJar {
  /** Value of the `cookie` header; `undefined` when there is none to send. */
  header(): string | undefined;
  /**
   * Takes the `set-cookie` headers of an answer.
   * @param channel the channel it was asked on: a collector that echoes it (A12) says nothing about where it is.
   */
  take(setCookie: string | readonly string[] | undefined, nowMs: number, channel?: string): void;
  /** Grows by one whenever a cookie changes that may tie this client to one indexer. 0 until there is one. */
  readonly affinity: number;
}

/** A collector sets one or two; the bounds are for one that has gone mad. RFC 6265 6.1 asks for 4096 bytes each. */
const MOST_COOKIES = 50;
const LONGEST_COOKIE = 4096;

/**
 * The AWS application balancer encrypts these anew with keys it rotates, so that another value does not mean another
 * indexer. They are returned like any other, but say nothing about affinity.
 */
const ALWAYS_NEW = /^AWSALB/i;

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  /** Names of cookies that hold a channel of ours: another channel is no other indexer, or each would call for the next. */
  const echoes = new Set<string>();
  let affinity = 0;

  const ties = (): string =>
    [...cookies]
      .filter(([name]) => !ALWAYS_NEW.test(name) && !echoes.has(name))
      .map(([name, value]) => `${name}=${value}`)
      .toSorted()
      .join('; ');

  return {
    header: () => (cookies.size === 0 ? undefined : [...cookies].map((pair) => pair.join('=')).join('; ')),
    take(setCookie, nowMs, channel) {
      if (setCookie === undefined) return;
      const before = ties();
      for (const line of typeof setCookie === 'string' ? [setCookie] : setCookie) takeOne(line, nowMs, channel);
      if (ties() !== before) affinity++;
    },
    get affinity() {
      return affinity;
    },
  };

  function takeOne(line: string, nowMs: number, channel: string | undefined): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (at < 1 || name === '' || pair.length > LONGEST_COOKIE || !/^[\x21-\x7e]*$/.test(name + value)) return;
    if (channel !== undefined && value === channel) echoes.add(name);
    else echoes.delete(name);
    if (isDeletion(attributes, nowMs)) cookies.delete(name);
    else if (cookies.has(name) || cookies.size < MOST_COOKIES) cookies.set(name, value);
  }
}

/** `Max-Age` wins over `Expires` (RFC 6265 5.3). Other ends of a lifetime are not waited for: the collector says when. */
function isDeletion(attributes: readonly string[], nowMs: number): boolean {
  const read = (wanted: string): string | undefined =>
    attributes
      .map((attribute) => attribute.trim())
      .find((attribute) => attribute.toLowerCase().startsWith(`${wanted}=`))
      ?.slice(wanted.length + 1);
  const maxAge = read('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = read('expires');
  return expires !== undefined && Date.parse(expires) <= nowMs;
}
