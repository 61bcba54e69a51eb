import type { HecServer } from 'hec-server';
import { HecLogRecordExporter, type HecLogRecordExporterOptions } from '../src/index.ts';
import type { LogRecord } from '../src/record.ts';

export interface Received {
  /** Envelopes as they arrived, parsed. */
  readonly envelopes: readonly Record<string, unknown>[];
  /** The same as text, where numbers have all their digits. */
  readonly raw: readonly string[];
}

/** Exports the records and says what envelopes arrived. */
export async function received(
  server: HecServer,
  options: HecLogRecordExporterOptions,
  records: readonly LogRecord[],
): Promise<Received> {
  await server.clear();
  const exporter = new HecLogRecordExporter({ url: server.url, token: 't', ...options });
  exporter.export(records, () => undefined);
  await exporter.shutdown();
  const raw = (await server.events()).map((event) => event.raw);
  return { raw, envelopes: raw.map((text) => JSON.parse(text) as Record<string, unknown>) };
}
