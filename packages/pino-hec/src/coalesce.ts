import { clearTimeout, setTimeout } from 'node:timers';

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
}

/**
 * A full queue drops an event for each log call; passing each of these on to the application's thread would cost it
 * more than the logging. Nothing is dropped here: values are merged. The timer never keeps the process alive.
 */
export function createCoalescer<T>({ periodMs, merge, out }: CoalescerOptions<T>): Coalescer<T> {
  const waiting = new Map<string, { value: T } | undefined>();
  let timer: NodeJS.Timeout | undefined;

  const release = (): void => {
    timer = undefined;
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
    timer ??= setTimeout(release, periodMs).unref();
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
      clearTimeout(timer);
      if (waiting.size > 0) release();
    },
    stop() {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
