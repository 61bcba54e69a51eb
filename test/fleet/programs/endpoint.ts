// An endpoint in a process of its own, which does as it is told until it is killed.
import process from 'node:process';
import type { HecServerOptions } from 'hec-server';
// In this very thread, not in one of its own: a process starts in half the time.
import { serve } from '../../../packages/hec-server/src/serve.ts';
import { answerOrders } from './orders.ts';

const WAIT_MS = 50_000;
const options = JSON.parse(process.argv[2] ?? '{}') as HecServerOptions;
const { url, memory, stats, set } = await serve({ token: 'T', maxEvents: 1_000_000, ...options });

const ids = (index?: string): unknown[] =>
  memory
    .events()
    .filter((one) => one.index === index)
    .map(({ event }) => event);

/** Waits for so many more events. */
const took = (more: number): Promise<void> => memory.waitForEvents(stats().events + more, WAIT_MS);

/**
 * Takes a request without a word, then takes none any more: what it says now is all that it has ever taken, and the
 * sender cannot know of the last ones.
 */
async function lastWords(): Promise<unknown[]> {
  set({ faults: [{ do: 'hang', take: true }] });
  await memory.waitForRequests(stats().requests + 1, WAIT_MS);
  set({ faults: [{ do: 'hang' }] });
  return ids();
}

answerOrders(url, {
  ids: (index) => ids(index as string | undefined),
  took: (more) => took(more as number),
  lastWords: () => lastWords(),
  set: (changes) => set(changes as HecServerOptions),
});
