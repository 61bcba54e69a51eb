import { jsonEvents } from './json-events.ts';
import { LINES } from './template.ts';
import type { Dialect, Metadata } from './types.ts';

export interface SumoOptions {
  /** `X-Sumo-Category` of every request. @default the metadata's sourcetype */
  readonly category?: string;
  /**
   * Puts `timestamp` and `index` into each event, where its own members of the same name win. `false` sends events as
   * they are. Fields are put in either way; host, source and sourcetype go by header.
   * @default true
   */
  readonly metadata?: boolean;
}

/**
 * Sumo Logic, hosted HTTP source, at the URL as given, which holds the token (J10): lines of JSON or text. Host, source
 * and sourcetype are headers, one for the request.
 */
export function createSumo({ category, metadata = true }: SumoOptions = {}): Dialect {
  return jsonEvents({
    name: 'sumo',
    // What Sumo Logic asks senders to keep to.
    limits: { bodyBytes: 1_000_000, events: 1_000_000, eventBytes: 1_000_000 },
    gzip: true,
    credential: { header: 'authorization', prefix: 'Bearer' },
    path: '',
    paths: {},
    framing: LINES,
    text: true,
    names: metadata ? { time: ['timestamp', 'iso'], index: 'index' } : {},
    headers: ({ host, source, sourcetype }: Metadata) =>
      present({
        'x-sumo-category': category ?? sourcetype,
        'x-sumo-name': source,
        'x-sumo-host': host,
      }),
  });
}

/** Header values are printable ASCII (RFC 9110, 5.5); anything else becomes a question mark. */
function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) headers[name] = value.replaceAll(/[^ -~]/gu, '?').trim();
  }
  return headers;
}
