import { expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { createDestination } from '../../src/destination.ts';
import { normalise } from '../../src/options/normalise.ts';
import { nodeRuntime, type Runtime } from '../../src/runtime.ts';
import { createSender } from '../../src/sender.ts';
import { clientOf, range, scene } from '../support/scene.ts';

// The 101st is no JSON (code 6): the hundred before it are taken, the rest is not looked at.
const LINES = range(300)
  .map((i) => `{"i":${i},"text":"hello"${i === 100 ? ',,' : ''}}`)
  .join('\n');
const OPTIONS = { batch: { lingerMs: 60_000 }, reportGaps: false };

/** A runtime that takes its time to inflate a batch, until it may. */
function slowly(): { readonly runtime: Runtime; readonly dividing: Promise<void>; readonly goOn: () => void } {
  const begun = Promise.withResolvers<void>();
  const allowed = Promise.withResolvers<void>();
  const runtime: Runtime = {
    ...nodeRuntime,
    async gunzip(bytes, maxBytes) {
      begun.resolve();
      await allowed.promise;
      return nodeRuntime.gunzip(bytes, maxBytes);
    },
  };
  return { runtime, dividing: begun.promise, goOn: allowed.resolve };
}

it('counts as taken what an answer took of a batch, though the client is closed while it divides it', async () => {
  const { server } = await scene();
  const { runtime, dividing, goOn } = slowly();
  const { hec } = clientOf(server.url, OPTIONS, runtime);
  hec.sendLines(LINES, undefined, { trusted: true });
  const flushed = hec.flush();
  await dividing;
  await hec.close({ timeoutMs: 0 });
  const { ledger } = hec.stats();
  expect(await server.events()).toHaveLength(100);
  expect(ledger.delivered.taken).toBe(100);
  expect(ledger.dropped).toEqual({ shutdown: 200 });
  expect(imbalance(ledger)).toBe(0);
  goOn();
  await flushed;
});

it.each<[string, number, Parameters<typeof ends>[1], number, object]>([
  ['and does not wait', 0, [], 100, {}],
  ['and a thread that comes to nothing has the batch', 3000, [], 100, { closed: 100 }],
  ['and a thread delivers half of it', 3000, [['taken', 150]], 150, { closed: 100 }],
  ['and a thread delivers a few of it', 3000, [['taken', 50]], 100, { closed: 100 }],
])('does so though the process ends meanwhile, %s', async (_, timeoutMs, told, taken, ambiguous) => {
  const { lost, stats } = await ends(timeoutMs, told);
  expect(lost).toBe(300 - taken);
  expect(stats.ledger).toMatchObject({ delivered: { taken }, dropped: { shutdown: 300 - taken } });
  expect(stats.ambiguous).toEqual(ambiguous);
  expect(imbalance(stats.ledger)).toBe(0);
});

/** The process ends while a batch is divided; what a thread would tell of it is told. */
async function ends(timeoutMs: number, told: readonly (readonly ['taken', number])[]) {
  const { server } = await scene();
  const { runtime, dividing, goOn } = slowly();
  const [settings] = normalise({ url: server.url, token: 'T', proxy: 'none', ...OPTIONS }, {}).destinations;
  if (settings === undefined) throw new Error('one destination');
  const destination = createDestination(settings, {
    runtime,
    client: 'test',
    instance: undefined,
    reportGaps: false,
    onWarning: () => {},
    runInContext: undefined,
  });
  onTestFinished(async () => {
    goOn();
    await destination.drain.close(0);
  });
  createSender([destination], {}, runtime).sendLines(LINES, undefined, { trusted: true });
  void destination.drain.flush(5000);
  await dividing;
  const leaving = destination.leave(timeoutMs);
  expect(leaving.remains()?.batches.map(({ events }) => events)).toEqual(timeoutMs > 0 ? [300] : undefined);
  const { lost } = leaving.end(() => (timeoutMs > 0 ? told : undefined));
  return { lost, stats: destination.stats() };
}
