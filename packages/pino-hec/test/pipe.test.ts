import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { HecClient } from 'hec-core';
import { expect, it } from 'vitest';
import { startPipe } from '../src/cli/pipe.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('keeps nothing of the chunks that went through it', async () => {
  let before = 0;
  let after = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    const chunk = Buffer.from('{"a":1}\n');
    for (let at = 0; at < 30_000; at++) {
      if (at === 10_000) before = heap();
      // As input comes: with turns of the event loop in between.
      if (at % 10 === 0) await nextTurn();
      yield chunk;
    }
    after = heap();
  }
  let lines = 0;
  const client = { sendLines: () => ++lines > 0, room: () => Promise.resolve() } as unknown as HecClient;
  const input = Readable.from(chunks());
  await startPipe({ input, client, options: {}, maxLineBytes: 1000, tee: undefined, block: true }).done;
  expect(lines).toBe(30_000);
  // 40,000 promises waited for meanwhile.
  expect(after - before).toBeLessThan(1_000_000);
});
