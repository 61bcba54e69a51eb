import { expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { nodeRuntime } from '../../src/runtime.ts';
import { clientOf, range, scene } from '../support/scene.ts';

it('counts as taken what an answer took of a batch, though the client is closed while it divides it', async () => {
  const { server } = await scene();
  const dividing = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const { hec } = clientOf(
    server.url,
    { batch: { lingerMs: 60_000 }, reportGaps: false },
    {
      ...nodeRuntime,
      async gunzip(bytes, maxBytes) {
        dividing.resolve();
        await closed.promise;
        return nodeRuntime.gunzip(bytes, maxBytes);
      },
    },
  );
  // The 101st is no JSON (code 6): the hundred before it are taken, the rest is not looked at.
  const lines = range(300).map((i) => `{"i":${i},"text":"hello"${i === 100 ? ',,' : ''}}`);
  hec.sendLines(lines.join('\n'), undefined, { trusted: true });
  const flushed = hec.flush();
  await dividing.promise;
  await hec.close({ timeoutMs: 0 });
  const { ledger } = hec.stats();
  expect(await server.events()).toHaveLength(100);
  expect(ledger.delivered.taken).toBe(100);
  expect(ledger.dropped).toEqual({ shutdown: 200 });
  expect(imbalance(ledger)).toBe(0);
  closed.resolve();
  await flushed;
});
