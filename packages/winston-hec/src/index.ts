// hec-core first, because it says in words that a Node.js is too old.
export {
  type FlushResult,
  type HecClient,
  HecError,
  type HecErrorCode,
  type HecOptions,
  observeStats,
  prometheusText,
  type Stats,
  type StatsMeter,
  type StatsSource,
} from 'hec-core';
export type { EventKind } from './event.ts';
export { HEC } from './info.ts';
export type { HecTransportOptions } from './options.ts';
export { HecTransport, HecTransport as default } from './transport.ts';
export type { HecWarning } from './warning.ts';
