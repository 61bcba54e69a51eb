import { writeSync } from 'node:fs';
import process from 'node:process';
import { countOf } from './observe/count-of.ts';

/** What a client does when the process ends without `close()`. */
export interface Ending {
  /** Events in memory. */
  held(): number;
  flush(): Promise<unknown>;
  /** At once: to the disk where there is a spool. */
  letGo(): Remains;
}

/** Events that a process which ends leaves nowhere. */
export interface Remains {
  readonly lost: number;
  /** Taken by the endpoint; that the indexer has them safe was awaited still. */
  readonly unacknowledged: number;
}

const open = new Map<Ending, { flushed: boolean }>();

/**
 * Delivers what is held when the process has nothing else to do, within the shutdown deadline. When it ends all the
 * same (`process.exit`, an endpoint that is down) what is held goes to the spool, and what is lost is said in one line.
 *
 * @returns takes the client out again: call it when the client is closed
 */
export function drainAtExit(ending: Ending): () => void {
  if (open.size === 0) {
    process.on('beforeExit', flushAll);
    process.on('exit', letGoAll);
  }
  open.set(ending, { flushed: false });
  return () => {
    open.delete(ending);
    if (open.size > 0) return;
    process.off('beforeExit', flushAll);
    process.off('exit', letGoAll);
  };
}

/** After the other listeners: what they log as the process ends is delivered too. */
function flushAll(): void {
  process.nextTick(flushEach);
}

function flushEach(): void {
  for (const [ending, state] of open) {
    // Once: `beforeExit` comes again when the flush is over, and an endpoint that is down must not hold the process.
    if (state.flushed || ending.held() === 0) continue;
    state.flushed = true;
    void ending.flush();
  }
}

function letGoAll(): void {
  let lost = 0;
  let unacknowledged = 0;
  for (const ending of open.keys()) {
    const remains = ending.letGo();
    lost += remains.lost;
    unacknowledged += remains.unacknowledged;
  }
  if (lost > 0) say(`${countOf(lost)} not delivered`);
  if (unacknowledged > 0) say(`${countOf(unacknowledged)} taken, but not acknowledged by the indexer yet,`);
}

function say(what: string): void {
  // Not console: in a worker thread it goes through the main thread and is lost at exit (node#56428).
  writeSync(2, `hec: ${what} when the process ended; await close() or flush() before it does\n`);
}
