/** Callers that wait for a counter to reach a number. */
export interface Waiters {
  /** Resolves at `count`; rejects after `timeoutMs`, saying how far it came. */
  wait(count: number, timeoutMs: number): Promise<void>;
  /** To be called whenever the counter has grown. */
  reached(now: number): void;
  /** Rejects everyone who still waits. */
  close(): void;
}

interface Waiter {
  readonly count: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function createWaiters(noun: string, current: () => number): Waiters {
  const waiting = new Set<Waiter>();
  return {
    wait(count, timeoutMs) {
      if (current() >= count) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(waiter);
          reject(new Error(`Waited ${timeoutMs} ms for ${count} ${noun}; ${current()} came.`));
        }, timeoutMs);
        const waiter: Waiter = { count, timer, resolve, reject };
        waiting.add(waiter);
      });
    },
    reached(now) {
      for (const waiter of waiting) {
        if (waiter.count > now) continue;
        waiting.delete(waiter);
        clearTimeout(waiter.timer);
        waiter.resolve();
      }
    },
    close() {
      for (const waiter of waiting) {
        clearTimeout(waiter.timer);
        waiter.reject(
          new Error(`The server was closed while ${waiter.count} ${noun} were waited for; ${current()} had come.`),
        );
      }
      waiting.clear();
    },
  };
}
