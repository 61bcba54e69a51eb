import type { Route } from '../dialect/types.ts';
import type { Lines } from '../envelope/lines.ts';
import type { SpoolOptions } from '../options/groups.ts';
import type { Runtime } from '../runtime.ts';
import type { Disk } from './disk.ts';
import type { NotNow } from './not-now.ts';

/** A sealed batch as the spool takes and gives it: custody's `Batch` is one. */
export interface SpoolBatch {
  readonly route: Route;
  readonly events: number;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  readonly encoding: 'gzip' | 'identity';
  /** When the first and the last event entered, epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** A whole request body, the route's framing included. */
  readonly body: Uint8Array;
}

/**
 * A place in the spool: the half-open range `from … to` of a segment's event numbers. The numbers run through the
 * whole segment, so that the tickets of neighbouring records join into one and a batch of a thousand `send`s still
 * has one ticket. `segment` names a segment within this process only.
 */
export interface Ticket {
  readonly segment: number;
  readonly from: number;
  readonly to: number;
}

/** What came back from the disk. */
export interface Readback {
  /** Exactly the events of `tickets`; absent when none could be read. */
  readonly batch: SpoolBatch | undefined;
  /** What is left of the tickets that were asked for. */
  readonly tickets: readonly Ticket[];
  /** Events that are lost: they are settled already, and are the caller's to count under `spool-damaged`. */
  readonly damagedEvents: number;
  /** Why nothing could be read though it is there: worth another try. Absent when the spool is closed, too. */
  readonly notNow: NotNow | undefined;
}

/** Events of an earlier life that nobody had settled. They stay on the disk until `read`. */
export interface Recovered {
  /** The one it is framed for. */
  readonly dialect: string;
  readonly route: Route;
  readonly events: number;
  /** Of the body, uncompressed; an estimate where a record was cut. */
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly tickets: readonly Ticket[];
}

/** What one look at dead owners' directories may find. */
export type Finding =
  | { readonly recovered: Recovered; readonly damagedEvents?: undefined }
  /** Events known to have been there that cannot be read any more. */
  | { readonly damagedEvents: number; readonly recovered?: undefined };

/** A batch that `recover` makes up from small records holds no more than this. A record is never divided for it. */
export interface BatchLimits {
  readonly bytes: number;
  readonly events: number;
}

export interface SpoolStats {
  /** Bytes of this owner's files, those it adopted included. */
  readonly bytes: number;
  readonly segments: number;
  /** Events on the disk that nobody has settled yet. */
  readonly events: number;
  /** Since the start: records and bytes appended, and appends refused. */
  readonly appended: { readonly records: number; readonly bytes: number; readonly refused: number };
  /** Owners that died and whose segments this one took over. */
  readonly adopted: number;
  readonly damagedRecords: number;
  readonly damagedEvents: number;
  /** Segments left alone: of another dialect, or of a format this version does not know. */
  readonly leftSegments: number;
  /** Age in ms of the oldest write not yet forced to the disk; 0 when there is none. */
  readonly syncLagMs: number;
  /** Why appends are refused just now. */
  readonly trouble: string | undefined;
}

/**
 * The disk queue of one destination. Nothing here throws or rejects: a spool that cannot be used refuses what it is
 * given, says so once, and tries again by itself.
 */
export interface Spool {
  /**
   * Writes a sealed batch (`mode: 'overflow'`). Returns when write(2) has returned, with `fsync: 'always'` when
   * fdatasync(2) has; `undefined` when the spool cannot take it.
   */
  append(batch: SpoolBatch): Ticket | undefined;
  /**
   * Writes lines (`mode: 'always'`) as `Custody.enter` takes them: each has the route's separator in front and LF at
   * its end.
   * @param at when they entered, epoch ms.
   */
  appendLines(route: Route, lines: Lines, events: number, at: number): Ticket | undefined;
  /** Whether events are on disk still: the directory may have been deleted under our hands. */
  holds(tickets: readonly Ticket[]): boolean;
  /** Events have left custody. Written before it returns; settling again does nothing. */
  settle(tickets: readonly Ticket[]): void;
  /** Reads the events of tickets, all of one route, into one batch. */
  read(tickets: readonly Ticket[]): Promise<Readback>;
  /**
   * Looks for owners that died, adopts what they left and hands out each unsettled event once, oldest owner first. Ends when
   * there is nothing more for now: call it at start and every now and then ({@link RECOVER_EVERY_MS}), for a
   * neighbour may die or leave at any time.
   */
  recover(limits: BatchLimits): AsyncIterable<Finding>;
  /** Forces everything written to the disk itself, whatever `fsync` says. */
  sync(): Promise<void>;
  /** Gives up ownership. Unsettled events wait for the next owner; without any, the files are removed. */
  close(): Promise<void>;
  stats(): SpoolStats;
}

/** How often a spool that is open should look for orphans, in ms. */
export const RECOVER_EVERY_MS = 30_000;

export type SpoolWarning =
  /** The directory cannot be used at all (network file system, not a directory, no permission). */
  | 'HEC_SPOOL_UNUSABLE'
  /** `maxBytes` is reached. */
  | 'HEC_SPOOL_FULL'
  /** A call failed: disk full, read-only, directory deleted. */
  | 'HEC_SPOOL_DISK'
  | 'HEC_SPOOL_DAMAGED'
  /** Segments were left for `hec redrive`. */
  | 'HEC_SPOOL_LEFT'
  /** It works, but cannot promise everything (shared file systems that hide what they are). */
  | 'HEC_SPOOL_DOUBTFUL';

export interface SpoolSettings extends Required<Omit<SpoolOptions, 'mode'>> {
  /** The destination's name: each has a folder of its own. */
  readonly destination: string;
  /** The dialect that batches are framed for. */
  readonly dialect: string;
  /**
   * What becomes of events found that are framed for another dialect: the destination has changed since.
   * @default 'leave'
   */
  readonly otherDialects?: 'leave' | 'replay';
  readonly runtime: Runtime;
  /** @default node:fs */
  readonly disk?: Disk;
  onWarning(code: SpoolWarning, message: string): void;
}
