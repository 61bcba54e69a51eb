import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Publish } from '../observe/channels.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { Warn } from '../observe/warnings.ts';
import type { AckOptions } from '../options/groups.ts';
import type { Outlet } from '../outlet.ts';
import type { Runtime } from '../runtime.ts';

/** A request to an endpoint that acknowledges. */
export interface AckRequest {
  /** The id of the channel to send it on. */
  readonly channel: string;
  /** Its answer has come, and is tracked, or none will. */
  over(): void;
}

/** Waits for the indexer's word on what was taken. */
export interface Acks {
  /** A request begins. */
  start(outlet: Outlet): AckRequest;
  /** `ackId` undefined: the answer had none though acknowledgement is on. */
  track(batch: Batch, outlet: Outlet, channel: string, ackId: number | undefined): void;
  /** An answer got lost, and with it an id, perhaps: should the indexer forget the channel too, ids could be mistaken. */
  answerLost(outlet: Outlet, channel: string): void;
}

export interface AckRoom extends Acks {
  /** Asks at once, and keeps the process alive while it asks: somebody awaits a flush. */
  hurry(yes: boolean): void;
  /** Whether an endpoint's indexer has yet to confirm something. */
  awaits(outlet: Outlet): boolean;
  /** An endpoint is sent to no more, and nothing of it is awaited. */
  forget(outlet: Outlet): void;
  stop(): void;
}

export interface AckParts {
  readonly custody: Custody;
  readonly options: Required<AckOptions>;
  /** Path of the acknowledgement call, below the endpoint's base. */
  readonly path: string;
  readonly runtime: Runtime;
  readonly observer: DestinationObserver;
  readonly warn: Warn;
  readonly publish: Publish;
}
