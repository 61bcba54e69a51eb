import { writeSync } from 'node:fs';
import process from 'node:process';
import type { HecClient } from './types.ts';

interface Draining {
  readonly client: HecClient;
  readonly held: () => number;
  readonly timeoutMs: number;
  flushed: boolean;
}

const open = new Set<Draining>();

/**
 * Delivers what is held when the process has nothing else to do, within the shutdown deadline, and says in one line
 * what is lost when it ends all the same (`process.exit`, or an endpoint that is down).
 *
 * @returns takes the client out again: call it when the client is closed
 */
export function drainAtExit(client: HecClient, held: () => number, timeoutMs: number): () => void {
  const draining: Draining = { client, held, timeoutMs, flushed: false };
  if (open.size === 0) {
    process.on('beforeExit', flushAll);
    process.on('exit', sayLost);
  }
  open.add(draining);
  return () => {
    open.delete(draining);
    if (open.size > 0) return;
    process.off('beforeExit', flushAll);
    process.off('exit', sayLost);
  };
}

function flushAll(): void {
  for (const one of open) {
    // Once: `beforeExit` comes again when the flush is over, and an endpoint that is down must not hold the process.
    if (one.flushed || one.held() === 0) continue;
    one.flushed = true;
    void one.client.flush({ timeoutMs: one.timeoutMs });
  }
}

function sayLost(): void {
  let lost = 0;
  for (const one of open) lost += one.held();
  if (lost === 0) return;
  // Not console: in a worker thread it goes through the main thread and is lost at exit (node#56428).
  writeSync(
    2,
    `hec: ${lost} event${lost === 1 ? '' : 's'} not delivered when the process ended; await close() or flush() before it does\n`,
  );
}
