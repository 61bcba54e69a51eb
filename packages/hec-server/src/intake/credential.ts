import type { Config } from '../config.ts';
import type { Call } from '../personality/types.ts';

/** The Authorization header: its scheme in lower case, `''` where the value stands alone. */
export interface Authorization {
  readonly scheme: string;
  readonly value: string;
}

export function readAuthorization(call: Call): Authorization | undefined {
  const header = call.headers.authorization?.trim();
  if (header === undefined) return undefined;
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(header) ?? [];
  return scheme === '' ? { scheme, value: header } : { scheme: scheme.toLowerCase(), value };
}

/** The password in the value of a Basic header; the user name does not matter to any product here. */
export function readPassword(value: string): string | undefined {
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
}

/** Whether the token is let in. A server without tokens lets every token in. */
export function judgeToken(config: Config, token: string): 'known' | 'unknown' | 'disabled' {
  if (config.disabledTokens.has(token)) return 'disabled';
  return config.tokens.size === 0 || config.tokens.has(token) ? 'known' : 'unknown';
}
