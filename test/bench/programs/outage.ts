// An application that logs at a rate; what it takes of memory at the end.
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { createHecClient, type HecOptions } from 'hec-core';
import { chunksOf } from '../lines.ts';
import { jobOf } from '../program.ts';

export interface OutageJob {
  readonly hec: HecOptions;
  readonly eventsPerSecond: number;
  readonly seconds: number;
}

export interface OutageResult {
  /** Largest after garbage was collected, of those taken in the last half. */
  readonly rssBytes: number;
  readonly heldBytes: number;
  readonly sent: number;
  readonly accepted: number;
}

const TICK_MS = 50;

const job = jobOf() as OutageJob;
const client = createHecClient(job.hec, { onWarning() {} });
const perTick = (job.eventsPerSecond * TICK_MS) / 1000;
const started = performance.now();
let sent = 0;
let rssBytes = 0;
for (let tick = 0; performance.now() - started < job.seconds * 1000; tick++) {
  for (const chunk of chunksOf(250, sent, perTick)) client.sendLines(chunk, undefined, { trusted: true });
  sent += perTick;
  await setTimeout(Math.max(0, (tick + 1) * TICK_MS - (performance.now() - started)));
  if (tick % 20 === 0 && performance.now() - started > job.seconds * 500) {
    globalThis.gc?.();
    rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
  }
}
const { heldBytes } = client.stats();
const { dropped } = client.stats().ledger;
const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
process.send?.({ rssBytes, heldBytes, sent, accepted: sent - lost } satisfies OutageResult);
process.exit(0);
