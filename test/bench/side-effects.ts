import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import { runProgram } from './program.ts';
import type { Seen, SideEffectsJob, SideEffectsResult } from './programs/side-effects.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { median, milliseconds } from './units.ts';

const BOUND_MS = 1;

/** P8: what else the application notices. */
export const sideEffects: Bench = {
  name: 'side-effects',
  about:
    'an application that logs 50,000 lines a second through hec-core on its own thread, against the same one that drops its lines; it writes a small file every 10 ms',
  async run({ quick, say }) {
    await using sink = await startSink();
    const job: SideEffectsJob = {
      hec: clientOptions(sink.url),
      eventsPerSecond: 50_000,
      seconds: quick ? 1 : 4,
      blocks: quick ? 3 : 9,
    };
    const seen = await runProgram<SideEffectsResult>('side-effects.ts', job);
    await sink.prove(seen.sent);
    say(`${seen.sent} events: each came in once`);
    const added = of(seen.with, 'loopDelayP99Ms').map((ms, at) => ms - (seen.without[at] as Seen).loopDelayP99Ms);
    const delay: Figure = {
      id: 'P8',
      what: 'event-loop delay added, 99 % of it within, against 1 ms',
      ours: milliseconds(median(added)),
      theirs: `${BOUND_MS} ms`,
      ratio: ratios(
        added,
        added.map(() => BOUND_MS),
      ),
      target: { atMost: 1 },
    };
    const files = (['fsMedianMs', 'fsP99Ms'] as const).map((key) => ({
      id: 'P8',
      what: `the application's own \`writeFile\`, ${key === 'fsMedianMs' ? 'median' : '99 % of calls within'}`,
      ours: milliseconds(median(of(seen.with, key))),
      theirs: milliseconds(median(of(seen.without, key))),
      ratio: ratios(of(seen.with, key), of(seen.without, key)),
      target: { atMost: 1.1 },
    }));
    return [delay, ...files];
  },
};

const of = (side: readonly Seen[], key: keyof Seen): number[] => side.map((one) => one[key]);
