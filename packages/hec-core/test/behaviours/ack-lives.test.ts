import { startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { inspectSpool } from '../../src/spool/inspect.ts';
import { startApplication } from '../support/application.ts';
import { segmentsIn, spoolDirectory } from '../support/disk.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

const ACK: HecOptions = {
  ack: { enabled: true, pollMs: 20, timeoutMs: 60_000 },
  batch: { maxEvents: 10, lingerMs: 10 },
};
const SLOW = { delayMs: 600_000 };

const numbersIn = (events: readonly unknown[]): number[] =>
  events.map((event) => (event as { i: number }).i).toSorted((a, b) => a - b);
const events = (from: number, to: number): { i: number }[] => range(to - from).map((at) => ({ i: from + at }));

async function unsettledIn(dir: string): Promise<number> {
  let count = 0;
  for await (const { batch } of inspectSpool(dir, { bytes: 1_000_000, events: 1000 })) count += batch?.events ?? 0;
  return count;
}

describe('acknowledgement and an application that is killed', { timeout: 60_000 }, () => {
  it.each(['always', 'overflow'] as const)(
    'repeats exactly what was unconfirmed, with the same ids, and loses nothing that was on disk (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      const server = await startHecServer({ token: 'T', ack: { delayMs: 10 } });
      onTestFinished(() => server.close());
      const options: HecOptions = { ...ACK, url: server.url, eventIds: true, spool: { dir, mode } };
      const application = startApplication(options);
      await application.obey({ do: 'send', events: events(0, 50) });
      expect(await application.obey({ do: 'flush' })).toMatchObject({ delivered: { acked: 50, taken: 0 } });
      await server.set({ ack: SLOW });
      await application.obey({ do: 'send', events: events(50, 100) });
      await application.obey({ do: 'await-taken', events: 50 });
      await application.kill();

      await server.set({ ack: { delayMs: 10 } });
      const { hec } = clientOf(server.url, options);
      // What memory alone held died with it: `overflow` writes while the endpoint is down, not while it confirms slowly.
      const back = mode === 'always' ? 50 : 0;
      await ledgerOf(hec, ({ entered, delivered }) => entered.recovered === back && delivered.acked === back);
      await hec.close();
      expect(numbersIn(await arrived(server))).toEqual(
        [...range(100), ...range(back).map((at) => 50 + at)].toSorted((a, b) => a - b),
      );
      const ids = (await server.events()).map(({ fields }) => fields?.['hec_id']);
      expect(new Set(ids).size).toBe(100);
      expect(await segmentsIn(dir)).toEqual([]);
    },
  );
});

describe('acknowledgement and `process.exit`', { timeout: 60_000 }, () => {
  it('without a spool says how many events nobody has confirmed', async () => {
    const server = await startHecServer({ token: 'T', ack: SLOW });
    onTestFinished(() => server.close());
    const application = startApplication({ ...ACK, url: server.url });
    await application.obey({ do: 'send', events: events(0, 5) });
    await application.obey({ do: 'await-taken', events: 5 });
    expect(await application.exit()).toBe(
      'hec: 5 events taken, but not acknowledged by the indexer yet, when the process ended; await close() or flush() before it does\n',
    );
  });

  it('says what was lost beside it', async () => {
    const server = await startHecServer({ token: 'T', ack: SLOW });
    onTestFinished(() => server.close());
    const application = startApplication({ ...ACK, url: server.url, shutdownTimeoutMs: 300 });
    await application.obey({ do: 'send', events: events(0, 1) });
    await application.obey({ do: 'await-taken', events: 1 });
    await server.setFaults([{ do: 'hang' }]);
    await application.obey({ do: 'send', events: events(1, 4) });
    const stderr = await application.exit();
    expect(stderr).toContain('hec: 3 events not delivered when the process ended');
    expect(stderr).toContain('hec: 1 event taken, but not acknowledged');
  });

  it.each(['always', 'overflow'] as const)(
    'with a spool says nothing, for the next life sends them again (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      const server = await startHecServer({ token: 'T', ack: SLOW });
      onTestFinished(() => server.close());
      const options: HecOptions = { ...ACK, url: server.url, spool: { dir, mode } };
      const application = startApplication(options);
      await application.obey({ do: 'send', events: events(0, 5) });
      await application.obey({ do: 'await-taken', events: 5 });
      expect(await application.exit()).toBe('');
      await server.set({ ack: { delayMs: 10 } });
      const { hec } = clientOf(server.url, options);
      const { entered } = await ledgerOf(hec, ({ delivered }) => delivered.acked === 5);
      expect(entered).toEqual({ logged: 0, recovered: 5, gaps: 0 });
      expect(numbersIn(await arrived(server))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    },
  );
});

describe('acknowledgement and an indexer that starts anew', () => {
  it('sends again after the timeout what it has forgotten, though nothing else is sent (A06)', async () => {
    const { hec, server } = await scene(
      { ack: { enabled: true, pollMs: 20, timeoutMs: 400 }, eventIds: true },
      { ack: SLOW },
    );
    for (const event of events(0, 5)) hec.send(event);
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 5);
    await server.close();
    const again = await startHecServer({ token: 'T', port: server.port, ack: { delayMs: 10 } });
    onTestFinished(() => again.close());
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 5 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 5, taken: 0 });
    const ambiguous = hec.stats().destinations[0]?.ambiguous ?? {};
    expect(ambiguous).toMatchObject({ 'ack-timeout': 5 });
    // The first answer has an id that was there before, which gives the channel away: that batch goes out once more.
    expect(await arrived(again)).toHaveLength(5 + (ambiguous['ack-channel'] ?? 0));
    const received = await again.events();
    expect(new Set(received.map(({ fields }) => fields?.['hec_id'])).size).toBe(5);
  });
});

describe('acknowledgement and a spool', () => {
  it.each(['always', 'overflow'] as const)('settles on `true`, not when the endpoint takes it (%s)', async (mode) => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({ ...ACK, spool: { dir, mode } }, { ack: { delayMs: 300 } });
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 2 }]);
    for (const event of events(0, 5)) hec.send(event);
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 5);
    const { delivered } = hec.stats().ledger;
    expect(delivered).toEqual({ acked: 0, taken: 0 });
    // `overflow` has written it while the endpoint was busy.
    expect(await unsettledIn(dir)).toBe(5);
    await ledgerOf(hec, (ledger) => ledger.delivered.acked === 5);
    expect(await unsettledIn(dir)).toBe(0);
  });

  it('settles the part that was taken on `true`, the refused one at once (A09)', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene(
      { ...ACK, spool: { dir, mode: 'always' }, reportGaps: false },
      { ack: { delayMs: 300 } },
    );
    const route = { kind: 'event', path: '/services/collector/event', headers: {} } as const;
    // Code 13 for the fourth: three are taken and have an id, the rest goes out again.
    for (const i of range(6)) hec.resend(`{"event":${i === 3 ? '""' : `{"i":${i}}`}}`, route);
    await ledgerOf(hec, ({ held, dropped }) => held.awaitingAck === 5 && dropped.refused === 1);
    expect(await unsettledIn(dir)).toBe(5);
    const ledger = await ledgerOf(hec, ({ delivered }) => delivered.acked === 5);
    expect(ledger.dropped).toEqual({ refused: 1 });
    expect(await unsettledIn(dir)).toBe(0);
    expect(numbersIn(await arrived(server))).toEqual([0, 1, 2, 4, 5]);
    const [first] = (await server.requests()).filter(({ path }) => !path.endsWith('/ack'));
    expect([first?.status, first?.answer]).toEqual([400, expect.stringMatching(/"code":13.*"ackId":0/)]);
  });
});
