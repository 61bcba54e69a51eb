import { type HecServer, startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { balance } from '../support/balancer.ts';
import { segmentsIn, spoolDirectory } from '../support/disk.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

const ACK: HecOptions = { ack: { enabled: true, pollMs: 20, timeoutMs: 60_000 } };
const SLOW = { delayMs: 60_000 };

const numbersIn = (events: readonly unknown[]): number[] =>
  events.map((event) => (event as { i: number }).i).toSorted((a, b) => a - b);

async function channelsOf(server: HecServer): Promise<string[]> {
  const requests = await server.requests();
  return [...new Set(requests.map(({ headers }) => headers['x-splunk-request-channel'] ?? ''))];
}

describe('indexer acknowledgement', () => {
  it('counts events as delivered when the indexer says so, and a flush waits for it (A01, A05)', async () => {
    const { hec, server } = await scene(ACK, { ack: { delayMs: 150 } });
    for (const i of range(100)) hec.send({ i });
    const flushed = hec.flush();
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 100);
    expect(hec.stats().ledger.delivered).toEqual({ acked: 0, taken: 0 });
    expect(await flushed).toEqual({ drained: true, delivered: 100, refused: 0, dropped: 0, held: 0 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 100, taken: 0 });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    expect(await channelsOf(server)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('takes `false` for nothing at all, however often it is said (A05-A07)', async () => {
    const { hec, server } = await scene({ ack: { enabled: true, pollMs: 10 } }, { ack: SLOW });
    hec.send({ i: 0 });
    // Several polls, all `false`.
    await server.waitForRequests(6);
    expect(hec.stats().ledger).toMatchObject({ held: { awaitingAck: 1 }, delivered: { acked: 0, taken: 0 } });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    expect(await arrived(server)).toHaveLength(1);
  });

  it('sends again what is not confirmed in time, with the same ids, and counts it as ambiguous (A06)', async () => {
    const { hec, server } = await scene(
      { eventIds: true, ack: { enabled: true, pollMs: 20, timeoutMs: 200 }, request: { concurrency: 1 } },
      { ack: { delayMs: 10, loseEvery: 2 } },
    );
    hec.send({ i: 0 });
    await hec.flush();
    // Its acknowledgement is the second of the channel: lost.
    hec.send({ i: 1 });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(hec.stats().ledger.delivered.acked).toBe(2);
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({ 'ack-timeout': 1 });
    const events = await server.events();
    expect(numbersIn(events.map(({ event }) => event))).toEqual([0, 1, 1]);
    expect(new Set(events.map(({ fields }) => fields?.['hec_id'])).size).toBe(2);
  });

  it('takes a token without acknowledgement at its word, and says so (A08, A13)', async () => {
    const { hec, server, warned } = await scene(ACK);
    hec.send({ i: 0 });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(await warned('ack-disabled')).toContain('does not acknowledge with this token');
    expect(hec.stats().ledger.delivered).toEqual({ acked: 0, taken: 1 });
    // Once somebody has mended it, the indexer's word counts again.
    await server.set({ ack: { delayMs: 10 } });
    hec.send({ i: 1 });
    await hec.flush();
    expect(hec.stats().ledger.delivered).toEqual({ acked: 1, taken: 1 });
  });

  it('takes it at its word when acknowledgement is switched off meanwhile (A08, code 14)', async () => {
    const { hec, server, warned } = await scene(ACK, { ack: SLOW });
    hec.send({ i: 0 });
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 1);
    await server.set({ ack: false });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(await warned('ack-disabled')).toContain('does not acknowledge');
    expect(hec.stats().ledger.delivered).toEqual({ acked: 0, taken: 1 });
    expect(await arrived(server)).toHaveLength(1);
  });

  it.each([
    ['splunk', 'code 10'],
    ['splunk-cloud', 'code 28'],
  ] as const)('says that the token of %s asks for a channel (%s: A02, A03)', async (as, code) => {
    const { hec, warned } = await scene({}, { as, ack: true });
    hec.send('a');
    expect(await warned('endpoint-parked')).toContain(code);
    expect(hec.stats().ledger.held.queued).toBe(1);
  });

  it('waits for the part that was taken before a bad event, and sends the rest (A09)', async () => {
    const { hec, server } = await scene({ ...ACK, reportGaps: false }, { ack: { delayMs: 100 } });
    const route = { kind: 'event', path: '/services/collector/event', headers: {} } as const;
    for (const i of range(10)) hec.resend(`{"event":${i === 3 ? '""' : `{"i":${i}}`}}`, route);
    const flushed = hec.flush();
    await ledgerOf(hec, ({ held, dropped }) => held.awaitingAck === 9 && dropped.refused === 1);
    expect(await flushed).toEqual({ drained: true, delivered: 9, refused: 1, dropped: 0, held: 0 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 9, taken: 0 });
    expect(numbersIn(await arrived(server))).toEqual(range(10).filter((i) => i !== 3));
    const posts = (await server.requests()).filter(({ path }) => !path.endsWith('/ack'));
    expect(posts.map(({ status, events }) => [status, events])).toEqual([
      [400, 3],
      [200, 6],
    ]);
    expect(posts[0]?.answer).toContain('"ackId":0');
  });

  it('waits while the channel is full (A11)', async () => {
    const { hec, server } = await scene(
      { ...ACK, batch: { maxEvents: 10, lingerMs: 10 } },
      { ack: { delayMs: 30, maxPending: 2 }, backpressure: true },
    );
    for (const i of range(100)) hec.send({ i });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 100, dropped: 0 });
    expect(numbersIn(await arrived(server))).toEqual(range(100));
  });
});

describe('a channel', () => {
  it('is kept though the collector sets a cookie of it (A12)', async () => {
    const { hec, server } = await scene(ACK, { ack: { delayMs: 10, cookie: 'hec' } });
    for (const i of range(5)) {
      hec.send({ i });
      await hec.flush();
    }
    expect(hec.stats().ledger.delivered.acked).toBe(5);
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    expect(await channelsOf(server)).toHaveLength(1);
    expect((await server.requests()).filter(({ headers }) => headers['cookie'] !== undefined).length).toBeGreaterThan(
      4,
    );
  });

  it('is renewed once, not for ever, when its collector sets a cookie of it and forgets it (A12)', async () => {
    const { hec, server } = await scene(ACK, { ack: { ...SLOW, cookie: 'hec' } });
    hec.send({ i: 0 });
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 1);
    await server.close();
    const again = await startHecServer({ token: 'T', port: server.port, ack: { delayMs: 10, cookie: 'hec' } });
    onTestFinished(() => again.close());
    // Its id is 0 again: the sign that the channel was forgotten.
    hec.send({ i: 1 });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 2 });
    expect(numbersIn(await arrived(again))).toEqual([0, 1, 1]);
    expect(hec.stats().destinations[0]?.ambiguous['ack-channel']).toBe(2);
    hec.send({ i: 2 });
    await hec.flush();
    expect(await channelsOf(again)).toHaveLength(2);
  });

  it('that expired costs a resend after the timeout, not the events', async () => {
    const { hec, server } = await scene(
      { ack: { enabled: true, pollMs: 400, timeoutMs: 600 } },
      { ack: { delayMs: 200, idleMs: 50 } },
    );
    hec.send({ i: 0 });
    await ledgerOf(hec, () => (hec.stats().destinations[0]?.ambiguous['ack-timeout'] ?? 0) > 0);
    await server.set({ ack: { delayMs: 10 } });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 1, taken: 0 });
  });

  it('stays with one of two indexers behind a sticky balancer, and moves with it (A12)', async () => {
    const indexers = [await indexer(10), await indexer(10)];
    const balancer = await balance(
      indexers.map(({ url }) => url),
      true,
    );
    const { hec } = clientOf(balancer.url, { ...ACK, batch: { maxEvents: 5, lingerMs: 10 } });
    hec.send({ i: 0 });
    expect(await hec.flush()).toMatchObject({ delivered: 1 });
    for (const i of range(50)) hec.send({ i });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 50 });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    const [first, second] = await Promise.all(indexers.map(async (one) => (await arrived(one)).length));
    expect(new Set([first, second])).toEqual(new Set([0, 51]));

    const home = indexers[first === 51 ? 0 : 1];
    await home?.set({ ack: SLOW });
    hec.send({ i: 51 });
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 1);
    balancer.move();
    // The new cookie says that another indexer answers: it knows nothing of the old acknowledgement.
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({ 'ack-channel': 1 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 52, taken: 0 });
  });

  it('that two indexers answer in turn is said, and slows down rather than flooding them with duplicates', async () => {
    const indexers = [await indexer(60_000), await indexer(60_000)];
    const balancer = await balance(
      indexers.map(({ url }) => url),
      false,
    );
    const { hec, warned } = clientOf(balancer.url, { ...ACK, batch: { maxEvents: 5, lingerMs: 10 } });
    for (const i of range(50)) hec.send({ i });
    expect(await warned('ack-affinity')).toContain('sticky sessions');
    expect(hec.stats().destinations[0]?.endpoints[0]?.state).toBe('backing-off');
    expect(imbalance(hec.stats().ledger)).toBe(0);
    expect(hec.stats().ledger.dropped).toEqual({});
  });
});

describe('acknowledgement and the end', () => {
  it('counts what the endpoint took as taken when the client closes before the indexer has spoken, and says so', async () => {
    const { hec, warned } = await scene(ACK, { ack: SLOW });
    for (const i of range(5)) hec.send({ i });
    await ledgerOf(hec, ({ held }) => held.awaitingAck === 5);
    expect(await hec.close({ timeoutMs: 100 })).toEqual({
      drained: true,
      delivered: 5,
      refused: 0,
      dropped: 0,
      held: 0,
    });
    expect(hec.stats().ledger).toMatchObject({ delivered: { acked: 0, taken: 5 }, dropped: {} });
    expect(await warned('unacknowledged')).toContain('took 5 events that the indexer had not acknowledged');
  });

  it.each(['always', 'overflow'] as const)(
    'leaves it in the spool until the indexer has it, in whichever life (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      const options: HecOptions = { ...ACK, eventIds: true, spool: { dir, mode } };
      const first = await scene(options, { ack: SLOW });
      for (const i of range(5)) first.hec.send({ i });
      await ledgerOf(first.hec, ({ held }) => held.awaitingAck === 5);
      const result = await first.hec.close({ timeoutMs: 200 });
      expect(result).toEqual({ drained: false, delivered: 0, refused: 0, dropped: 0, held: 5 });
      await first.server.set({ ack: { delayMs: 10 } });
      const { hec } = clientOf(first.server.url, options);
      const ledger = await ledgerOf(hec, ({ delivered }) => delivered.acked === 5);
      expect(ledger).toMatchObject({ entered: { recovered: 5 }, delivered: { acked: 5, taken: 0 } });
      // The duplicates a new life without the old channel cannot avoid have the same ids.
      const ids = (await first.server.events()).map(({ fields }) => fields?.['hec_id']);
      expect({ came: ids.length, different: new Set(ids).size }).toEqual({ came: 10, different: 5 });
      await hec.close();
      expect(await segmentsIn(dir)).toEqual([]);
    },
  );
});

async function indexer(delayMs: number): Promise<HecServer> {
  const server = await startHecServer({ token: 'T', ack: { delayMs } });
  onTestFinished(() => server.close());
  return server;
}
