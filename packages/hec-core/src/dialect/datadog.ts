import type { DatadogSite } from './datadog-url.ts';
import { jsonEvents } from './json-events.ts';
import { ARRAY, texts } from './template.ts';
import type { Dialect } from './types.ts';

export interface DatadogOptions {
  /** Site of the account, as in the address of its pages; in place of `url`. */
  readonly site?: DatadogSite;
  /** `service` of every log. @default the metadata's source */
  readonly service?: string;
  /** `ddsource`, the technology that logs, by which Datadog chooses a pipeline. @default the metadata's sourcetype */
  readonly source?: string;
  /** `ddtags`, for example `['env:prod', 'team:core']`. */
  readonly tags?: readonly string[];
}

const HOURS = 3_600_000;

/** Datadog logs intake (J01-J05): an array of objects; text travels as the member `message`. */
export function createDatadog({ service, source, tags = [] }: DatadogOptions = {}): Dialect {
  return jsonEvents({
    name: 'datadog',
    // A longer log is cut by Datadog behind a 202 (protocol 5).
    limits: { bodyBytes: 5_000_000, events: 1000, eventBytes: 1_000_000 },
    gzip: true,
    credential: { header: 'dd-api-key', prefix: '' },
    path: '/api/v2/logs',
    paths: { event: '/api/v2/logs', raw: '/api/v2/logs' },
    framing: ARRAY,
    known: (metadata) =>
      texts({
        ddsource: source ?? metadata.sourcetype,
        service: service ?? metadata.source,
        ddtags: tags.length === 0 ? undefined : tags.join(','),
      }),
    names: { time: ['timestamp', 'millis'], host: 'hostname', index: 'index' },
    // Older logs get their 202 and are never seen.
    maxEventAgeMs: 18 * HOURS,
  });
}
