import { enriched, fieldsMember } from './fields.ts';
import { interpretStrictIntake } from './intake.ts';
import { LOGSCALE_LIMITS } from './logscale.ts';
import { createRoutes, JSON_TYPE, joined, LINES, type Member, template, texts } from './template.ts';
import type { Dialect, Metadata } from './types.ts';

export interface FalconOptions {
  /**
   * What the connector's parser is made for. It changes the content type of raw text, nothing else, as in FalconPy (C07).
   * @default 'json'
   */
  readonly format?: 'json' | 'csv' | 'xml' | 'yaml';
  /** Unit of the event's `timestamp`, said beside it as `timeunit`. @default 'nanoseconds' */
  readonly timeunit?: 'nanoseconds' | 'milliseconds' | 'seconds';
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
export function createFalcon({ format = 'json', timeunit = 'nanoseconds' }: FalconOptions = {}): Dialect {
  const routes = createRoutes();
  const time: Member = [`"timestamp":`, [TIMESTAMP[timeunit]], `,"timeunit":"${timeunit}"`];
  const inside = ({ host, source, sourcetype, index, timeless }: Metadata): Member[] => [
    ...texts({ host }),
    ...(timeless === true ? [] : [time]),
    ...texts({ source, sourcetype, index }),
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
