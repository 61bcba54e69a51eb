import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import { runProgram } from './program.ts';
import type { CoreJob, CoreResult } from './programs/core.ts';
import { startSink, type Temper } from './sink.ts';
import { ratios } from './statistics.ts';
import { eventsASecond } from './units.ts';

const LATENCY_MS = 50;
/** Each with the number of lanes that suits it best: the most that lanes which adapt could come to. */
const TEMPERS: readonly { what: string; temper: Temper; best: number }[] = [
  {
    what: 'slow, takes all there is',
    temper: { latencyMs: LATENCY_MS, atOnce: Number.MAX_SAFE_INTEGER, others: 'wait' },
    best: 4,
  },
  { what: 'sick, two at a time, others wait', temper: { latencyMs: LATENCY_MS, atOnce: 2, others: 'wait' }, best: 2 },
  { what: 'sick, two at a time, 503 to others', temper: { latencyMs: LATENCY_MS, atOnce: 2, others: 'busy' }, best: 2 },
  { what: 'sick, one at a time, 503 to others', temper: { latencyMs: LATENCY_MS, atOnce: 1, others: 'busy' }, best: 1 },
];

/** Whether lanes that adapt, up to `request.concurrency`, could be worth their code. */
export const lanes: Bench = {
  name: 'lanes',
  about: `four lanes, as they are, against as many as the endpoint can serve, which is the best that lanes could adapt to; an endpoint that takes ${LATENCY_MS} ms a request, bodies of 64 kB`,
  async run({ quick, say }) {
    const figures: Figure[] = [];
    const events = quick ? 2000 : 8000;
    for (const { what, temper, best } of TEMPERS) {
      await using sink = await startSink({ temper });
      const options = { ...clientOptions(sink.url), batch: { maxBytes: 65_536 } };
      const job: CoreJob = {
        bytes: 250,
        events,
        blocks: quick ? 3 : 9,
        a: { options: { ...options, request: { concurrency: 4 } } },
        b: { options: { ...options, request: { concurrency: best } } },
      };
      const { a, b, sent } = await runProgram<CoreResult>('core.ts', job);
      await sink.prove(sent);
      say(`${what}: ${sent} events, each came in once`);
      figures.push({
        id: 'lanes',
        what: `${what}: 4 lanes against ${best}`,
        ours: eventsASecond(a, events),
        theirs: eventsASecond(b, events),
        ratio: ratios(
          b.map(({ wallUs }) => wallUs),
          a.map(({ wallUs }) => wallUs),
        ),
      });
    }
    return figures;
  },
};
