/** Those who wait for events to leave custody. */
export interface Waiters {
  entered(period: number, events: number): void;
  left(period: number, events: number): void;
  /** Resolves when every event of `period` and before has left. */
  flushed(period: number): { readonly done: Promise<void>; cancel(): void };
  /** Nothing will leave any more: what is held still is on disk, for another life. Nobody waits from now on. */
  end(): void;
}

export function createWaiters(): Waiters {
  /** Events held, by flush period; a period without any is absent. */
  const held = new Map<number, number>();
  let flushes: { readonly period: number; readonly resolve: () => void }[] = [];
  let ended = false;

  const over = (period: number): boolean => {
    if (ended) return true;
    for (const one of held.keys()) if (one <= period) return false;
    return true;
  };

  return {
    entered(period, events) {
      held.set(period, (held.get(period) ?? 0) + events);
    },
    left(period, events) {
      const rest = (held.get(period) ?? 0) - events;
      if (rest > 0) {
        held.set(period, rest);
        return;
      }
      held.delete(period);
      if (flushes.length === 0) return;
      const done = flushes.filter((flush) => over(flush.period));
      flushes = flushes.filter((flush) => !done.includes(flush));
      for (const flush of done) flush.resolve();
    },
    flushed(period) {
      if (over(period)) return { done: Promise.resolve(), cancel: () => {} };
      const { promise, resolve } = Promise.withResolvers<void>();
      const flush = { period, resolve };
      flushes.push(flush);
      return {
        done: promise,
        cancel: () => {
          flushes = flushes.filter((one) => one !== flush);
          resolve();
        },
      };
    },
    end() {
      ended = true;
      for (const { resolve } of flushes) resolve();
      flushes = [];
    },
  };
}
