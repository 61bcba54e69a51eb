// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws, and has to come first
import './require-node.ts';
import { createHecStream } from './in-process.ts';
import type { PinoHecOptions } from './options.ts';
import type { HecStream } from './stream.ts';
import { createWorkerStream, threadStreamWorker } from './worker.ts';

export type {
  CheckResult,
  DestinationStatus,
  FlushResult,
  HecChanges,
  ShownSettings,
  Stats,
  StatsMeter,
  StatsSource,
} from 'hec-core';
export { HecError, observeStats, prometheusText } from 'hec-core';
export { type Control, type ControlOptions, control } from './control.ts';
export type { HecTransportEvents } from './events.ts';
export { createHecStream } from './in-process.ts';
export type { LineSettings, PinoHecOptions, PinoLevelRule } from './options.ts';
export type { HecStream } from './stream.ts';
export { targetPath } from './target.ts';

/**
 * The transport: what `pino({ transport: { target: 'pino-hec', options } })` loads in its worker thread. Called anywhere
 * else it makes an in-process stream.
 */
export default function pinoHec(options: PinoHecOptions = {}): HecStream | Promise<HecStream> {
  const thread = threadStreamWorker();
  return thread === undefined ? createHecStream(options) : createWorkerStream(options, thread);
}
