import { createHecClient, type FlushResult, type HecClient, type Sender, type Stats } from 'hec-core';
import { LEVEL, MESSAGE } from 'triple-beam';
import TransportStream from 'winston-transport';
import { describe } from './describe.ts';
import { isError } from './errors.ts';
import { type EventKind, eventOf } from './event.ts';
import { type Info, levelOf } from './info.ts';
import { metadataOf } from './metadata.ts';
import { type HecTransportOptions, sortOptions } from './options.ts';
import { createSenders } from './senders.ts';
import { warningsOf } from './warning.ts';

/** winston ends the process 3 s after an uncaught exception, whatever the transports do. */
const EXCEPTION_BUDGET_MS = 2_500;

/**
 * Brings winston's records to HTTP Event Collector endpoints. Problems of delivery never reach the logger as errors:
 * they are emitted as `warn`, and every event is accounted for in {@link stats}.
 *
 * @throws HecError for options that cannot be right, at construction
 * @example
 * const logger = winston.createLogger({ transports: [new HecTransport({ url, token })] });
 * logger.info('order placed', { orderId: 42 });
 * logger.end(); // delivers what is still held
 */
export class HecTransport extends TransportStream {
  /** winston looks transports up by name. */
  readonly name: string = 'hec';
  readonly #client: HecClient;
  readonly #isShared: boolean;
  readonly #senderOf: (level: string | undefined) => Sender;
  readonly #kind: EventKind;

  constructor(options: HecTransportOptions = {}) {
    const { winston, hec, client, event, levelField } = sortOptions(options);
    super(winston);
    this.#client = client ?? createHecClient(hec, { onWarning: warningsOf(this) });
    this.#isShared = client !== undefined;
    this.#senderOf = createSenders(this.#client, levelField);
    this.#kind = event;
    // Every logger that shares the transport adds listeners; that is no leak (winston#1334).
    this.setMaxListeners(0);
    // winston-transport's own reports a whole run as written before any of it is, and so would lose `_write`'s copy.
    Object.defineProperty(this, '_writev', { value: undefined });
  }

  /** An error that is the info itself would be emptied by the transport's own format, which works on a plain copy. */
  // oxlint-disable-next-line no-underscore-dangle -- the stream's name for it
  override _write(info: Info, encoding: BufferEncoding, next: (error?: Error | null) => void): void {
    const kept = this.format === undefined || !isError(info) ? info : plain(info);
    // oxlint-disable-next-line no-underscore-dangle -- the stream's name for it
    super._write(kept, encoding, next);
  }

  /** Takes one record and calls back at once: a transport that waits stops all others of its logger (winston#1364). */
  override log(info: Info, next?: () => void): boolean {
    const made = eventOf(info, this.#kind);
    const sender = this.#senderOf(levelOf(info));
    const own = metadataOf(info);
    const taken = 'json' in made ? sender.sendJson(made.json, own) : sender.send(made.value, own);
    if (info['exception'] === true || info['rejection'] === true)
      void this.#client.flush({ timeoutMs: EXCEPTION_BUDGET_MS });
    if (taken && this.listenerCount('logged') > 0) this.emit('logged', info);
    next?.();
    return taken;
  }

  /** Delivers what is held, with any shared client's other events. Never rejects. */
  flush(options?: { readonly timeoutMs?: number }): Promise<FlushResult> {
    return this.#client.flush(options);
  }

  /** What happened to every event. */
  stats(): Stats {
    return this.#client.stats();
  }

  /** Called by winston when the transport is taken off its logger, which waits for nothing. */
  override close(): void {
    void this.#client.flush();
  }

  /** `logger.end()` waits for this: delivers until `shutdownTimeoutMs`. */
  // oxlint-disable-next-line no-underscore-dangle -- the stream's name for it
  override _final(done: (error?: Error | null) => void): void {
    void this.#end().finally(done);
  }

  /** A transport that is thrown away takes its client with it. */
  // oxlint-disable-next-line no-underscore-dangle -- the stream's name for it
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    void this.#end();
    done(error);
  }

  #end(): Promise<FlushResult> {
    return this.#isShared ? this.#client.flush() : this.#client.close();
  }
}

/** What the logger's format made of it, `{"level":"error"}`, is no longer what the record says. */
function plain(error: Error & Info): Info {
  return {
    ...describe(error),
    ...Object.fromEntries(Object.entries(error)),
    [LEVEL]: levelOf(error),
    [MESSAGE]: undefined,
  };
}
