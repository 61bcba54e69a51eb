import { type AckChannel, openChannel } from './channel.ts';

/** So many channels given up with nothing confirmed in between, and every further request may be a duplicate. */
const CHANNELS_IN_VAIN = 3;
/** More are given up: each is one more request in every round of questions. */
const MOST_RETIRED = 32;

/** The channels of one endpoint: the one that requests go out on, and those that are only asked about. */
export interface Channels {
  /** The one to send on: a fresh one when the connection has come to another indexer. */
  current(): AckChannel;
  /** Those with anything outstanding, and the current one: the oldest first. */
  all(): readonly AckChannel[];
  /** Gives all up: another indexer, or the same one without memory, would never confirm what is on them. */
  renew(): void;
  /** An id given on the current channel got lost: it gets no more requests, but what is outstanding there still counts. */
  retire(id: string): void;
  /** The indexer has confirmed something. */
  confirmed(): void;
}

export interface ChannelsParts {
  /** What ties the connection to its indexer. */
  readonly affinity: () => number;
  /** Nobody will be asked any more about what is outstanding on this one. */
  readonly givenUp: (channel: AckChannel) => void;
  /** Channels are given up again and again. */
  readonly inVain: () => void;
}

export function createChannels({ affinity, givenUp, inVain }: ChannelsParts): Channels {
  let current: AckChannel | undefined;
  let retired: AckChannel[] = [];
  /** Renewals since the indexer confirmed something. */
  let lost = 0;

  const all = (): AckChannel[] => (current === undefined ? [] : [...retired, current]);

  const renew = (): AckChannel => {
    const old = all();
    const fresh = openChannel(affinity());
    current = fresh;
    retired = [];
    lost++;
    for (const one of old) givenUp(one);
    if (lost >= CHANNELS_IN_VAIN) inVain();
    return fresh;
  };

  return {
    current() {
      current ??= openChannel(affinity());
      // The first cookie ties the connection to the indexer it has been talking to; another one means another indexer.
      if (current.affinity === 0) current.affinity = affinity();
      return current.affinity === affinity() ? current : renew();
    },
    all,
    renew: () => void renew(),
    retire(id) {
      // With nothing outstanding there is nothing that its id could be mistaken for.
      if (current?.id !== id || current.outstanding.size === 0) return;
      retired.push(current);
      current = openChannel(current.affinity);
      const oldest = retired.length > MOST_RETIRED ? retired.shift() : undefined;
      if (oldest !== undefined) givenUp(oldest);
    },
    confirmed() {
      lost = 0;
    },
  };
}
