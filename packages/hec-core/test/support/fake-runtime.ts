import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Runtime } from '../../src/runtime.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export interface FakeRuntime extends Runtime {
  /** Moves the clock, running what falls due in order. */
  advance(ms: number): void;
  /** How many timers wait. */
  readonly timers: number;
}

/** A clock that stands still until it is moved, and random numbers that repeat; compression is the real one. */
export function fakeRuntime(start = 1_700_000_000_000, random: () => number = () => 0.5): FakeRuntime {
  let now = start;
  let pending: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    elapsed: () => now - start,
    random,
    timer(afterMs, run) {
      const entry = { at: now + Math.max(0, afterMs), run };
      pending.push(entry);
      return {
        cancel: () => {
          pending = pending.filter((one) => one !== entry);
        },
        keepAlive: () => {},
      };
    },
    gzip: (bytes, level) => zip(bytes, { level }),
    gunzip: (bytes, maxBytes) => unzip(bytes, { maxOutputLength: maxBytes }),
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = pending.filter((one) => one.at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        pending = pending.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    get timers() {
      return pending.length;
    },
  };
}
