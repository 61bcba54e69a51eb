import type { Route } from '../dialect/types.ts';
import type { Ticket } from '../spool/types.ts';
import type { DropReason, Place } from '../types.ts';
import type { Mark, Proof } from './watch.ts';

/** The ways out of custody. */
export type Exit = 'acked' | 'taken' | 'deadLettered' | `dropped:${DropReason}`;

/** How many events of a batch left how; together no more than it has. */
export type Ends = readonly (readonly [exit: Exit, events: number])[];

/** Where events came in from: the application, the spool of an earlier life, or a gap record of our own. */
export type Origin = 'logged' | 'recovered' | 'gaps';

/** What befell the batches that were one. */
export interface Lineage {
  /** Requests in which an event of theirs was refused: from the second on the rest goes out in halves. */
  refusals: number;
}

/** What a batch remembers of what befell it; handed down when it is cut. */
export interface History {
  /** Requests in a row that came to nothing: of its events none was delivered or refused, nor was it halved. */
  attempts: number;
  /** Shared by all that is cut from one batch. */
  readonly lineage: Lineage;
  /** How much its failures say against it, in nats, since it was cut. */
  evidence: number;
  /** Whether what it was cut from held, in all likelihood, a poison event. */
  suspect: boolean;
  /** What each endpoint it failed at had delivered, and failed at, by then, by its key. */
  seen: Readonly<Record<string, { readonly deliveries: number; readonly failures: number }>>;
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
  /** Runs of its events that somebody watches. */
  readonly marks: Mark[];
  /** What the endpoint said of it last, when it took or refused it. */
  proof?: Proof;
  /** Events of it that an answer has taken: while it is divided by that answer, and while it awaits acknowledgement. */
  taken: number;
}

/** What a batch is when it is given to another thread: plain data, with a body of its own. */
export interface BatchRemains
  extends Pick<Batch, 'route' | 'events' | 'bytes' | 'origin' | 'firstAt' | 'lastAt' | 'encoding'> {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly attempts: number;
}

/** The body of a batch that only the disk has. */
export const NO_BODY: Uint8Array = new Uint8Array(0);

export function newHistory(): History {
  return { attempts: 0, lineage: { refusals: 0 }, evidence: 0, suspect: false, seen: {}, staleSockets: 0 };
}
