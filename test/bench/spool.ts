import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import { runProgram } from './program.ts';
import type { CoreJob, CoreResult } from './programs/core.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, eventsASecond } from './units.ts';

/** P13: what the disk queue costs while the collector is well. The directory is in TMPDIR. */
export const spool: Bench = {
  name: 'spool',
  about: 'hec-core with a spool, against the same without one; lines of 250 bytes, a healthy collector',
  async run({ quick, say }) {
    const figures: Figure[] = [];
    const events = quick ? 20_000 : 100_000;
    for (const [mode, atLeast] of [
      ['overflow', 1],
      ['always', 0.7],
    ] as const) {
      const dir = mkdtempSync(path.join(tmpdir(), 'hec-bench-spool-'));
      await using sink = await startSink();
      const options = clientOptions(sink.url);
      const job: CoreJob = {
        bytes: 250,
        events,
        blocks: quick ? 5 : 15,
        a: { options: { ...options, spool: { dir, mode, maxBytes: 4_294_967_296 } } },
        b: { options },
      };
      const { a, b, sent } = await runProgram<CoreResult>('core.ts', job);
      await sink.prove(sent);
      rmSync(dir, { recursive: true });
      say(`${sent} events, spool ${mode}: each came in once`);
      figures.push(
        {
          id: 'P13',
          what: `spool \`${mode}\`, rate`,
          ours: eventsASecond(a, events),
          theirs: eventsASecond(b, events),
          ratio: ratios(
            b.map(({ wallUs }) => wallUs),
            a.map(({ wallUs }) => wallUs),
          ),
          target: { atLeast },
        },
        {
          id: 'P13',
          what: `spool \`${mode}\`, CPU`,
          ours: cpuAnEvent(a, events),
          theirs: cpuAnEvent(b, events),
          ratio: ratios(
            a.map(({ cpuUs }) => cpuUs),
            b.map(({ cpuUs }) => cpuUs),
          ),
        },
      );
    }
    return figures;
  },
};
