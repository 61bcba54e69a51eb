import { observeStats, type Stats } from 'hec-core';
import { type HecLogRecordProcessorOptions, sortOptions } from './options.ts';
import { createPending, type Pending } from './pending.ts';
import type { LogRecord } from './record.ts';
import { createRecordSender, type RecordSender } from './record-sender.ts';

/**
 * Brings log records straight into hec-core, without the SDK's batch processor in between. That one exports one batch
 * at a time and drops what comes while it holds 2,048 records; here nothing is dropped before `queue.maxBytes` is full,
 * and requests go out in parallel.
 *
 * @throws HecError for options that cannot be right, at construction
 */
export class HecLogRecordProcessor {
  readonly #sender: RecordSender;
  readonly #pending: Pending;
  #closing: Promise<void> | undefined;

  constructor(options: HecLogRecordProcessorOptions = {}) {
    const { hec, mapping, meter } = sortOptions(options);
    this.#sender = createRecordSender(hec, mapping);
    if (meter !== undefined) observeStats(meter, this.#sender);
    this.#pending = createPending((record) => this.#sender.send(record));
  }

  /** Takes one record. Never throws; what is dropped is counted in {@link stats}. */
  onEmit(record: LogRecord): void {
    if (!this.#pending.hold(record)) this.#sender.send(record);
  }

  /** Resolves when everything taken so far is delivered, or the deadline has passed. */
  async forceFlush(options: { readonly timeoutMillis?: number } = {}): Promise<void> {
    await this.#pending.release();
    await this.#sender.flush(options.timeoutMillis);
  }

  /** Delivers what is held until `shutdownTimeoutMs`. Later calls get the same promise. */
  shutdown(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** What happened to every record. Tokens that records brought along are destinations of their own. */
  stats(): Stats {
    return this.#sender.stats();
  }

  async #close(): Promise<void> {
    await this.#pending.release();
    await this.#sender.close();
  }
}
