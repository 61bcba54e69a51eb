import { nodeRuntime, type Runtime } from 'hec-core';

/** These pass as they are: whoever gives up on a connection, a request or a flush has to wait for real. */
export const REQUEST_MS = 30_000;
export const FLUSH_MS = 25_000;
/** Longest wait for a connection, hec-core's own. */
const DIAL_MS = 10_000;

const REAL: ReadonlySet<number> = new Set([REQUEST_MS, FLUSH_MS, DIAL_MS]);

/** A clock that jumps over every wait, so that seconds of backoff cost nothing and are still seen on it. */
export function createClock(): Runtime {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    ...nodeRuntime,
    now,
    random: () => 0.5,
    timer(afterMs, run) {
      if (REAL.has(afterMs)) return nodeRuntime.timer(afterMs, run);
      const due = now() + afterMs;
      return nodeRuntime.timer(Math.min(afterMs, 2), () => {
        ahead = Math.max(ahead, due - Date.now());
        run();
      });
    },
  };
}
