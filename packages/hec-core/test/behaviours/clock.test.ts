import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import { nodeRuntime } from '../../src/runtime.ts';
import { ledgerOf } from '../support/ledger-of.ts';

const HOUR_MS = 3_600_000;

it.for([-HOUR_MS, HOUR_MS])('a clock that is set by %i ms during backoff costs no time and no event', async (by) => {
  let shift = 0;
  const server = await startHecServer({ token: 'T', faults: [{ do: 'status', status: 503, code: 9, times: 1 }] });
  onTestFinished(() => server.close());
  const hec = createHecClient(
    { url: server.url, token: 'T', proxy: 'none', retry: { baseMs: 500 }, batch: { lingerMs: 0 } },
    { env: {}, runtime: { ...nodeRuntime, now: () => Date.now() + shift, random: () => 0.99 } },
  );
  onTestFinished(async () => void (await hec.close({ timeoutMs: 0 })));
  hec.send('x');
  await ledgerOf(hec, () => hec.status()[0]?.state === 'error');
  shift = by;
  await ledgerOf(hec, ({ delivered }) => delivered.taken === 1);
  shift = 0;
  hec.send('y');
  const ledger = await ledgerOf(hec, ({ delivered }) => delivered.taken === 2);
  expect(ledger.dropped).toEqual({});
});
