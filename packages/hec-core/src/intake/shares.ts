import type { Meter } from '../observe/volume.ts';

/** Which bytes of a run belong to which index, source type and level: counted when custody has taken it. */
export interface Shares {
  add(meter: Meter, events: number, bytes: number): void;
  /** The run is over: so many events from its beginning were taken. */
  settle(taken: number): void;
}

export function createShares(): Shares {
  let shares: { readonly meter: Meter; events: number; bytes: number }[] = [];
  return {
    add(meter, events, bytes) {
      const last = shares.at(-1);
      if (last?.meter === meter) {
        last.events += events;
        last.bytes += bytes;
      } else shares.push({ meter, events, bytes });
    },
    settle(taken) {
      let left = taken;
      for (const { meter, events, bytes } of shares) {
        // Where the queue is full in the middle of a share, its lines count as equally long.
        const within = Math.min(events, left);
        meter.bytes += within === events ? bytes : Math.round((bytes * within) / events);
        left -= within;
      }
      shares = [];
    },
  };
}
