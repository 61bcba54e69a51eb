import type { Clock } from '../clock.ts';
import type { CollectorPlan } from '../plan/plan.ts';
import type { Takings } from './takings.ts';

/** Indexer acknowledgement of one collector (protocol 1.13): ids by channel, told once, lost with the channel. */
export interface Indexer {
  /** Puts lines under an id of the channel. `lost`: it never becomes true, and the lines may go with it. */
  put(channel: string, lines: readonly string[], lost: boolean): number;
  /** The request was answered: from now on indexing takes its time, which is longer than an answer is under way. */
  answered(channel: string, id: number): void;
  /** Which of the ids are safe now; those are forgotten. */
  ask(channel: string, ids: readonly number[]): { [id: string]: boolean };
  /** Forgets all channels: what was not acknowledged may go with them. */
  forget(): void;
}

interface Status {
  readonly lines: readonly string[];
  /** Epoch ms. */
  trueFrom: number;
}

interface Channel {
  /** Ids begin at 0 on every channel. */
  next: number;
  readonly pending: Map<number, Status>;
}

export function createIndexer(plan: NonNullable<CollectorPlan['ack']>, takings: Takings, clock: Clock): Indexer {
  const channels = new Map<string, Channel>();
  /** Where the ids of forgotten channels would have gone on. */
  const forgotten = new Map<string, number>();

  const of = (id: string): Channel => {
    let known = channels.get(id);
    if (known === undefined) {
      known = { next: plan.reusesIds ? 0 : (forgotten.get(id) ?? 0), pending: new Map() };
      channels.set(id, known);
    }
    return known;
  };

  const lose = (lines: readonly string[]): void => {
    if (plan.forgetsEvents) for (const line of lines) takings.lose(line);
  };

  return {
    put(id, lines, lost) {
      const channel = of(id);
      const ackId = channel.next++;
      if (lost) lose(lines);
      else channel.pending.set(ackId, { lines, trueFrom: Number.POSITIVE_INFINITY });
      return ackId;
    },
    answered(id, ackId) {
      const status = channels.get(id)?.pending.get(ackId);
      if (status !== undefined) status.trueFrom = clock.now() + plan.delayMs;
    },
    ask(id, ackIds) {
      const { pending } = of(id);
      return Object.fromEntries(
        ackIds.map((ackId) => {
          const status = pending.get(ackId);
          const done = status !== undefined && clock.now() >= status.trueFrom;
          if (done) pending.delete(ackId);
          return [String(ackId), done];
        }),
      );
    },
    forget() {
      for (const [id, { next, pending }] of channels) {
        forgotten.set(id, next);
        for (const { lines } of pending.values()) lose(lines);
      }
      channels.clear();
    },
  };
}
