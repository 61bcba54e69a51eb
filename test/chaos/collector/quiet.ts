import type { Clock } from '../clock.ts';

/** Checks that a `Retry-After` is obeyed. */
export interface Quiet {
  /** Asked for at an address of ours. */
  ask(host: string, waitMs: number, toleranceMs: number): void;
  /** A request came. */
  came(host: string): void;
  /** Requests that came too soon, beyond those that were on their way already. */
  readonly breaches: number;
  /** From now on everything is allowed: the client is closing. */
  end(): void;
}

/** @param onTheirWay how many requests may have been sent before the client heard of it */
export function createQuiet(clock: Clock, onTheirWay: number): Quiet {
  const windows = new Map<string, { until: number; spare: number }>();
  let breaches = 0;
  let over = false;
  return {
    ask(host, waitMs, toleranceMs) {
      const until = clock.now() + waitMs - toleranceMs;
      const current = windows.get(host);
      // Those that are on their way are so for both.
      if (current !== undefined && clock.now() < current.until) current.until = Math.max(current.until, until);
      else windows.set(host, { until, spare: onTheirWay });
    },
    came(host) {
      const window = windows.get(host);
      if (over || window === undefined || clock.now() >= window.until) return;
      if (window.spare-- <= 0) breaches++;
    },
    get breaches() {
      return breaches;
    },
    end() {
      over = true;
    },
  };
}
