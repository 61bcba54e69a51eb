import { jsonEvents } from './json-events.ts';
import { ARRAY } from './template.ts';
import type { Dialect } from './types.ts';

export interface ElasticOptions {
  /**
   * Puts `@timestamp`, `host.name`, `service.name` (source), `event.dataset` (sourcetype) and `index` into each event,
   * where its own members of the same name win. `false` sends events as they are.
   * @default true
   */
  readonly metadata?: boolean;
}

/**
 * Elastic's `http_endpoint` input (Filebeat, Elastic Agent), at the URL as given: an array of objects, `application/json`
 * and nothing else (J20-J22). The token is `user:password` for Basic; other forms by `authHeader` and `tokenPrefix`.
 */
export function createElastic({ metadata = true }: ElasticOptions = {}): Dialect {
  return jsonEvents({
    name: 'elastic',
    limits: { bodyBytes: 838_860_800, events: 1_000_000, eventBytes: 838_860_800 },
    gzip: true,
    credential: { header: 'authorization', prefix: 'Basic' },
    path: '',
    paths: {},
    framing: ARRAY,
    names: metadata
      ? {
          time: ['@timestamp', 'iso'],
          host: 'host.name',
          source: 'service.name',
          sourcetype: 'event.dataset',
          index: 'index',
        }
      : {},
  });
}
