import { describe, expect, it } from 'vitest';
import { createIndexer } from '../../src/ack/indexer.ts';
import type { AckParts } from '../../src/ack/types.ts';
import type { Batch } from '../../src/custody/batch.ts';
import type { Reply } from '../../src/endpoint/types.ts';
import type { Outlet } from '../../src/outlet.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';

const TIMEOUT_MS = 60_000;

/** An indexer that confirms what `confirms` says, and what becomes of batches whose ids are their ack ids. */
function scene(confirms: (id: number) => boolean, answers: (question: number) => boolean = () => true) {
  const runtime = fakeRuntime();
  const asked: number[][] = [];
  const doubts: string[] = [];
  let onRequeue: (() => void) | undefined;
  const fates: { acked: number[]; again: number[] } = { acked: [], again: [] };
  const call: Outlet['endpoint']['call'] = async ({ body }) => {
    const { acks } = JSON.parse(body ?? '') as { acks: number[] };
    asked.push(acks);
    if (!answers(asked.length)) return { failure: { message: 'timeout' } } as Reply;
    const text = JSON.stringify({ acks: Object.fromEntries(acks.map((id) => [id, confirms(id)])) });
    return { response: { status: 200, body: text } } as Reply;
  };
  const parts = {
    options: { enabled: true, pollMs: 10_000, timeoutMs: TIMEOUT_MS },
    path: '/ack',
    runtime,
    custody: {
      awaitAck: () => {},
      settle: ({ id }: Batch, exit: string) => exit === 'acked' && fates.acked.push(id),
      requeue: ({ id }: Batch) => {
        fates.again.push(id);
        onRequeue?.();
      },
    },
    observer: { ambiguous: (events: number, cause: string) => doubts.push(`${events} ${cause}`) },
    warn: () => {},
    publish: () => {},
  } as unknown as AckParts;
  const endpoint = { origin: 'http://here', affinity: 0, call };
  const indexer = createIndexer({ endpoint } as unknown as Outlet, parts);
  const { channel, over } = indexer.start();
  over();
  return {
    asked,
    fates,
    doubts,
    endpoint,
    indexer,
    /** Does so at once when a batch is to be sent again. */
    whenRequeued(act: () => void) {
      onRequeue = act;
    },
    take(count: number) {
      for (let id = 0; id < count; id++) indexer.track(batch(id), channel, id);
    },
    /** Step by step, as answers come in turns of their own. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 250) {
        runtime.advance(250);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const batch = (id: number): Batch => ({ id, events: 1 }) as Batch;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, id) => id);

describe('an indexer with a great many batches to confirm', () => {
  it('is asked about all of them, a thousand in a request (A05)', async () => {
    const { asked, take, pass } = scene(() => false);
    take(2500);
    await pass(250);
    expect(asked.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(asked.flat()).toEqual(upTo(2500));
  });

  it('has the later ones confirmed though it has forgotten the first thousand', async () => {
    const { fates, take, pass } = scene((id) => id >= 1000);
    take(1500);
    await pass(TIMEOUT_MS + 20_000);
    expect(fates.acked).toEqual(upTo(1500).slice(1000));
    expect(fates.again).toEqual(upTo(1000));
  });

  it('is asked no more for now when it does not answer', async () => {
    const { asked, fates, take, pass } = scene(
      () => true,
      (question) => question > 1,
    );
    take(2500);
    await pass(250);
    expect(asked.map(({ length }) => length)).toEqual([1000]);
    await pass(1000);
    expect(fates.acked).toEqual(upTo(2500));
  });
});

describe('an indexer that may have forgotten the channel, and counts from 0 again', () => {
  it('is not believed about an id that a request under way may have been given again, until its answer has come', async () => {
    const { fates, doubts, indexer, pass } = scene(() => true);
    const first = indexer.start();
    indexer.track(batch(10), first.channel, 0);
    first.over();
    const second = indexer.start();
    await pass(250);
    expect(fates).toEqual({ acked: [], again: [] });
    // The second was given 0 once more: what was confirmed was the second.
    indexer.track(batch(11), second.channel, 0);
    second.over();
    expect([fates, doubts]).toEqual([{ acked: [], again: [10, 11] }, ['1 ack-channel', '1 ack-channel']]);
  });

  it('is believed when that answer has another id, was none, or is about to be a refusal', async () => {
    const { fates, indexer, pass } = scene((id) => id === 0);
    const first = indexer.start();
    indexer.track(batch(10), first.channel, 0);
    first.over();
    const [second, third] = [indexer.start(), indexer.start()];
    await pass(250);
    third.over();
    expect(fates).toEqual({ acked: [], again: [] });
    expect(indexer.awaited).toBe(true);
    indexer.track(batch(11), second.channel, 1);
    second.over();
    expect(fates).toEqual({ acked: [10], again: [] });
  });

  it('is asked to take again what it confirmed when the answer that would tell is lost', async () => {
    const { fates, indexer, pass } = scene(() => true);
    const first = indexer.start();
    indexer.track(batch(10), first.channel, 0);
    first.over();
    const second = indexer.start();
    await pass(250);
    indexer.answerLost(second.channel);
    second.over();
    expect(fates).toEqual({ acked: [], again: [10] });
  });

  it.each([0, 1])(
    'gets it once, and on another channel, though it is sent in that very turn (cookie %i)',
    async (cookie) => {
      const { endpoint, fates, indexer, pass, whenRequeued } = scene(() => true);
      const first = indexer.start();
      indexer.track(batch(10), first.channel, 0);
      first.over();
      indexer.track(batch(11), first.channel, 5);
      const second = indexer.start();
      await pass(250);
      const channels: string[] = [];
      whenRequeued(() => channels.push(indexer.start().channel));
      indexer.track(batch(12), first.channel, 6);
      endpoint.affinity = cookie;
      indexer.answerLost(second.channel);
      expect(fates.again.filter((id) => id === 10)).toEqual([10]);
      expect(channels).not.toContain(first.channel);
    },
  );

  it('is believed at once about ids that fewer requests are under way than it would have had to give', async () => {
    const { fates, indexer, take, pass } = scene(() => true);
    take(4);
    const late = [indexer.start(), indexer.start()];
    await pass(250);
    expect(fates.acked).toEqual([2, 3]);
    for (const { over } of late) over();
    expect(fates.acked).toEqual([2, 3, 0, 1]);
  });

  it('has what it answers after the end on record: the batch is on disk, and will be sent again', () => {
    const { fates, doubts, indexer } = scene(() => true);
    const { channel } = indexer.start();
    indexer.stop();
    indexer.track(batch(10), channel, 0);
    expect([fates, doubts]).toEqual([{ acked: [], again: [] }, ['1 closed']]);
  });
});
