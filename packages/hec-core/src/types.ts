import type { FieldValue, Metadata } from './dialect/types.ts';
import type { PatientSender } from './many/types.ts';
import type { VolumeRow } from './observe/volume.ts';
import type { HecChanges } from './options/changes.ts';
import type { ShownSettings } from './options/describe.ts';

/** Metadata of one event. What is absent comes from the client or child it is sent through. */
export interface EventMetadata extends Metadata {
  /**
   * When it happened: epoch milliseconds (number), epoch nanoseconds (bigint), a Date, or decimal epoch seconds as a
   * string, whose digits are kept exactly (`'1700000000.123456789'`). Absent: now.
   */
  readonly time?: number | bigint | string | Date;
}

/** How the lines given to `sendLines` carry what belongs into the envelope. */
export interface LineOptions {
  /**
   * `true` for lines that this process's own logger serialised: they are spliced into the envelope unparsed, byte for
   * byte. Otherwise each line passes a full JSON check and travels as a JSON string if it is not one object.
   * @default false
   */
  readonly trusted?: boolean;
  /**
   * Top-level key whose value is the event's time: epoch ms, s or ns by magnitude, or ISO 8601. `false` takes the
   * time of arrival.
   * @default 'time'
   */
  readonly timeKey?: string | false;
  /** Top-level key whose value is the event's level. @default 'level' */
  readonly levelKey?: string | false;
  /** What a level means, by its text in the line: `{ '30': { label: 'info' }, 'warn': { label: 'warn', index: 'alerts' } }`. */
  readonly levels?: Readonly<Record<string, LevelRule>>;
  /** Field that holds the level's label; `false` for none. @default 'severity' */
  readonly levelField?: string | false;
}

/** Metadata that events of one level get. */
export interface LevelRule extends Metadata {
  readonly label?: string;
}

/** Something events can be given to. */
export interface Sender {
  /**
   * Takes one event: any value. An array is one event whose payload is an array, not a batch (protocol 1.4). Never
   * throws. What JSON cannot hold becomes something readable; a blank event travels as a readable stand-in.
   * @returns false exactly when the event was counted under `dropped`.
   */
  send(event: unknown, metadata?: EventMetadata): boolean;
  /**
   * Takes one event that is already JSON text. The text is checked; what is not one JSON value travels as a string.
   * @returns false exactly when the event was counted under `dropped`.
   */
  sendJson(json: string, metadata?: EventMetadata): boolean;
  /**
   * Takes any number of complete lines, one event each, separated by LF; blank lines are skipped.
   * @returns false when at least one of them was counted under `dropped`.
   */
  sendLines(lines: string | Uint8Array, metadata?: EventMetadata, options?: LineOptions): boolean;
  /** A sender whose events have this metadata too. Its frame is built once: cheaper than metadata on every call. */
  child(metadata: Metadata): Sender;
}

export type Place = 'open' | 'queued' | 'inFlight' | 'awaitingAck' | 'spooled';

/** Why events were dropped: `dropped.queue-full` and so on. */
export type DropReason =
  | 'queue-full'
  | 'not-configured'
  | 'rate-limited'
  | 'refused'
  | 'oversize'
  | 'poison'
  | 'retry-attempts'
  | 'retry-age'
  | 'too-old'
  | 'shutdown'
  | 'closed'
  | 'spool-damaged';

/**
 * The ledger of one destination, in events. At every instant
 * `logged + recovered + gaps = acked + taken + deadLettered + sum(dropped) + sum(held)`.
 */
export interface Ledger {
  readonly entered: { readonly logged: number; readonly recovered: number; readonly gaps: number };
  /** `taken` is the endpoint's word (HTTP 200); `acked` the indexer's. */
  readonly delivered: { readonly acked: number; readonly taken: number };
  readonly deadLettered: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly held: Readonly<Record<Place, number>>;
}

export interface DestinationStats {
  readonly name: string;
  readonly ledger: Ledger;
  /** Bytes held in memory, as held. */
  readonly heldBytes: number;
  /** Events that `minLevel` or `match` left to other destinations. They are not in this ledger. */
  readonly passedOver: number;
  /** Bytes of the events taken in this process, at most 100 rows and one for the rest. */
  readonly volume: readonly VolumeRow[];
  readonly requests: {
    readonly sent: number;
    readonly failed: number;
    /** Body bytes before and after compression. */
    readonly bytes: number;
    readonly wireBytes: number;
    readonly inFlight: number;
  };
  /** Events that may arrive twice, by cause: an answer was lost. */
  readonly ambiguous: Readonly<Record<string, number>>;
  readonly endpoints: readonly EndpointStats[];
}

export interface EndpointStats {
  readonly origin: string;
  readonly state: 'open' | 'backing-off' | 'parked' | 'paused';
  /** Why it is not open. */
  readonly why: string | undefined;
  readonly failures: number;
  readonly lastSuccessAt: number | undefined;
  readonly lastStatus: number | undefined;
  readonly lastCode: number | undefined;
  readonly lastText: string | undefined;
  readonly lastError: string | undefined;
}

/** A snapshot; plain data. `ledger`, `heldBytes` and `volume` sum over the destinations. */
export interface Stats {
  readonly ledger: Ledger;
  readonly heldBytes: number;
  readonly volume: readonly VolumeRow[];
  readonly destinations: readonly DestinationStats[];
}

/** What an operator wants to know first of a destination. */
export interface DestinationStatus {
  readonly name: string;
  /**
   * `connected`: took events last time · `idle`: nothing sent yet · `disconnected`: nobody answers · `error`: answers, but
   * takes nothing · `parked`: waits for its configuration to be mended · `paused`: by `pause()` · `not-configured`.
   */
  readonly state: 'connected' | 'idle' | 'disconnected' | 'error' | 'parked' | 'paused' | 'not-configured';
  /** Why it is not sent to. */
  readonly why: string | undefined;
  /** Epoch ms. */
  readonly lastSuccessAt: number | undefined;
  readonly lastStatus: number | undefined;
  readonly lastCode: number | undefined;
  readonly lastText: string | undefined;
  /** Redacted: names origins, never a token. */
  readonly lastError: string | undefined;
  readonly ledger: Ledger;
}

export interface FlushResult {
  /** Whether everything that was held when `flush` was called has left custody. */
  readonly drained: boolean;
  readonly delivered: number;
  readonly refused: number;
  readonly dropped: number;
  /** Events still held. */
  readonly held: number;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly destinations: readonly {
    readonly name: string;
    readonly endpoints: readonly {
      readonly origin: string;
      readonly ok: boolean;
      /** What was found, and what to do about it, for people. */
      readonly message: string;
      readonly status: number | undefined;
      readonly code: number | undefined;
    }[];
  }[];
}

export interface HecClient extends Sender, PatientSender {
  /** Tells this client's messages on `diagnostics_channel`, and its event ids, from those of others. */
  readonly id: string;
  /**
   * Takes an event that was rendered before, byte for byte: the `envelope`, `route` and `destination` of a dead letter.
   * Without a destination of that name the first one takes it.
   * @returns false exactly when the event was counted under `dropped`; `refused` when it is not what it was.
   */
  resend(
    envelope: string,
    route: {
      readonly kind: 'event' | 'raw';
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    },
    destination?: string,
  ): boolean;
  /**
   * Resolves when the queue has room, and compression has caught up: at once unless it is full, or several batches wait
   * to be compressed. For producers that can wait.
   */
  room(): Promise<void>;
  /** Seals what is open, tries at once, and resolves when everything held now is settled or time is up. Never rejects. */
  flush(options?: { readonly timeoutMs?: number }): Promise<FlushResult>;
  /** Stops intake, delivers until the deadline, settles the rest by name. Never rejects; later calls get the same promise. */
  close(options?: { readonly timeoutMs?: number }): Promise<FlushResult>;
  stats(): Stats;
  /** Each destination in a line, for people and health checks. */
  status(): readonly DestinationStatus[];
  /** The effective configuration, every default filled in, no secret in it. */
  config(): ShownSettings;
  /** Sends nothing until `resume()`. Events are taken and held meanwhile, as in an outage. */
  pause(): void;
  resume(): void;
  /**
   * Changes address, token, certificates or level while events flow; queue and configuration stay, and what is on its
   * way ends where it was sent. All is checked first: when it throws nothing has changed.
   *
   * @param destination the one that changes. Without it, what all inherit that do not set it themselves.
   * @throws HecError `HEC_INVALID_OPTION`, `HEC_INSECURE_HTTP` or `HEC_UNREADABLE_FILE` for what cannot be right,
   * `HEC_CLOSED` after `close()`.
   */
  update(changes: HecChanges, destination?: string): void;
  /** Asks every endpoint whether it is there and takes the token, without sending an event where the protocol allows. */
  check(): Promise<CheckResult>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type { FieldValue, Metadata };
