import { setImmediate } from 'node:timers';

/** Where those wait who can, until there is room for what they bring. */
export interface Entrance {
  /** Whether there is room. */
  readonly open: boolean;
  /** Resolves when there is; who brings a lot looks again then, because another one may have been quicker. */
  wait(): Promise<void>;
  /** Lets the next one in if there is room. */
  again(): void;
  /** Nobody waits from now on. */
  end(): void;
}

export function createEntrance(hasRoom: () => boolean): Entrance {
  let waiting: (() => void)[] = [];
  let nextIsDue = false;
  let ended = false;

  const again = (): void => {
    if (waiting.length === 0 || nextIsDue || !hasRoom()) return;
    waiting.shift()?.();
    // One in a turn: what it brings may take up all the room there is.
    nextIsDue = true;
    setImmediate(() => {
      nextIsDue = false;
      again();
    });
  };

  return {
    get open() {
      return ended || hasRoom();
    },
    wait() {
      if (ended) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      return promise;
    },
    again,
    end() {
      ended = true;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}
