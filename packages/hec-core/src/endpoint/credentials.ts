import type { Credential } from '../dialect/types.ts';
import type { DestinationSettings } from '../options/types.ts';
import { createTokenReader } from './token.ts';
import type { ReadyCredential } from './types.ts';
import { withParameter } from './url.ts';

/** How the credential goes into one request. Lives no longer than that. */
export interface Shown {
  /** Header name and value; `undefined` where the credential goes elsewhere, or there is none. */
  readonly header: readonly [name: string, value: string] | undefined;
  /** Adds the credential to a request target where the protocol has it there. */
  target(target: string): string;
  /** The bare key, for protocols that have it in the body. */
  readonly key: string | undefined;
  readonly problem?: undefined;
}

/** The credential of one endpoint: the only place in the suite that knows a token. */
export interface Credentials {
  show(): Promise<Shown | { readonly problem: string }>;
  /** For another thread, at once; `undefined` where a function gives the token and has given none yet. */
  ready(): ReadyCredential | undefined;
  refresh(): void;
  /** Takes every credential shown so far out of a text that came from outside: some proxies echo requests. */
  redact(text: string): string;
}

type Wanted = Pick<DestinationSettings, 'token' | 'authHeader' | 'tokenPrefix'>;

/** A token this short occurs in ordinary text; to blank it would garble answers and hide nothing. */
const SHORTEST_SECRET = 8;
/** How many rotated tokens are still recognised. */
const REMEMBERED = 16;

const NOTHING: Shown = { header: undefined, target: (target) => target, key: undefined };

export function createCredentials(
  settings: Wanted,
  credential: Credential,
  onWarning: (code: string, message: string) => void,
): Credentials {
  const reader = settings.token === undefined ? undefined : createTokenReader(settings.token.source(), onWarning);
  const header = (settings.authHeader ?? credential.header).toLowerCase();
  const prefix = settings.tokenPrefix ?? credential.prefix;
  const secrets = new Set<string>();

  return {
    async show() {
      if (reader === undefined) return NOTHING;
      const { token, problem } = await reader.read();
      if (problem !== undefined) return { problem };
      const value = headerValue(prefix, token);
      remember(token, value);
      const { query } = credential;
      if (query !== undefined && settings.authHeader === undefined) {
        return { header: undefined, target: (target) => withParameter(target, query, token), key: token };
      }
      return { header: [header, value], target: (target) => target, key: token };
    },
    ready() {
      if (reader === undefined) return { token: undefined };
      const token = reader.ready();
      return token === undefined ? undefined : { token };
    },
    refresh: () => reader?.refresh(),
    redact(text) {
      let clean = text;
      for (const secret of secrets) clean = clean.replaceAll(secret, '[redacted]');
      return clean;
    },
  };

  function remember(token: string, value: string): void {
    if (token.length < SHORTEST_SECRET || secrets.has(token)) return;
    const spellings = [
      token,
      value.split(' ').at(-1) ?? token,
      encodeURIComponent(token),
      JSON.stringify(token).slice(1, -1),
    ];
    for (const spelling of spellings) secrets.add(spelling);
    for (const oldest of secrets) {
      if (secrets.size <= REMEMBERED) break;
      secrets.delete(oldest);
    }
  }
}

/**
 * `Splunk <token>`, `Bearer <token>`, the bare token, or Basic with the token as the password of any user (protocol
 * 1.2, S08). A token with a colon in it is a user and a password already.
 */
function headerValue(prefix: string, token: string): string {
  if (prefix.toLowerCase() === 'basic') {
    const pair = token.includes(':') ? token : `x:${token}`;
    return `${prefix} ${Buffer.from(pair, 'latin1').toString('base64')}`;
  }
  return prefix === '' ? token : `${prefix} ${token}`;
}
