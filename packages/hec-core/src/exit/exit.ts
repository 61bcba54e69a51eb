import { writeSync } from 'node:fs';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { countOf } from '../observe/count-of.ts';
import { debug } from '../observe/debug.ts';
import { endAll } from './end-all.ts';
import type { Leaving } from './leaving.ts';

/** What a client does when the process ends without `close()`. */
export interface Ending {
  /** Events in memory. */
  held(): number;
  /** Resolves with whether everything has left that was held; what came meanwhile does not count. */
  flush(): Promise<boolean>;
  /**
   * At once, for each destination: what can go to the disk does, and nothing starts any more.
   * @param hope whether the rest may be delivered yet
   */
  leave(hope: boolean): readonly Leaving[];
}

/** Whether what is held was flushed as the process came to its end, and whether that was in vain. */
interface State {
  flushed: boolean;
  inVain: boolean;
}

/** A pipe takes a short line whole. */
const MOST_REASONS = 5;

const open = new Map<Ending, State>();

/**
 * Delivers what is held when the process has nothing else to do, within the shutdown deadline. When it ends all the
 * same (`process.exit`, an uncaught exception) what is held goes to the spool, or is delivered while the end waits for it
 * (exit/), and what is lost is said in one line.
 *
 * @returns takes the client out again: call it when the client is closed
 */
export function drainAtExit(ending: Ending): () => void {
  if (open.size === 0) {
    process.on('beforeExit', flushAll);
    process.on('exit', letGoAll);
  }
  open.set(ending, { flushed: false, inVain: false });
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
    void flushOne(ending, state);
  }
}

async function flushOne(ending: Ending, state: State): Promise<void> {
  state.inVain = !(await ending.flush());
}

function letGoAll(): void {
  const { lost, refused, unacknowledged, why } = endAll(Array.from(open, leaveOne).flat());
  if (lost > 0) say(`${countOf(lost)} not delivered`, why.length === 0 ? undefined : inWords(why));
  if (refused > 0) say(`${countOf(refused)} refused by the endpoint`, 'set deadLetter to keep such events');
  if (unacknowledged > 0) say(`${countOf(unacknowledged)} taken, but not acknowledged by the indexer yet,`);
}

/** One client that fails here costs what it holds, not what others do. */
function leaveOne([ending, { inVain }]: readonly [Ending, State]): readonly Leaving[] {
  try {
    // A worker that ends may be one of many, or is being waited for itself.
    return ending.leave(isMainThread && !inVain);
  } catch (error) {
    debug('a client could not be ended: %s', error);
    const lost = ending.held();
    return [{ remains: () => undefined, end: () => ({ lost, refused: 0, unacknowledged: 0, why: [] }) }];
  }
}

function inWords(why: readonly string[]): string {
  const more = why.length - MOST_REASONS;
  return [...why.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function say(what: string, advice = 'await close() or flush() before it does'): void {
  try {
    // Not console: in a worker thread it goes through the main thread and is lost at exit (node#56428).
    writeSync(2, `hec: ${what} when the process ended; ${advice}\n`);
  } catch {
    // Nobody reads stderr (`app 2>&1 | head`), or it is a full pipe that does not block. Thrown here it would change the
    // exit code, and keep the application's own listeners from running.
  }
}
