import { type DropReason, HecError, observeStats, type Stats } from 'hec-core';
import { type HecLogRecordExporterOptions, sortOptions } from './options.ts';
import type { ExportResult, LogRecord } from './record.ts';
import { createRecordSender, type RecordSender } from './record-sender.ts';

/** The SDK's batch processor turns its back on an export after 30 s. */
const EXPORT_TIMEOUT_MS = 30_000;
/** Why a record is not taken into custody. */
const AT_THE_DOOR: readonly DropReason[] = ['not-configured', 'queue-full', 'rate-limited', 'oversize'];

/**
 * Exports log records to HTTP Event Collector endpoints. Fits `@opentelemetry/sdk-logs` 0.203 to 0.22x and 3.x.
 *
 * An export succeeds when hec-core has taken custody of its records: from then on they are batched, retried and
 * accounted for there. It fails, with an error that says why, when some of them were dropped: the queue is full, nothing
 * is configured, or the exporter was shut down.
 *
 * @throws HecError for options that cannot be right, at construction
 */
export class HecLogRecordExporter {
  readonly #sender: RecordSender;
  readonly #waitForDelivery: boolean;
  #closing: Promise<void> | undefined;

  constructor(options: HecLogRecordExporterOptions = {}) {
    const { hec, mapping, waitForDelivery, meter } = sortOptions(options);
    this.#sender = createRecordSender(hec, mapping);
    if (meter !== undefined) observeStats(meter, this.#sender);
    this.#waitForDelivery = waitForDelivery;
  }

  /** Hands the records to hec-core and answers once: code 0 is success, 1 failure. Never throws. */
  export(records: readonly LogRecord[], resultCallback: (result: ExportResult) => void): void {
    const lost = records.reduce((count, record) => (this.#sender.send(record) ? count : count + 1), 0);
    if (lost > 0) resultCallback(this.#dropped(lost, records.length));
    else if (this.#waitForDelivery) void this.#delivered(records.length).then(resultCallback);
    else resultCallback({ code: 0 });
  }

  /** Resolves when everything taken so far is delivered, or the shutdown deadline has passed. */
  async forceFlush(): Promise<void> {
    await this.#sender.flush();
  }

  /** Delivers what is held until `shutdownTimeoutMs`; later exports fail. Later calls get the same promise. */
  shutdown(): Promise<void> {
    this.#closing ??= this.#sender.close().then(() => undefined);
    return this.#closing;
  }

  /** What happened to every record. Tokens that records brought along are destinations of their own. */
  stats(): Stats {
    return this.#sender.stats();
  }

  async #delivered(count: number): Promise<ExportResult> {
    const { held, refused, dropped } = await this.#sender.flush(EXPORT_TIMEOUT_MS);
    if (held === 0 && refused === 0 && dropped === 0) return { code: 0 };
    const seconds = EXPORT_TIMEOUT_MS / 1000;
    return failed(
      `Of ${count} log records and what was held before them, ${refused} were refused, ${dropped} dropped and ${held} not delivered within ${seconds} s.`,
    );
  }

  #dropped(lost: number, count: number): ExportResult {
    if (this.#closing !== undefined)
      return failed(`${lost} log records came after the exporter was shut down.`, 'HEC_CLOSED');
    const { dropped } = this.#sender.stats().ledger;
    const why = AT_THE_DOOR.filter((reason) => dropped[reason] !== undefined);
    return failed(`${lost} of ${count} log records were dropped: ${why.join(', ')}.`);
  }
}

function failed(message: string, code?: 'HEC_CLOSED'): ExportResult {
  return { code: 1, error: code === undefined ? new Error(message) : new HecError(code, message) };
}
