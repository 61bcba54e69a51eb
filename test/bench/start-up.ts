import type { Bench, Figure } from './figure.ts';
import { installedBytes } from './installed.ts';
import { pnpm } from './pnpm.ts';
import { runProgram } from './program.ts';
import type { Adapter, StartUpJob } from './programs/start-up.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { grouped, median, milliseconds } from './units.ts';

const BOUND_MS = 10;
const PAIRS: readonly (readonly [ours: Adapter, without: Adapter])[] = [
  ['pino-hec', 'pino and a no-op worker'],
  ['winston-hec', 'winston'],
  ['otel-hec', 'the SDK'],
];

/** P12: what ours add to the start of an application, and to its folder. */
export const startUp: Bench = {
  name: 'start-up',
  about:
    "time of the application's thread in loading and making a transport and in the first log call, minus the same without ours, a new process each time, as built for npm; and installed size with all dependencies, against undici alone",
  async run({ quick, say }) {
    say('builds the packages');
    pnpm(['run', 'build']);
    await using sink = await startSink();
    const once = async (adapter: Adapter): Promise<number> =>
      (
        await runProgram<{ ms: number }>('start-up.ts', { adapter, url: sink.url } satisfies StartUpJob, {
          built: true,
        })
      ).ms;
    const figures: Figure[] = [];
    for (const [ours, without] of PAIRS) {
      const added: number[] = [];
      for (let block = 0; block < (quick ? 3 : 21); block++) {
        const [first, second] = block % 2 === 0 ? [ours, without] : [without, ours];
        const costs = new Map([
          [first, await once(first)],
          [second, await once(second)],
        ]);
        added.push((costs.get(ours) as number) - (costs.get(without) as number));
      }
      say(`${ours}: ${added.length} pairs of processes`);
      figures.push({
        id: 'P12',
        what: `added by ${ours} to ${without}, against ${BOUND_MS} ms`,
        ours: milliseconds(median(added)),
        theirs: `${BOUND_MS} ms`,
        ratio: ratios(
          added,
          added.map(() => BOUND_MS),
        ),
        ...(ours === 'pino-hec'
          ? { target: { atMost: 1 }, headline: 'What pino-hec adds to the start of an application; there: the bound' }
          : {}),
      });
    }
    const floor = installedBytes('undici');
    for (const [name] of PAIRS) {
      const bytes = installedBytes(name);
      figures.push({
        id: 'P12',
        what: `installed size, ${name}`,
        ours: `${grouped(bytes / 1024)} KiB`,
        theirs: `${grouped(floor / 1024)} KiB`,
        ratio: ratios([bytes], [floor]),
      });
    }
    return figures;
  },
};
