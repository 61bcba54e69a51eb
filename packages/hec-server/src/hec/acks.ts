import type { AckOptions } from '../types.ts';

/** Indexer acknowledgement of one server: what is pending in which channel (protocol 1.13). */
export interface AckBook {
  /** Share of the channel's room for pending acks that is in use, 0 to 1. */
  fill(channel: string): number;
  /** The next id of the channel, from 0. */
  issue(channel: string): number;
  /** Statuses of the ids asked for. A `true` is told once, then forgotten (protocol A06). */
  poll(channel: string, ids: readonly number[]): Record<string, boolean>;
  /** Changes delays and limits for what is issued from now on. */
  configure(options: Required<Omit<AckOptions, 'cookie'>>): void;
  stats(): { issued: number; reported: number; pending: number; channels: number };
}

interface Channel {
  next: number;
  usedAt: number;
  /** Epoch milliseconds at which each pending id becomes true. */
  readonly due: Map<number, number>;
}

export function createAckBook(now: () => number): AckBook {
  const channels = new Map<string, Channel>();
  let settings = { delayMs: 1000, idleMs: 600_000, loseEvery: 0, maxPending: 1_000_000 };
  let issued = 0;
  let reported = 0;

  function use(id: string): Channel {
    const at = now();
    for (const [key, channel] of channels) if (at - channel.usedAt > settings.idleMs) channels.delete(key);
    const channel = channels.get(id) ?? { next: 0, usedAt: at, due: new Map() };
    channel.usedAt = at;
    channels.set(id, channel);
    return channel;
  }

  return {
    fill: (id) => use(id).due.size / settings.maxPending,
    issue(id) {
      const channel = use(id);
      const ackId = channel.next++;
      const lost = settings.loseEvery > 0 && (ackId + 1) % settings.loseEvery === 0;
      channel.due.set(ackId, lost ? Number.POSITIVE_INFINITY : now() + settings.delayMs);
      issued++;
      return ackId;
    },
    poll(id, ids) {
      const { due } = use(id);
      const statuses: Record<string, boolean> = {};
      for (const ackId of ids) {
        const done = (due.get(ackId) ?? Number.POSITIVE_INFINITY) <= now();
        if (done) due.delete(ackId);
        if (done) reported++;
        statuses[ackId] = done;
      }
      return statuses;
    },
    configure(options) {
      settings = options;
    },
    stats() {
      let pending = 0;
      for (const channel of channels.values()) pending += channel.due.size;
      return { issued, reported, pending, channels: channels.size };
    },
  };
}
