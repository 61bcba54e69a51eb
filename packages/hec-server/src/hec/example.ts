import type { Example } from '../personality/types.ts';

export const hecExample: Example = {
  path: '/services/collector/event',
  headers: ['authorization: Splunk TOKEN'],
  body: '{"event":{"level":30,"msg":"hello"}}',
};
