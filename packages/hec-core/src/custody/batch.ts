import type { Route } from '../dialect/types.ts';
import type { Ticket } from '../spool/types.ts';
import type { DropReason, Place } from '../types.ts';

/** The ways out of custody. */
export type Exit = 'acked' | 'taken' | 'deadLettered' | `dropped:${DropReason}`;

/** Where events came in from: the application, the spool of an earlier life, or a gap record of our own. */
export type Origin = 'logged' | 'recovered' | 'gaps';

/** What a batch remembers of what befell it; handed down when it is cut. */
export interface History {
  /** Requests it was sent in. */
  attempts: number;
  /** Requests in which an event of it was refused: from the second on the rest goes out in halves. */
  refusals: number;
  /** Times it failed while others were delivered by the same endpoint: the sign of a poison event. */
  suspicion: number;
  /** What each endpoint it failed at had delivered by then, by origin. */
  deliveriesSeen: Readonly<Record<string, number>>;
  /** Consecutive attempts lost to a stale socket. */
  staleSockets: number;
}

/**
 * A sealed run of events that travels as one request. Its body holds one event a line and no other LF, whatever the
 * dialect's framing, so that cutting is counting LFs.
 */
export interface Batch {
  readonly id: number;
  readonly route: Route;
  readonly events: number;
  /** Uncompressed. */
  readonly bytes: number;
  readonly origin: Origin;
  /** When its first and last event entered, epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The flush period it was opened in; a flush waits for all periods up to its own. */
  readonly period: number;
  readonly history: History;
  /** The body as held. */
  body: Uint8Array;
  encoding: 'gzip' | 'identity';
  /** Changed by custody alone. */
  place: Place;
  /** Where its events are on disk, all of them or none. */
  readonly tickets: Ticket[];
}

export function newHistory(): History {
  return { attempts: 0, refusals: 0, suspicion: 0, deliveriesSeen: {}, staleSockets: 0 };
}
