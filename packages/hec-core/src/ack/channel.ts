import { randomUUID } from 'node:crypto';
import type { Batch } from '../custody/batch.ts';

/** A batch the endpoint has taken and the indexer not yet confirmed. */
export interface Outstanding {
  readonly batch: Batch;
  readonly takenAt: number;
}

/**
 * A HEC channel: the GUID under which an indexer keeps acknowledgements, and what is outstanding on it. Ids count per
 * channel, so those of two channels never meet: senders that key by id alone mix them up (vector#19417).
 */
export interface AckChannel {
  readonly id: string;
  /** What tied the connection to its indexer when the channel was opened. */
  affinity: number;
  readonly outstanding: Map<number, Outstanding>;
  /** Requests whose answers have not come yet. */
  readonly underWay: Set<object>;
  /**
   * What the indexer has confirmed and may not have meant, with the requests whose answers will tell: see
   * {@link mayMeanAnother}.
   */
  readonly unsure: Map<Outstanding, Set<object>>;
  /** The id that comes next, and those before it that have not come: answers overtake one another, or get lost. */
  next: number;
  readonly skipped: Set<number>;
}

/** So many answers cannot be under way at once: an id that far ahead is no reason to remember all before it. */
const MOST_SKIPPED = 1_000;

export function openChannel(affinity: number): AckChannel {
  return {
    id: randomUUID(),
    affinity,
    outstanding: new Map(),
    underWay: new Set(),
    unsure: new Map(),
    next: 0,
    skipped: new Set(),
  };
}

/**
 * Whether an id that the indexer confirms may have been given once more: it has forgotten the channel, counts from 0
 * again, and none of the answers that would tell has come. Then as many requests as it has counted are under way.
 */
export function mayMeanAnother({ underWay }: AckChannel, id: number): boolean {
  return id < underWay.size;
}

/** Takes out what is not settled. */
export function takeUnsettled({ outstanding, unsure }: AckChannel): Batch[] {
  const batches = [...outstanding.values(), ...unsure.keys()].map(({ batch }) => batch);
  outstanding.clear();
  unsure.clear();
  return batches;
}

/**
 * Notes an id the indexer gave.
 *
 * @returns false if it had given it before: it has forgotten the channel, and counts from 0 again.
 */
export function noteId(channel: AckChannel, id: number): boolean {
  if (id < channel.next) return channel.skipped.delete(id);
  for (let missed = Math.max(channel.next, id - MOST_SKIPPED); missed < id; missed++) channel.skipped.add(missed);
  channel.next = id + 1;
  return true;
}
