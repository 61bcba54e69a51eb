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
      requeue: ({ id }: Batch) => fates.again.push(id),
    },
    observer: { ambiguous: () => {} },
    warn: () => {},
    publish: () => {},
  } as unknown as AckParts;
  const indexer = createIndexer({ endpoint: { origin: 'http://here', affinity: 0, call } } as unknown as Outlet, parts);
  const channel = indexer.channel();
  return {
    asked,
    fates,
    take(count: number) {
      for (let id = 0; id < count; id++) indexer.track({ id, events: 1 } as Batch, channel, id);
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
