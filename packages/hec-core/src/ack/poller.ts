import type { Runtime, Timer } from '../runtime.ts';

/** An idle indexer confirms after a second or so (protocol 1.13). */
const FIRST_POLL_MS = 250;

/** Asks again and again while something is outstanding: soon at first, then ever more seldom up to a longest wait. */
export interface Poller {
  /** Something new is outstanding. */
  wake(): void;
  /** Ask at once, and keep the process alive for it. */
  hurry(yes: boolean): void;
  stop(): void;
}

/** @param ask resolves with whether something is outstanding still; never rejects */
export function createPoller(longestMs: number, runtime: Runtime, ask: () => Promise<boolean>): Poller {
  let waitMs = Math.min(FIRST_POLL_MS, longestMs);
  let timer: Timer | undefined;
  let asking = false;
  /** Something new came while it was asking about the old. */
  let woken = false;
  let kept = false;
  let stopped = false;

  const later = (): void => {
    if (stopped || asking) return;
    timer?.cancel();
    timer = runtime.timer(kept ? Math.min(waitMs, FIRST_POLL_MS) : waitMs, () => void poll());
    timer.keepAlive(kept);
  };

  const poll = async (): Promise<void> => {
    timer = undefined;
    asking = true;
    woken = false;
    const more = await ask();
    asking = false;
    if (!woken) waitMs = Math.min(longestMs, waitMs * 2);
    if (more || woken) later();
  };

  return {
    wake() {
      waitMs = Math.min(FIRST_POLL_MS, longestMs);
      woken = true;
      if (timer === undefined) later();
    },
    hurry(yes) {
      kept = yes;
      if (yes && timer !== undefined) later();
      timer?.keepAlive(yes);
    },
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}
