import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout as nodeTimeout } from 'node:timers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createTurns } from './turns.ts';
import { createZipper, type Zipper } from './zipper.ts';

const unzip = promisify(gunzip);
const inTurn = createTurns();
/** By level. */
const zippers = new Map<number, Zipper>();

/** A running timer. */
export interface Timer {
  cancel(): void;
  /** Whether the timer keeps the process alive. New timers do not. */
  keepAlive(yes: boolean): void;
}

/**
 * Everything impure that the engine uses besides sockets and files: what tests inject.
 */
export interface Runtime {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Milliseconds of a clock that nobody sets, from any beginning: what waits and deadlines are measured with. The other
   * one may be put back an hour, and a gate would be shut for that hour.
   */
  elapsed(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Calls `run` once, `afterMs` milliseconds from now. The timer does not keep the process alive unless told to. */
  timer(afterMs: number, run: () => void): Timer;
  gzip(bytes: Uint8Array, level: number): Promise<Uint8Array>;
  /** @param maxBytes how much the result may hold; more is an error, which bounds a damaged record. */
  gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array>;
}

// Node reads a longer delay as 1 ms.
const LONGEST_DELAY_MS = 2_147_483_647;

/** Keeps the process alive until what somebody waits for has come: nothing else of ours does. */
export async function awake<T>(runtime: Runtime, what: Promise<T>): Promise<T> {
  const timer = runtime.timer(LONGEST_DELAY_MS, () => {});
  timer.keepAlive(true);
  try {
    return await what;
  } finally {
    timer.cancel();
  }
}

/** The real clock, the real random numbers and zlib's thread pool. */
export const nodeRuntime: Runtime = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  timer(afterMs, run) {
    const handle = nodeTimeout(run, Math.min(Math.max(0, afterMs), LONGEST_DELAY_MS)).unref();
    return {
      cancel: () => clearTimeout(handle),
      keepAlive: (yes) => void (yes ? handle.ref() : handle.unref()),
    };
  },
  gzip: (bytes, level) => inTurn(() => zipperOf(level)(bytes)),
  gunzip: (bytes, maxBytes) => inTurn(() => unzip(bytes, { maxOutputLength: maxBytes })),
};

function zipperOf(level: number): Zipper {
  let zipper = zippers.get(level);
  if (zipper === undefined) zippers.set(level, (zipper = createZipper(level)));
  return zipper;
}
