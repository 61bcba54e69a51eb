import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import { ledgerOf } from '../support/ledger-of.ts';
import { clientOf, range, scene } from '../support/scene.ts';

it('an endpoint that hangs never has all lanes, though its requests take a minute', async () => {
  const { server } = await scene();
  await server.setFaults([{ do: 'hang' }]);
  const other = await startHecServer({ token: 'T' });
  onTestFinished(() => other.close());
  const { hec } = clientOf(server.url, {
    destinations: [{ urls: [server.url, other.url] }],
    batch: { maxEvents: 1 },
    request: { timeoutMs: 60_000, concurrency: 4 },
  });
  for (const i of range(50)) hec.send({ i });
  const { held } = await ledgerOf(hec, ({ delivered }) => delivered.taken >= 48);
  expect(held.inFlight).toBe(2);
});
