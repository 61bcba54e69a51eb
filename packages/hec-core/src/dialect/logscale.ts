import { eventFrame } from './hec-frame.ts';
import { interpretStrictIntake } from './intake.ts';
import { createRoutes, LINES, TEXT_TYPE, template } from './template.ts';
import type { Dialect, Limits } from './types.ts';

const EVENT_PATH = '/api/v1/ingest/hec';
const RAW_PATH = '/api/v1/ingest/hec/raw';

/** What LogScale asks senders to keep to (protocol 2.2, L09); a longer event would be cut by it without a word. */
export const LOGSCALE_LIMITS: Limits = { bodyBytes: 5_000_000, events: 5000, eventBytes: 1_000_000 };

/**
 * CrowdStrike Falcon LogScale (Humio), HEC endpoints. An `index` must be the name of the token's repository (L04); the
 * raw door takes text only: its metadata is the parser's business (protocol 2.2).
 */
export function createLogscale(): Dialect {
  const routes = createRoutes();
  return {
    name: 'logscale',
    limits: LOGSCALE_LIMITS,
    gzip: true,
    credential: { header: 'authorization', prefix: 'Bearer' },
    paths: { event: EVENT_PATH, raw: RAW_PATH, health: '/api/v1/status' },
    frame(kind, metadata, dynamicFields) {
      if (kind === 'event') return eventFrame(routes, EVENT_PATH, metadata, dynamicFields);
      const route = routes('raw', () => ({ kind, path: RAW_PATH, headers: TEXT_TYPE, ...LINES }));
      return template(route, [['text']]);
    },
    interpret: interpretStrictIntake,
  };
}
