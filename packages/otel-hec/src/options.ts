import { env } from 'node:process';
import { HecError, type HecOptions, type StatsMeter } from 'hec-core';
import type { Mapping } from './mapping/mapping.ts';

/** Options of {@link HecLogRecordProcessor}: those of hec-core and two more. */
export interface HecLogRecordProcessorOptions extends HecOptions {
  /**
   * How records become events: as the OpenTelemetry specification has it, or exactly as the Collector's
   * splunkhecexporter does it.
   * @default 'specification'
   */
  readonly mapping?: Mapping;
  /**
   * Shows the stats of delivery as metrics: `metrics.getMeter('otel-hec')`. After the shutdown too, so that what the SDK
   * collects last is the end of the story. Give one meter to one processor or exporter.
   * @default none
   */
  readonly meter?: StatsMeter;
}

/** Options of {@link HecLogRecordExporter}: those of hec-core and three more. */
export interface HecLogRecordExporterOptions extends HecLogRecordProcessorOptions {
  /**
   * Answers an export when its records are delivered rather than when they are in custody. The SDK's batch processor
   * exports one batch at a time, so that this costs throughput; its metrics then tell what the endpoint took.
   * @default false
   */
  readonly waitForDelivery?: boolean;
}

const MAPPINGS: readonly Mapping[] = ['specification', 'collector'];

/**
 * Splits off what hec-core does not know.
 *
 * @throws HecError `HEC_INVALID_OPTION` when one of this package's own options has another value than it may have
 */
export function sortOptions(options: HecLogRecordExporterOptions): {
  readonly mapping: Mapping;
  readonly waitForDelivery: boolean;
  readonly meter: StatsMeter | undefined;
  readonly hec: HecOptions;
} {
  const { mapping = 'specification', waitForDelivery = false, meter, ...hec } = options;
  if (!MAPPINGS.includes(mapping)) throw invalid('mapping', "'specification' or 'collector'");
  if (typeof waitForDelivery !== 'boolean') throw invalid('waitForDelivery', 'true or false');
  if (meter !== undefined && !isMeter(meter)) throw invalid('meter', 'a Meter of OpenTelemetry');
  return { mapping, waitForDelivery, meter, hec: mapping === 'collector' ? { host: collectorHost(), ...hec } : hec };
}

function isMeter(meter: unknown): boolean {
  return typeof meter === 'object' && meter !== null && 'addBatchObservableCallback' in meter;
}

/** The Collector names a host always (O03). */
function collectorHost(): string {
  return env['HEC_HOST'] || 'unknown';
}

function invalid(option: string, expected: string): HecError {
  return new HecError('HEC_INVALID_OPTION', `Invalid option \`${option}\`: expected ${expected}`, { option });
}
