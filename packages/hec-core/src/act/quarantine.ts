import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { Runtime, Timer } from '../runtime.ts';

/**
 * Where batches under suspicion of holding poison wait: they are sent one at a time, each after something else was
 * delivered. So however many there are, and however long each keeps a lane, what is beyond suspicion goes first, and
 * every failure says something (suspicion.ts).
 */
export interface Quarantine {
  /** Takes a batch out of flight. */
  add(batch: Batch): void;
  /** The one whose turn it is, in flight again. */
  next(): Batch | undefined;
  /** Whether `next` would have one. */
  readonly ready: boolean;
  /** A batch was delivered. */
  delivered(): void;
  /** The one that `next` gave has been dealt with. */
  over(): void;
  stop(): void;
}

/** They may take a lane for a quarter of the time, should others wait for it: a hang costs the whole timeout. */
const SHARE = 4;

/**
 * @param longestMs when nothing else is delivered they are tried again after this time at most
 * @param pump called when one may go
 */
export function createQuarantine(custody: Custody, runtime: Runtime, longestMs: number, pump: () => void): Quarantine {
  const waiting: Batch[] = [];
  let busySince: number | undefined;
  let restUntil = 0;
  /** Something was delivered since the last of them was sent. */
  let credit = false;
  let timer: Timer | undefined;

  const mayGo = (): boolean => {
    const [first] = waiting;
    if (first === undefined || busySince !== undefined) return false;
    if (custody.ready > 0) return credit && runtime.elapsed() >= restUntil;
    // Fresh from a cut, and nobody else is there: no need to wait.
    return credit || first.history.attempts === 0;
  };

  const tryLater = (): void => {
    if (waiting.length === 0 || timer !== undefined) return;
    timer = runtime.timer(longestMs * (0.5 + runtime.random() / 2), () => {
      timer = undefined;
      credit = true;
      tryLater();
      pump();
    });
  };

  return {
    add(batch) {
      custody.requeue(batch, 'aside');
      // Halves first: what is cut small is soon done with.
      if (batch.history.attempts === 0) waiting.unshift(batch);
      else waiting.push(batch);
      tryLater();
    },
    next() {
      while (mayGo()) {
        const batch = waiting.shift();
        // It may have been settled meanwhile, or left to the disk.
        if (batch === undefined || !custody.takeBack(batch)) continue;
        credit = false;
        busySince = runtime.elapsed();
        return batch;
      }
      return undefined;
    },
    get ready() {
      return mayGo();
    },
    delivered() {
      credit = true;
    },
    over() {
      if (busySince === undefined) return;
      const now = runtime.elapsed();
      restUntil = now + (now - busySince) * (SHARE - 1);
      busySince = undefined;
    },
    stop() {
      timer?.cancel();
    },
  };
}
