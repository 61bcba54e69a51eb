import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import { runProgram } from './program.ts';
import type { LatencyJob } from './programs/latency.ts';
import { startSink } from './sink.ts';
import { quantile, ratios } from './statistics.ts';
import { median, milliseconds } from './units.ts';

/** P10: how soon a line is at the collector. */
export const latency: Bench = {
  name: 'latency',
  about:
    'from `logger.info()` to the end of the request at the collector, over loopback; with `lingerMs: 0` against a bare `http.request` a line, at 50,000 events/s against the linger of 1 s',
  async run({ quick, say }) {
    const times = quick ? 3 : 7;
    const idle: Record<'hec' | 'post', (readonly number[])[]> = { hec: [], post: [] };
    const loaded: (readonly number[])[] = [];
    for (let block = 0; block < times; block++) {
      const trickle = { calls: 500, warm: 200, burst: 1, everyMs: 5 };
      idle.hec.push(await once({ ...trickle, how: 'pino-hec' }, 0));
      idle.post.push(await once({ ...trickle, how: 'post' }, 0));
      loaded.push(await once({ calls: 100_000, warm: 20_000, burst: 50, everyMs: 1, how: 'pino-hec' }, 1000));
    }
    say('each line came in once');
    const figures: Figure[] = [0.5, 0.95].map((share) => ({
      id: 'P10',
      what: `a line every 5 ms, \`lingerMs: 0\`, ${share === 0.5 ? 'median' : '95 % of lines within'}`,
      ours: milliseconds(median(at(idle.hec, share))),
      theirs: milliseconds(median(at(idle.post, share))),
      ratio: ratios(at(idle.hec, share), at(idle.post, share)),
      ...(share === 0.5
        ? { headline: 'From log call to collector with `lingerMs: 0`; there: a bare POST a line' }
        : {}),
    }));
    figures.push({
      id: 'P10',
      what: 'the same, 99 % of lines within, against 10 ms',
      ours: milliseconds(median(at(idle.hec, 0.99))),
      theirs: '10 ms',
      ratio: ratios(
        at(idle.hec, 0.99),
        idle.hec.map(() => 10),
      ),
      target: { atMost: 1 },
    });
    figures.push({
      id: 'P10',
      what: 'bursts of 50 every ms, `lingerMs` 1000, 99 % of lines within, against linger + 50 ms',
      ours: milliseconds(median(at(loaded, 0.99))),
      theirs: '1050 ms',
      ratio: ratios(
        at(loaded, 0.99),
        loaded.map(() => 1050),
      ),
      target: { atMost: 1 },
    });
    return figures;
  },
};

async function once(job: Omit<LatencyJob, 'hec' | 'url'>, lingerMs: number): Promise<readonly number[]> {
  await using sink = await startSink();
  const hec = { ...clientOptions(sink.url), batch: { lingerMs }, queue: {} };
  const url = `${sink.url}/services/collector/event`;
  await runProgram('latency.ts', { ...job, hec, url } satisfies LatencyJob);
  return (await sink.prove(job.calls)).latencies;
}

function at(all: readonly (readonly number[])[], share: number): number[] {
  return all.map((one) => quantile(one, share));
}
