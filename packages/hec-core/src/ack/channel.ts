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
}

export function openChannel(affinity: number): AckChannel {
  return { id: randomUUID(), affinity, outstanding: new Map() };
}
