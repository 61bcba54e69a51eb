import { flatFields } from '../envelope/fields.ts';
import type { FalconRegion } from './falcon-url.ts';
import { enriched, fieldsMember } from './fields.ts';
import { interpretStrictIntake } from './intake.ts';
import { LOGSCALE_LIMITS } from './logscale.ts';
import { createRoutes, JSON_TYPE, joined, LINES, type Member, template, texts } from './template.ts';
import type { Dialect, FieldValue, Metadata } from './types.ts';

export interface FalconOptions {
  /** API URL key of the connector, in place of `url`: the first label of its host name. */
  readonly apiUrlKey?: string;
  /**
   * CrowdStrike cloud of that connector. Of any other cloud copy the API URL from the Falcon console into `url`.
   * @default 'us1'
   */
  readonly region?: FalconRegion;
  /**
   * What the connector's parser is made for. It changes the content type of raw text, nothing else, as in FalconPy (C07).
   * @default 'json'
   */
  readonly format?: 'json' | 'csv' | 'xml' | 'yaml';
  /** Unit of the event's `timestamp`, said beside it as `timeunit`. @default 'nanoseconds' */
  readonly timeunit?: 'nanoseconds' | 'milliseconds' | 'seconds';
  /** Members that every event gets beside `host` and `timestamp`; its own of the same name win. */
  readonly customKeys?: Readonly<Record<string, FieldValue>>;
}

// The address is the connector's, as the console shows it: tenants have been seen with other paths than FalconPy's,
// which stand for URLs that have none (protocol 2.1).
const CONNECTOR = '';

const CONTENT_TYPE = {
  json: 'application/json',
  csv: 'text/csv',
  xml: 'text/xml',
  yaml: 'application/x-yaml',
} as const;
// Digits, not floats: 19 of them have to arrive as they are (C09).
const TIMESTAMP = { nanoseconds: 'nanos', milliseconds: 'millis', seconds: 'seconds' } as const;

/**
 * CrowdStrike Falcon Next-Gen SIEM, HEC connector, in the shape that FalconPy sends (protocol 2.1): host and time are
 * members of the event, beside them source, sourcetype and index if given; `fields` may hold `#tags`.
 */
export function createFalcon(options: FalconOptions = {}): Dialect {
  const { format = 'json', timeunit = 'nanoseconds', customKeys } = options;
  const routes = createRoutes();
  const time: Member = [`"timestamp":`, [TIMESTAMP[timeunit]], `,"timeunit":"${timeunit}"`];
  const custom = flatFields(customKeys);
  const inside = ({ host, source, sourcetype, index, timeless }: Metadata): Member[] => [
    ...texts({ host }),
    ...(timeless === true ? [] : [time]),
    ...texts({ source, sourcetype, index }),
    ...(custom === '' ? [] : [[custom]]),
  ];
  return {
    name: 'falcon',
    // CrowdStrike states no limits for the connector; it is a LogScale behind.
    limits: LOGSCALE_LIMITS,
    gzip: true,
    credential: { header: 'authorization', prefix: 'Bearer' },
    paths: { event: '/services/collector', raw: '/services/collector/raw' },
    frame(kind, metadata, dynamicFields) {
      if (kind === 'raw') {
        const headers = { 'content-type': CONTENT_TYPE[format] };
        return template(
          routes('raw', () => ({ kind, path: CONNECTOR, headers, ...LINES })),
          [['text']],
        );
      }
      const route = routes('event', () => ({ kind, path: CONNECTOR, headers: JSON_TYPE, ...LINES }));
      const event: Member = ['"event":', ...enriched(inside(metadata), {}, false)];
      return template(route, ['{', ...joined([event, ...fieldsMember(metadata, dynamicFields)]), '}']);
    },
    // 200 alone is success for FalconPy too; what it gives up on (429, 5xx) is sent again (C08, C10).
    interpret: interpretStrictIntake,
  };
}
