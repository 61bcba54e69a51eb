import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/runtime.ts';
import { clientOf, range, scene } from '../support/scene.ts';

const BODY_BYTES = 100_000;
/** Each fills more than half a body, so that the next one seals it. */
const EVENT = { pad: 'x'.repeat(BODY_BYTES / 2) };

describe('a producer that waits for room', () => {
  it('waits for compression too, however much room the queue has, and goes on as soon as a body is done', async () => {
    const { server } = await scene();
    const jobs: PromiseWithResolvers<void>[] = range(11).map(() => Promise.withResolvers());
    let started = 0;
    const runtime = {
      ...nodeRuntime,
      async gzip(bytes: Uint8Array, level: number) {
        await jobs[started++]?.promise;
        return nodeRuntime.gzip(bytes, level);
      },
    };
    const { hec } = clientOf(server.url, { batch: { maxBytes: BODY_BYTES, lingerMs: 60_000 } }, runtime);
    for (const _ of range(9)) {
      hec.send(EVENT);
      await hec.room();
    }
    hec.send(EVENT);
    let resolved = false;
    const room = hec.room().then(() => (resolved = true));
    await setImmediate();
    // One of them is being compressed, eight wait.
    expect([resolved, started, hec.stats().ledger.held.queued]).toEqual([false, 1, 9]);
    jobs[0]?.resolve();
    await room;
    expect(started).toBe(2);
    for (const job of jobs) job.resolve();
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 10 });
  });

  it('goes on where compression fails and nothing is delivered, too', async () => {
    const first = Promise.withResolvers<never>();
    let started = 0;
    const gzip = (): Promise<never> => (started++ === 0 ? first.promise : new Promise(() => {}));
    const { hec } = clientOf(
      'http://127.0.0.1:9',
      { batch: { maxBytes: BODY_BYTES, lingerMs: 60_000 } },
      { ...nodeRuntime, gzip },
    );
    for (const _ of range(10)) hec.send(EVENT);
    const room = hec.room();
    first.reject(new Error('no memory for zlib'));
    await room;
    expect(started).toBe(2);
    await hec.close({ timeoutMs: 0 });
  });
});
