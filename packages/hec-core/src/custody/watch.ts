import type { Batch, Exit, Origin } from './batch.ts';

/** What the endpoint said when a batch left. */
export interface Proof {
  /** The endpoint's origin. */
  readonly endpoint: string;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly text: string | undefined;
  /** Ids the collector gave the events, in their order; `null` where one of them got none. */
  readonly receipts: readonly (string | null)[] | undefined;
}

/** How watched events ended: by an exit, or left on the disk for the next life. */
export type End = Exit | 'spooled';

/** Somebody who wants to know what becomes of events they gave. */
export interface Watcher {
  /** Events came in; those turned away at the door are told of as `left` right after. */
  entered(events: number): void;
  /** @param receipts one for each event, where the collector gave ids */
  left(events: number, end: End, proof: Proof | undefined, receipts: Proof['receipts']): void;
}

/** A run of a batch's events that somebody watches. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly watcher: Watcher;
}

/** On whose account events enter just now. */
export interface Watch {
  readonly on: boolean;
  /** Whatever enters while `run` runs, which is synchronous, is on the watcher's account. */
  during<T>(watcher: Watcher, run: () => T): T;
  /** Events come in, behind the first `from` of their batch. */
  entered(marks: Mark[], from: number, events: number, origin: Origin): void;
  /** Events leave at the door. */
  turnedAway(events: number, origin: Origin, exit: Exit): void;
}

export function createWatch(): Watch {
  let current: Watcher | undefined;
  return {
    get on() {
      return current !== undefined;
    },
    during(watcher, run) {
      const before = current;
      current = watcher;
      try {
        return run();
      } finally {
        current = before;
      }
    },
    entered(marks, from, events, origin) {
      if (current === undefined || origin !== 'logged') return;
      addMark(marks, { from, to: from + events, watcher: current });
      current.entered(events);
    },
    turnedAway(events, origin, exit) {
      if (current === undefined || origin !== 'logged') return;
      current.entered(events);
      current.left(events, exit, undefined, undefined);
    },
  };
}

/** Adds a mark at the end, in place; one that continues the last becomes part of it. */
function addMark(marks: Mark[], next: Mark): void {
  const last = marks.at(-1);
  if (last !== undefined && last.watcher === next.watcher && last.to === next.from)
    marks[marks.length - 1] = { ...last, to: next.to };
  else marks.push(next);
}

/** Divides marks where a batch was cut. */
export function divideMarks(marks: readonly Mark[], sizes: readonly number[]): Mark[][] {
  let start = 0;
  return sizes.map((size) => {
    const [begin, end] = [start, (start += size)];
    return marks
      .filter(({ from, to }) => from < end && to > begin)
      .map(({ from, to, watcher }) => ({
        from: Math.max(from, begin) - begin,
        to: Math.min(to, end) - begin,
        watcher,
      }));
  });
}

/** Tells those who watch events of a batch how they ended, once. */
export function tell(batch: Pick<Batch, 'marks' | 'proof'>, end: End): void {
  for (const { from, to, watcher } of batch.marks.splice(0))
    watcher.left(to - from, end, batch.proof, batch.proof?.receipts?.slice(from, to));
}
