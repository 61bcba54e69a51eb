import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import type { LineBytes } from './lines.ts';
import { runProgram } from './program.ts';
import type { CoreJob, CoreResult } from './programs/core.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, eventsASecond } from './units.ts';

const SIZES: readonly { bytes: LineBytes; events: number; atMost: number }[] = [
  { bytes: 250, events: 100_000, atMost: 1.25 },
  { bytes: 1000, events: 30_000, atMost: 1.25 },
  { bytes: 50, events: 300_000, atMost: 2 },
];

/** P1 and P2: the engine against the floor under any sender that compresses. */
export const core: Bench = {
  name: 'core',
  about: 'hec-core fed with ready lines, against gzip level 1 of the same bodies and one copy, one job at a time',
  async run({ quick, say }) {
    const figures: Figure[] = [];
    for (const { bytes, events: many, atMost } of SIZES) {
      const events = quick ? many / 10 : many;
      const sink = await startSink();
      const job: CoreJob = {
        bytes,
        events,
        blocks: quick ? 5 : 21,
        a: { options: clientOptions(sink.url) },
        b: 'gzip',
      };
      const { a, b, sent } = await runProgram<CoreResult>('core.ts', job);
      await sink.prove(sent);
      await sink[Symbol.asyncDispose]();
      say(`${sent} events of ${bytes} bytes: each came in once`);
      figures.push({
        id: 'P1',
        what: `lines of ${bytes} bytes, CPU`,
        ours: cpuAnEvent(a, events),
        theirs: cpuAnEvent(b, events),
        ratio: ratios(
          a.map(({ cpuUs }) => cpuUs),
          b.map(({ cpuUs }) => cpuUs),
        ),
        ...(bytes === 250
          ? { headline: 'CPU of all threads an event of 250 bytes, gzip included; there: gzip alone' }
          : {}),
        target: { atMost },
      });
      figures.push({
        id: 'P2',
        what: `lines of ${bytes} bytes, rate`,
        ours: eventsASecond(a, events),
        theirs: eventsASecond(b, events),
        // A rate is the other way up than a time.
        ratio: ratios(
          b.map(({ wallUs }) => wallUs),
          a.map(({ wallUs }) => wallUs),
        ),
        ...(bytes === 250 ? { headline: 'Events of 250 bytes until the last is delivered; there: gzip alone' } : {}),
        target: { atLeast: 0.8 },
      });
    }
    return figures;
  },
};
