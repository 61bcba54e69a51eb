import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientOptions } from './client-options.ts';
import type { Bench, Figure, Target } from './figure.ts';
import { runProgram } from './program.ts';
import type { CoreJob, CoreResult } from './programs/core.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, eventsASecond } from './units.ts';

const MODES = ['overflow', 'always'] as const;
const FSYNCS = ['never', 'interval', 'always'] as const;
const SPOOL_BYTES = 4_294_967_296;
/**
 * For the default of `fsync`; the others are recorded. `overflow` writes nothing while the collector is well (a test in
 * hec-core says so), so it is to be 1 as far as a machine's noise lets anybody measure that.
 */
const TARGETS: Readonly<Record<(typeof MODES)[number], Target>> = {
  overflow: { atLeast: 0.95 },
  always: { atLeast: 0.7 },
};

/** P13: what the disk queue costs while the collector is well, each way against memory alone. The directory is in TMPDIR. */
export const spool: Bench = {
  name: 'spool',
  about:
    'hec-core with a spool, both modes and all settings of fsync, against the same in memory only; lines of 250 bytes in chunks of 64 kB, a healthy collector',
  async run({ quick, say }) {
    const figures: Figure[] = [];
    const events = quick ? 20_000 : 100_000;
    for (const [mode, fsync] of MODES.flatMap((one) => FSYNCS.map((other) => [one, other] as const))) {
      const dir = mkdtempSync(path.join(tmpdir(), 'hec-bench-spool-'));
      await using sink = await startSink();
      const options = clientOptions(sink.url);
      const job: CoreJob = {
        bytes: 250,
        events,
        blocks: quick ? 3 : 11,
        a: { options: { ...options, spool: { dir, mode, fsync, maxBytes: SPOOL_BYTES } } },
        b: { options },
      };
      const { a, b, sent } = await runProgram<CoreResult>('core.ts', job);
      await sink.prove(sent);
      rmSync(dir, { recursive: true });
      say(`${sent} events, spool ${mode}, fsync ${fsync}: each came in once`);
      const what = `\`${mode}\`, fsync \`${fsync}\``;
      figures.push(
        {
          id: 'P13',
          what: `${what}: rate`,
          ours: eventsASecond(a, events),
          theirs: eventsASecond(b, events),
          ratio: ratios(
            b.map(({ wallUs }) => wallUs),
            a.map(({ wallUs }) => wallUs),
          ),
          ...(fsync === 'interval' ? { target: TARGETS[mode] } : {}),
        },
        {
          id: 'P13',
          what: `${what}: CPU`,
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
