import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/runtime.ts';
import { clientOf, range, scene } from '../support/scene.ts';

const BODY_BYTES = 100_000;
/** Each fills more than half a body, so that the next one seals it. */
const EVENT = { pad: 'x'.repeat(BODY_BYTES / 2) };

/** Compression whose every job waits to be let go. */
function zlibInSteps(count: number): {
  readonly runtime: typeof nodeRuntime;
  readonly jobs: readonly PromiseWithResolvers<void>[];
  started(): number;
} {
  const jobs: PromiseWithResolvers<void>[] = range(count).map(() => Promise.withResolvers());
  let started = 0;
  const runtime = {
    ...nodeRuntime,
    async gzip(bytes: Uint8Array, level: number) {
      await jobs[started++]?.promise;
      return nodeRuntime.gzip(bytes, level);
    },
  };
  return { runtime, jobs, started: () => started };
}

describe('a producer that waits for room', () => {
  it('waits for compression too, however much room the queue has, and goes on as soon as a body is done', async () => {
    const { server } = await scene();
    const { runtime, jobs, started } = zlibInSteps(11);
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
    expect([resolved, started(), hec.stats().ledger.held.queued]).toEqual([false, 1, 9]);
    jobs[0]?.resolve();
    await room;
    expect(started()).toBe(2);
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

  it('stays out while more bodies wait than that, whatever else is given back', async () => {
    const { server } = await scene();
    const { runtime, jobs, started } = zlibInSteps(13);
    const { hec } = clientOf(server.url, { batch: { maxBytes: BODY_BYTES, lingerMs: 60_000 } }, runtime);
    for (const _ of range(13)) hec.send(EVENT);
    let resolved = false;
    const room = hec.room().then(() => (resolved = true));
    // One of them is being compressed, eleven wait; each that is delivered gives back what it took.
    for (const delivered of range(4).slice(1)) {
      jobs[delivered - 1]?.resolve();
      await server.waitForRequests(delivered);
      while (hec.stats().ledger.delivered.taken < delivered) await setImmediate();
      expect([resolved, started()]).toEqual([false, delivered + 1]);
    }
    jobs[3]?.resolve();
    await room;
    for (const job of jobs) job.resolve();
    expect((await hec.flush()).drained).toBe(true);
  });

  it('comes in one after the other: of many at once none loses what it brings', async () => {
    const { hec, server } = await scene({ queue: { maxBytes: 1_000_000, onFull: 'wait' }, gzip: false });
    const chunk = Buffer.from(`${JSON.stringify({ pad: 'x'.repeat(10_000) })}\n`.repeat(26));
    async function* file(): AsyncGenerator<Buffer> {
      for (const _ of range(3)) yield chunk;
    }
    const results = await Promise.all(range(60).map(() => hec.sendFile(file())));
    expect(results).toEqual(results.map(() => ({ sent: 26 * 3, delivered: 26 * 3, refused: 0, dropped: 0, held: 0 })));
    expect((await server.stats()).events).toBe(60 * 26 * 3);
  });
});
