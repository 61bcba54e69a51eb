import type { IncomingHttpHeaders } from 'node:http';

const secret = /^(authorization|proxy-authorization|cookie)$|api-?key|intake-key|token|secret/;

/** Headers as text, without what lets somebody in. */
export function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) shown[name] = secret.test(name) ? '[redacted]' : String(value);
  }
  return shown;
}

/** The query without what lets somebody in (protocol 1.2: query tokens end up in logs). */
export function redactQuery(query: URLSearchParams): string {
  const shown = new URLSearchParams(query);
  for (const name of new Set(shown.keys())) if (secret.test(name) || /key/i.test(name)) shown.set(name, '[redacted]');
  return decodeURIComponent(shown.toString());
}
