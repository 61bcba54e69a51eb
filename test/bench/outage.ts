import { clientOptions } from './client-options.ts';
import type { Bench } from './figure.ts';
import { runProgram } from './program.ts';
import type { OutageJob, OutageResult } from './programs/outage.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { grouped, median } from './units.ts';

const MIB = 1_048_576;

/** P9: what an outage takes of memory beyond what the queue may hold. */
export const outage: Bench = {
  name: 'outage',
  about:
    "resident memory with a collector that answers 503 minus that with a healthy one, 20,000 lines a second either way, against the queue's bound; the bound is reached after a third of the time (with `--long`: 10 minutes and the default bound of 64 MiB)",
  async run({ quick, long, say }) {
    const seconds = quick ? 6 : long ? 600 : 60;
    // 20,000 lines of 250 bytes are 1.2 MB a second when compressed.
    const bound = long ? 64 * MIB : Math.round((seconds / 60) * 20) * MIB;
    const added: number[] = [];
    for (let pair = 0; pair < (quick || long ? 1 : 3); pair++) {
      const rss = { none: 0, busy: 0 };
      for (const fault of ['none', 'busy'] as const) {
        await using sink = await startSink();
        await sink.fail(fault);
        const hec = { ...clientOptions(sink.url), queue: { maxBytes: bound } };
        const job: OutageJob = { hec, eventsPerSecond: 20_000, seconds };
        const { rssBytes, heldBytes, sent, accepted } = await runProgram<OutageResult>('outage.ts', job);
        say(
          `${fault === 'none' ? 'healthy' : 'outage'}: ${grouped(rssBytes / MIB)} MiB, ${grouped(heldBytes / MIB)} of them held, ${accepted} of ${sent} taken`,
        );
        rss[fault] = rssBytes;
      }
      added.push(rss.busy - rss.none);
    }
    return [
      {
        id: 'P9',
        what: `memory that ${seconds} s of outage add, against the bound`,
        ours: `${grouped(median(added) / MIB)} MiB`,
        theirs: `${bound / MIB} MiB`,
        ratio: ratios(
          added,
          added.map(() => bound),
        ),
        target: { atMost: 1.25 },
      },
    ];
  },
};
