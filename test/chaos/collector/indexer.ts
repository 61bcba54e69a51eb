import type { Clock } from '../clock.ts';
import type { CollectorPlan } from '../plan/plan.ts';
import type { Takings } from './takings.ts';

/** Indexer acknowledgement of one collector (protocol 1.13): ids by channel, told once, lost with the channel. */
export interface Indexer {
  /** Puts lines under an id of the channel. `lost`: it never becomes true, and the lines may go with it. */
  put(channel: string, lines: readonly string[], lost: boolean): number;
  /** Which of the ids are safe now; those are forgotten. */
  ask(channel: string, ids: readonly number[]): { [id: string]: boolean };
  /** Forgets a channel, or all: what was not acknowledged may go with it. */
  forget(channel?: string): void;
}

interface Status {
  readonly lines: readonly string[];
  /** Epoch ms. */
  readonly trueFrom: number;
}

export function createIndexer(plan: NonNullable<CollectorPlan['ack']>, takings: Takings, clock: Clock): Indexer {
  const channels = new Map<string, { next: number; readonly pending: Map<number, Status> }>();

  const of = (channel: string): { next: number; readonly pending: Map<number, Status> } => {
    let known = channels.get(channel);
    if (known === undefined) channels.set(channel, (known = { next: 0, pending: new Map() }));
    return known;
  };

  const lose = (lines: readonly string[]): void => {
    if (plan.forgetsEvents) for (const line of lines) takings.lose(line);
  };

  return {
    put(channel, lines, lost) {
      const { next, pending } = of(channel);
      of(channel).next++;
      if (lost) lose(lines);
      else pending.set(next, { lines, trueFrom: clock.now() + plan.delayMs });
      return next;
    },
    ask(channel, ids) {
      const { pending } = of(channel);
      return Object.fromEntries(
        ids.map((id) => {
          const status = pending.get(id);
          const done = status !== undefined && clock.now() >= status.trueFrom;
          if (done) pending.delete(id);
          return [String(id), done];
        }),
      );
    },
    forget(only) {
      for (const [channel, { pending }] of channels) {
        if (only !== undefined && channel !== only) continue;
        for (const { lines } of pending.values()) lose(lines);
        channels.delete(channel);
      }
    },
  };
}
