import type { Bench } from './figure.ts';
import { runProgram } from './program.ts';
import type { StartUpJob } from './programs/start-up.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { median, milliseconds } from './units.ts';

const BOUND_MS = 10;

/** P12: what pino-hec adds to the start of an application. */
export const startUp: Bench = {
  name: 'start-up',
  about:
    "time of the application's thread in `pino.transport()` and the first log call, pino-hec minus the no-op worker, a new process each time",
  async run({ quick, say }) {
    await using sink = await startSink();
    const once = async (transport: StartUpJob['transport']): Promise<number> =>
      (await runProgram<{ ms: number }>('start-up.ts', { transport, url: sink.url } satisfies StartUpJob)).ms;
    const added: number[] = [];
    for (let block = 0; block < (quick ? 5 : 21); block++) {
      const [first, second] = block % 2 === 0 ? (['pino-hec', 'no-op'] as const) : (['no-op', 'pino-hec'] as const);
      const costs = { [first]: await once(first), [second]: await once(second) };
      added.push((costs['pino-hec'] as number) - (costs['no-op'] as number));
    }
    say(`${added.length} pairs of processes`);
    return [
      {
        id: 'P12',
        what: 'added by pino-hec, against the bound',
        ours: milliseconds(median(added)),
        theirs: `${BOUND_MS} ms`,
        ratio: ratios(
          added,
          added.map(() => BOUND_MS),
        ),
        target: { atMost: 1 },
      },
    ];
  },
};
