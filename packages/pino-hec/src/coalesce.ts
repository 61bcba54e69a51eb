import { nodeRuntime, type Runtime, type Timer } from 'hec-core';

/** Lets the first of a kind through at once, and then one a period that stands for all that came meanwhile. */
export interface Coalescer<T> {
  add(kind: string, value: T): void;
  /** Lets through what waits. */
  flush(): void;
  stop(): void;
}

export interface CoalescerOptions<T> {
  readonly periodMs: number;
  readonly merge: (earlier: T, later: T) => T;
  readonly out: (value: T) => void;
  /** @default the real one, which never keeps the process alive */
  readonly timer?: Runtime['timer'];
}

/**
 * A full queue drops an event for each log call; passing each of these on to the application's thread would cost it
 * more than the logging. Nothing is dropped here: values are merged.
 */
export function createCoalescer<T>(options: CoalescerOptions<T>): Coalescer<T> {
  const { periodMs, merge, out, timer = nodeRuntime.timer } = options;
  const waiting = new Map<string, { value: T } | undefined>();
  let period: Timer | undefined;

  const release = (): void => {
    period = undefined;
    for (const [kind, held] of waiting) {
      if (held === undefined) {
        waiting.delete(kind);
        continue;
      }
      waiting.set(kind, undefined);
      out(held.value);
    }
    if (waiting.size > 0) start();
  };
  const start = (): void => {
    period ??= timer(periodMs, release);
  };

  return {
    add(kind, value) {
      const held = waiting.get(kind);
      if (held !== undefined) held.value = merge(held.value, value);
      else if (waiting.has(kind)) waiting.set(kind, { value });
      else {
        waiting.set(kind, undefined);
        start();
        out(value);
      }
    },
    flush() {
      period?.cancel();
      if (waiting.size > 0) release();
    },
    stop() {
      period?.cancel();
      waiting.clear();
    },
  };
}
