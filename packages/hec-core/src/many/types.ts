import type { EventMetadata, LineOptions } from '../types.ts';

/** What has become of the events of one `sendMany` or `sendFile` so far. */
export interface SendResult {
  /** Events given to the client. */
  readonly sent: number;
  /** Taken or acknowledged. With several destinations this and the next three count each event once for every one. */
  readonly delivered: number;
  /** Refused for good by an endpoint, kept in the dead letter file or not. */
  readonly refused: number;
  /** Lost for another reason; the ledger says which. */
  readonly dropped: number;
  /** Not delivered yet, or on disk for the next start of the program. */
  readonly held: number;
}

export interface SendManyOptions {
  /** Metadata of every event. */
  readonly metadata?: EventMetadata;
  /** Told of every change that a request brings; what it throws ends the call, and rejects it. */
  readonly onProgress?: (progress: SendResult) => void;
}

export interface SendFileOptions extends SendManyOptions {
  /** How lines are read: where time and level stand. @default as for `sendLines` */
  readonly lines?: LineOptions;
}

/** Lines to send: the name of a file, gzip or not, or the chunks of a stream. */
export type LineSource = string | URL | AsyncIterable<string | Uint8Array>;

/** How one event ended at one destination. */
export interface Receipt {
  /** The destination's name. */
  readonly name: string;
  /** `acked` by the indexer, `taken` on the endpoint's word (it answered with success), or `false`: see `reason`. */
  readonly delivered: 'acked' | 'taken' | false;
  /** The id the collector gave the event, where it gives one (Sekoia.io). */
  readonly receipt: string | undefined;
  /**
   * Why it was not delivered: a reason of the ledger, `dead-lettered`, `spooled` (on disk for the next start of the
   * program) or `held` (time was up; it is still being tried).
   */
  readonly reason: string | undefined;
  /** The endpoint's origin, and what it said; absent when it never answered. */
  readonly endpoint: string | undefined;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly text: string | undefined;
}

/** What `sendAndConfirm` gives. */
export interface Confirmation {
  /** Whether every destination has it. */
  readonly delivered: boolean;
  /** The first id that a destination gave the event. */
  readonly receipt: string | undefined;
  readonly destinations: readonly Receipt[];
}

/** Sending that waits: for room, and for what becomes of the events. */
export interface PatientSender {
  /**
   * Sends any number of events, one after the other, and waits: for room in the queue instead of dropping, whatever
   * `queue.onFull` says, and at the end as long as delivery makes progress.
   *
   * @param events each a value as for `send`.
   * @returns counts; `held` is not 0 only when nothing could be delivered for `shutdownTimeoutMs`, or the client was
   * closed. Rejects only with what `events` or `onProgress` throws.
   */
  sendMany(events: Iterable<unknown> | AsyncIterable<unknown>, options?: SendManyOptions): Promise<SendResult>;
  /**
   * The same for lines, one event each, of a file (gzip is recognised and inflated) or a stream, in bounded memory. With
   * `endpoint: 'raw'` they travel as they are: CSV, XML, YAML or whatever the collector's parser reads.
   *
   * @returns as `sendMany`. Rejects with `HecError` `HEC_UNREADABLE_FILE`, or with what the stream or `onProgress` throws.
   */
  sendFile(source: LineSource, options?: SendFileOptions): Promise<SendResult>;
  /**
   * Sends one event at once and waits for what becomes of it: the indexer's acknowledgement where `ack` is enabled, else
   * the endpoint's answer, with the id it gave the event if it gives ids. Calls made in the same turn share a request.
   * Never rejects. Also published on the channel `hec:receipt`.
   *
   * @param options.timeoutMs longest wait, milliseconds; the event is still tried afterwards. @default 30_000
   */
  sendAndConfirm(
    event: unknown,
    metadata?: EventMetadata,
    options?: { readonly timeoutMs?: number },
  ): Promise<Confirmation>;
}
