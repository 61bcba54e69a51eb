import type { Route } from '../../src/dialect/types.ts';

/** Events as lines, nothing around them: what HEC takes. */
export const LINES: Route = {
  key: 'lines',
  kind: 'event',
  path: '/services/collector/event',
  headers: { 'content-type': 'application/json' },
  open: '',
  separator: '',
  close: '',
};

/** A JSON array of events. */
export const ARRAY: Route = { ...LINES, key: 'array', open: '{"list":[', separator: ',', close: ']}' };
