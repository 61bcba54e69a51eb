// oxlint-disable-next-line import/no-unassigned-import -- says in words that Node is too old, before anything else fails
import './require-node.ts';

export { createHecClient, type HecContext } from './client.ts';
export { addLedgers, imbalance } from './custody/ledger.ts';
export type { DeadLetter } from './dead-letter/dead-letter.ts';
export type { DialectName, DialectOptions } from './dialect/options.ts';
export type { EndpointKind, FieldValue, Metadata } from './dialect/types.ts';
export { createLineReader, type LineReader, type LineReaderOptions } from './envelope/line-reader.ts';
export { HecError, type HecErrorCode } from './errors.ts';
export type * from './many/types.ts';
export { blame } from './observe/blame.ts';
export type { ChannelMessages } from './observe/channels.ts';
export { observeStats, type StatsMeter, type StatsSource } from './observe/meter.ts';
export { prometheusText } from './observe/prometheus.ts';
export { addVolumes, type VolumeRow } from './observe/volume.ts';
export type { WarningListener } from './observe/warnings.ts';
export type { HecChanges } from './options/changes.ts';
export {
  type CommandFlag,
  type CommandFlags,
  type CommandLine,
  describeFlags,
  readCommandLine,
} from './options/command-line.ts';
export type { ShownDestination, ShownSettings } from './options/describe.ts';
export type * from './options/types.ts';
export { nodeRuntime, type Runtime, type Timer } from './runtime.ts';
export { inspectSpool, type Sight } from './spool/inspect.ts';
export type * from './types.ts';
