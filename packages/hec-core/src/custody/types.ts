import type { Route } from '../dialect/types.ts';
import type { Lines } from '../envelope/lines.ts';
import type { SpoolOptions } from '../options/groups.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Runtime } from '../runtime.ts';
import type { Spool } from '../spool/types.ts';
import type { DropReason, Ledger } from '../types.ts';
import type { Batch, BatchRemains, Ends, Exit, Origin } from './batch.ts';
import type { CutPart } from './division.ts';
import type { BodyLimits } from './filling.ts';
import type { Watcher } from './watch.ts';

/** What custody tells the rest of the engine. */
export interface CustodyEvents {
  /** A batch can be sent. */
  ready(): void;
  sealed(batch: Batch): void;
  /** Events were dropped, at the door or later. */
  dropped(drop: { events: number; reason: DropReason; from: number; to: number; origin: Origin }): void;
  /** A batch left: the last word on it. */
  settled(batch: Batch, exit: Exit): void;
  /** Events went to the disk, or came back from it. */
  spooled?(what: 'spooled' | 'replayed' | 'damaged', events: number): void;
}

/**
 * Holds every event between `send` and its end, and is the ledger: `enter`, `requeue`, `awaitAck`, `cut` and `settle`
 * are the only ways a count changes, and each conserves events.
 */
export interface Custody {
  readonly limits: BodyLimits;
  /** Takes lines, each ending in LF, all of one route. False when they were dropped because there is no room. */
  enter(route: Route, lines: Lines, events: number, origin: Origin): boolean;
  /** How many events the open batch of a route still takes: at least 1, a full one is sealed. */
  eventsLeft(route: Route): number;
  /**
   * Whatever enters while `run` runs is on the watcher's account, and comes from a producer that has waited for room.
   * `run` is synchronous.
   */
  watch<T>(watcher: Watcher, run: () => T): T;
  /** Counts events that leave at the door without having been held. */
  turnAway(events: number, origin: Origin, exit: Exit): void;
  /** Whether `enter` would find room for so much now. */
  fits(bytes: number, events: number): boolean;
  /** Whether there is room for those who can wait for it: in the queue, and not much that waits for compression. */
  readonly hasRoom: boolean;
  /** Resolves when there is some; by the time that the caller goes on another one may have taken it. */
  room(): Promise<void>;
  /** Seals everything open, or only what this watcher has events in. */
  seal(watcher?: Watcher): void;
  /** Takes the next batch out of the queue, into flight. */
  next(): Batch | undefined;
  readonly ready: number;
  /** Takes a batch out of flight. What is put aside is queued, but comes back through `takeBack` alone. */
  requeue(batch: Batch, at: 'front' | 'back' | 'aside'): void;
  /** Puts a batch that is aside into flight again. False when it has left meanwhile. */
  takeBack(batch: Batch): boolean;
  awaitAck(batch: Batch): void;
  /** Divides a batch in flight; the parts take its place, and add up to its events. */
  cut(batch: Batch, parts: readonly CutPart[]): Promise<Batch[]>;
  /** The events of a batch, for the dead letter. */
  lines(batch: Batch): Promise<string[]>;
  /** Whether a batch is held still. */
  holds(batch: Batch): boolean;
  settle(batch: Batch, exit: Exit): void;
  /**
   * A batch leaves whose parts ended in several ways. Those that nothing is said of stay behind as `dropped:shutdown`,
   * but for those that an answer has taken.
   */
  settleAs(batch: Batch, ends: Ends): void;
  /** Takes in a batch that another thread held, on the account of a watcher. */
  adopt(batch: BatchRemains, watcher: Watcher): void;
  /** Seals everything, leaves to the disk what it takes, and gives what no disk has and the endpoint has not taken. */
  remains(): Batch[];
  /** Leaves a batch to the disk and the next life. False where there is no spool, or it refuses. */
  leaveBehind(batch: Batch): boolean;
  /** Writes what is queued to the disk too, some of it: nothing is delivered just now. */
  persist(): void;
  /** Ends everything that is held: on disk where there is one, else by name. At once. */
  letGo(): void;
  /** Ends the current flush period; resolves when everything that entered in it or before has left. */
  left(): { readonly done: Promise<void>; cancel(): void };
  ledger(): Ledger;
  heldBytes(): number;
  /** Events in memory: what a crash would cost, unless they are on disk too. */
  heldEvents(): number;
  close(): Promise<void>;
}

export interface CustodyParts {
  readonly settings: Pick<DestinationSettings, 'batch' | 'queue'>;
  readonly limits: BodyLimits;
  /** zlib level; 0 is off. */
  readonly level: number;
  readonly runtime: Runtime;
  readonly events: CustodyEvents;
  readonly spool?: { readonly spool: Spool; readonly mode: Required<SpoolOptions>['mode'] } | undefined;
}
