import { nodeRuntime, type Runtime } from 'hec-core';

/** These pass as they are: whoever gives up on a connection, a request or a flush has to wait for real. */
export const REQUEST_MS = 30_000;
export const FLUSH_MS = 25_000;
/** Longest wait for a connection, hec-core's own. */
const DIAL_MS = 10_000;

/** What keeps a process alive for somebody who waits, and never rings. */
const FOR_EVER_MS = 2_147_483_647;

const REAL: ReadonlySet<number> = new Set([REQUEST_MS, FLUSH_MS, DIAL_MS, FOR_EVER_MS]);

/** A minute after the time of the events: Datadog's would be too old on today's clock. */
const STARTS_AT_MS = 1_700_000_060_000;

/** A clock that jumps over every wait, so that seconds of backoff cost nothing and are still seen on it. */
export function createClock(): Runtime {
  const startedAt = nodeRuntime.elapsed();
  let jumped = 0;
  const elapsed = (): number => nodeRuntime.elapsed() + jumped;
  return {
    ...nodeRuntime,
    now: () => STARTS_AT_MS + Math.round(elapsed() - startedAt),
    elapsed,
    random: () => 0.5,
    timer(afterMs, run) {
      if (REAL.has(afterMs)) return nodeRuntime.timer(afterMs, run);
      const due = elapsed() + afterMs;
      return nodeRuntime.timer(Math.min(afterMs, 2), () => {
        jumped += Math.max(0, due - elapsed());
        run();
      });
    },
  };
}
