import { nodeRuntime, type Runtime } from '../../../src/runtime.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeRuntime extends Runtime {
  /** Goes on, and runs the timers that are due on the way. */
  pass(ms: number): void;
  readonly timers: number;
}

export function fakeRuntime(start = 1_700_000_000_000): FakeRuntime {
  let now = start;
  const due = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    ...nodeRuntime,
    now: () => now,
    elapsed: () => now - start,
    timer(afterMs, run) {
      const timer = { at: now + afterMs, run };
      due.add(timer);
      return { cancel: () => void due.delete(timer), keepAlive: () => {} };
    },
    pass(ms) {
      now += ms;
      for (const timer of [...due].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
        due.delete(timer);
        timer.run();
      }
    },
    get timers() {
      return due.size;
    },
  };
}
