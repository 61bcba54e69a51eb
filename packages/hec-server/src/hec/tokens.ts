import type { Config } from '../config.ts';
import type { Call } from '../personality/types.ts';

/** A token and the way it came, or why there is none. */
export type Credential =
  | { readonly token: string; readonly by: 'header' | 'query' }
  | { readonly missing: true }
  | { readonly unreadable: true };

/** Reads `Splunk <token>`, HTTP Basic with the token as password, or `?token=`, which wins (protocol 1.2). */
export function readCredential(call: Call): Credential {
  const query = call.query.get('token');
  if (query !== null) return { token: query, by: 'query' };
  const header = call.headers.authorization;
  if (header === undefined) return { missing: true };
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'splunk') return { token: value, by: 'header' };
  if (scheme.toLowerCase() !== 'basic') return { unreadable: true };
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? { token: pair.slice(pair.indexOf(':') + 1), by: 'header' } : { unreadable: true };
}

/** Whether the token is let in. A server without tokens lets every token in. */
export function judgeToken(config: Config, token: string): 'known' | 'unknown' | 'disabled' {
  if (config.disabledTokens.has(token)) return 'disabled';
  return config.tokens.size === 0 || config.tokens.has(token) ? 'known' : 'unknown';
}
