import { clearTimeout, setTimeout } from 'node:timers';
import { nodeRuntime, type Runtime } from 'hec-core';
import type { Random } from './random.ts';

/** So many milliseconds of the client's go by in one of ours. */
const SPEED = 100;

/** A clock that runs fast: backoff, `Retry-After` and timeouts keep their proportions, and nobody sleeps for minutes. */
export interface Clock extends Runtime {
  /** Resolves after so many of the client's milliseconds. */
  pause(ms: number): Promise<void>;
}

export function createClock(random: Random): Clock {
  const epoch = Date.now();
  const started = performance.now();
  const clock: Clock = {
    now: () => epoch + clock.elapsed(),
    elapsed: () => (performance.now() - started) * SPEED,
    random: random.next,
    timer(afterMs, run) {
      const handle = setTimeout(run, afterMs / SPEED).unref();
      return {
        cancel: () => clearTimeout(handle),
        keepAlive: (yes) => void (yes ? handle.ref() : handle.unref()),
      };
    },
    gzip: nodeRuntime.gzip,
    gunzip: nodeRuntime.gunzip,
    pause: (ms) =>
      new Promise((resolve) => {
        clock.timer(ms, resolve).keepAlive(true);
      }),
  };
  return clock;
}
