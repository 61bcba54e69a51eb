// hec-core first, because it says in words that a Node.js is too old.
export {
  HecError,
  type HecErrorCode,
  type HecOptions,
  observeStats,
  prometheusText,
  type Stats,
  type StatsMeter,
  type StatsSource,
} from 'hec-core';
export { HecLogRecordExporter } from './exporter.ts';
export type { Mapping } from './mapping/mapping.ts';
export type { HecLogRecordExporterOptions, HecLogRecordProcessorOptions } from './options.ts';
export { HecLogRecordProcessor } from './processor.ts';
export type { ExportResult, LogAttributes, LogRecord, LogResource, LogScope } from './record.ts';
