import { clientOptions } from './client-options.ts';
import type { Bench, Figure } from './figure.ts';
import { runProgram } from './program.ts';
import type { CoreJob, CoreResult } from './programs/core.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, grouped } from './units.ts';

const FEW = 10_000;
/** Small chunks: the senders take turns often. */
const SMALL_CHUNK = 4096;

/** P11: nothing may cost more because there is more of it. */
export const growth: Bench = {
  name: 'growth',
  about:
    'CPU an event of hec-core when there is more of something, against the same client with little; lines of 250 bytes',
  async run({ quick, long, say }) {
    const figures: Figure[] = [];
    const compare = async (
      what: string,
      job: Omit<CoreJob, 'bytes' | 'a' | 'b'>,
      a: Partial<CoreJob['a']>,
      addresses = 1,
    ) => {
      await using sink = await startSink({ addresses });
      const options = clientOptions(sink.url);
      const b = { options, events: FEW };
      const several = addresses === 1 ? options : { ...options, url: undefined, urls: sink.urls };
      const result = await runProgram<CoreResult>('core.ts', { bytes: 250, ...job, a: { options: several, ...a }, b });
      await sink.prove(result.sent);
      say(`${what}: ${result.sent} events, each came in once`);
      const many = a.events ?? job.events;
      figures.push({
        id: 'P11',
        what,
        ours: cpuAnEvent(result.a, many),
        theirs: cpuAnEvent(result.b, FEW),
        ratio: ratios(
          result.a.map(({ cpuUs }) => cpuUs / many),
          result.b.map(({ cpuUs }) => cpuUs / FEW),
        ),
        target: { atMost: 1.1 },
      });
    };
    const blocks = quick ? 5 : 15;
    const sizes = [100_000, 1_000_000, 10_000_000].slice(0, long ? 3 : 2);
    for (const events of quick ? [50_000] : sizes)
      await compare(
        `${grouped(events)} events at once, against 10,000`,
        { events, blocks: Math.min(blocks, events > 1_000_000 ? 3 : 7) },
        { events },
      );
    for (const addresses of [4, 16])
      await compare(`${addresses} endpoints, against one`, { events: FEW, blocks }, {}, addresses);
    for (const senders of [8, 64])
      await compare(
        `${senders} metadata sets, against one`,
        { events: FEW, blocks, chunkUnits: SMALL_CHUNK },
        { senders },
      );
    return figures;
  },
};
