import { availableParallelism } from 'node:os';
import { clientOptions } from './client-options.ts';
import type { Cost } from './clock.ts';
import type { Bench, Figure, Run } from './figure.ts';
import { type ProgramOptions, runProgram } from './program.ts';
import type { PinoJob, PinoResult } from './programs/pino.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, eventsASecond, median } from './units.ts';

/** P3 and P4: what an application with pino pays. */
export const pino: Bench = {
  name: 'pino',
  about: 'pino through pino-hec with gzip, against pino through a worker thread that throws everything away',
  async run(run) {
    return [...(await saturated(run)), ...(await calling(run))];
  },
};

async function measure(job: Omit<PinoJob, 'hec'>, { say }: Run, options: ProgramOptions = {}): Promise<PinoResult> {
  await using sink = await startSink();
  const { onFull: _, ...queue } = clientOptions(sink.url).queue ?? {};
  // As applications have it: pino never waits, so what has no room is dropped; and there is room for a block.
  const hec = { ...clientOptions(sink.url), queue: { ...queue, maxBytes: 268_435_456 } };
  const result = await runProgram<PinoResult>('pino.ts', { ...job, hec } satisfies PinoJob, options);
  await sink.prove(result.sent);
  say(`${result.sent} log calls: each came in once`);
  return result;
}

async function saturated(run: Run): Promise<Figure[]> {
  const size = { calls: run.quick ? 20_000 : 100_000, blocks: run.quick ? 5 : 15 };
  const { whole, calls } = await measure(size, run);
  const events = size.calls;
  const figures: Figure[] = [
    {
      id: 'P3',
      what: `rate of log calls, saturated, ${availableParallelism()} cores`,
      ours: eventsASecond(calls.a, events),
      theirs: eventsASecond(calls.b, events),
      ratio: ratios(wall(calls.b), wall(calls.a)),
      target: { atLeast: 0.95 },
    },
    {
      id: 'P3',
      what: 'the same until the last is delivered',
      ours: eventsASecond(whole.a, events),
      theirs: eventsASecond(whole.b, events),
      ratio: ratios(wall(whole.b), wall(whole.a)),
      target: { atLeast: 0.95 },
    },
  ];
  const { whole: pinned } = await measure({ ...size, blocks: Math.min(size.blocks, 9) }, run, { cores: '0' });
  figures.push({
    id: 'P3',
    what: 'CPU, all threads on one core',
    ours: cpuAnEvent(pinned.a, events),
    theirs: cpuAnEvent(pinned.b, events),
    ratio: ratios(cpu(pinned.a), cpu(pinned.b)),
  });
  return figures;
}

/** Bursts that fit into the memory between the threads: the call itself is measured, not a wait for the worker. */
async function calling(run: Run): Promise<Figure[]> {
  const burst = 2000;
  const { calls } = await measure({ calls: burst, blocks: run.quick ? 30 : 200 }, run);
  const perCall = (costs: readonly Cost[]): string =>
    `${Math.round(median(wall(costs).map((us) => (us * 1000) / burst)))} ns/call`;
  return [
    {
      id: 'P4',
      headline: 'Time in `logger.info()` of pino; there: a worker that throws everything away',
      what: 'time in `logger.info()`, bursts of 2,000',
      ours: perCall(calls.a),
      theirs: perCall(calls.b),
      ratio: ratios(wall(calls.a), wall(calls.b)),
      target: { atMost: 1.1 },
    },
  ];
}

const wall = (costs: readonly Cost[]): number[] => costs.map(({ wallUs }) => wallUs);
const cpu = (costs: readonly Cost[]): number[] => costs.map(({ cpuUs }) => cpuUs);
