import type { Runtime } from 'hec-core';

/** A clock that a test moves. */
export interface Clock {
  readonly timer: Runtime['timer'];
  /** Timers that run. */
  readonly running: number;
  advance(ms: number): void;
}

export function createClock(): Clock {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    timer(afterMs, run) {
      const entry = { at: now + afterMs, run };
      timers.add(entry);
      return { cancel: () => void timers.delete(entry), keepAlive: () => {} };
    },
    get running() {
      return timers.size;
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
}
