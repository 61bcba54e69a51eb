// An application that logs 50,000 lines a second in process, in turn with one that makes the same lines and drops them.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { createHecClient, type HecOptions } from 'hec-core';
import { chunksOf } from '../lines.ts';
import { jobOf } from '../program.ts';
import { quantile } from '../statistics.ts';

export interface SideEffectsJob {
  readonly hec: HecOptions;
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly blocks: number;
}

/** What the rest of the application sees. */
export interface Seen {
  readonly loopDelayP99Ms: number;
  readonly fsMedianMs: number;
  readonly fsP99Ms: number;
}

export interface SideEffectsResult {
  readonly sent: number;
  readonly with: Seen[];
  readonly without: Seen[];
}

const TICK_MS = 2;
const FS_EVERY_MS = 10;

const job = jobOf() as SideEffectsJob;
const client = createHecClient(job.hec);
const file = path.join(tmpdir(), `hec-bench-fs-${process.pid}`);
const kilobyte = Buffer.alloc(1024);
let sent = 0;

async function block(log: (lines: string) => void, first: number): Promise<{ seen: Seen; events: number }> {
  const events = job.eventsPerSecond * job.seconds;
  // One chunk a line, so that lines go out one by one, as log calls do.
  const lines = chunksOf(250, first, events, 1);
  globalThis.gc?.();
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const waits: number[] = [];
  const start = performance.now();
  const stop = new AbortController();
  const files = (async () => {
    while (!stop.signal.aborted) {
      const before = performance.now();
      await writeFile(file, kilobyte);
      waits.push(performance.now() - before);
      await setTimeout(FS_EVERY_MS);
    }
  })();
  loop.enable();
  for (let at = 0; at < events; ) {
    const due = Math.min(events, Math.ceil(((performance.now() - start) / 1000) * job.eventsPerSecond));
    for (; at < due; at++) log(lines[at] as string);
    await setTimeout(TICK_MS);
  }
  loop.disable();
  stop.abort();
  await files;
  waits.sort((a, b) => a - b);
  const seen = {
    loopDelayP99Ms: loop.percentile(99) / 1e6,
    fsMedianMs: quantile(waits, 0.5),
    fsP99Ms: quantile(waits, 0.99),
  };
  return { seen, events };
}

const result: SideEffectsResult = { sent: 0, with: [], without: [] };
let dropped = 0;
for (let at = 0; at < job.blocks + 1; at++)
  for (const how of at % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
    const log =
      how === 'with'
        ? (line: string) => void client.sendLines(line, undefined, { trusted: true })
        : (line: string) => void (dropped += line.length);
    const { seen, events } = await block(log, how === 'with' ? sent : 0);
    if (how === 'with') {
      sent += events;
      await client.flush({ timeoutMs: 60_000 });
    }
    // The first pair warms up.
    if (at > 0) result[how].push(seen);
  }
process.send?.({ ...result, sent } satisfies SideEffectsResult);
process.exit(0);
