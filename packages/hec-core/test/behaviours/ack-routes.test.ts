import { type HecServer, startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, clientOf, range } from '../support/scene.ts';

const ACK = { enabled: true, pollMs: 20, timeoutMs: 60_000 };

const numbersIn = (events: readonly unknown[]): number[] =>
  events.map((event) => (event as { i: number }).i).toSorted((a, b) => a - b);

async function indexer(ack: { delayMs: number } | false): Promise<HecServer> {
  const server = await startHecServer({ token: 'T', ack });
  onTestFinished(() => server.close());
  return server;
}

/** Channels that a server was asked about, and those it was sent events on. */
async function channelsAt(server: HecServer): Promise<{ asked: Set<string>; sent: Set<string> }> {
  const asked = new Set<string>();
  const sent = new Set<string>();
  for (const { path, headers } of await server.requests())
    (path.endsWith('/ack') ? asked : sent).add(headers['x-splunk-request-channel'] ?? '');
  return { asked, sent };
}

describe('acknowledgement at one of several destinations', () => {
  it('is waited for there, and by nobody else', async () => {
    const [slow, plain] = [await indexer({ delayMs: 300 }), await indexer(false)];
    const { hec } = clientOf(undefined, {
      destinations: [
        { name: 'audit', url: slow.url, token: 'T', ack: ACK },
        { name: 'search', url: plain.url, token: 'T' },
      ],
    });
    for (const i of range(20)) hec.send({ i });
    const flushed = hec.flush();
    await ledgerOf(hec, ({ held, delivered }) => held.awaitingAck === 20 && delivered.taken === 20);
    expect(await flushed).toMatchObject({ drained: true, delivered: 40, held: 0 });
    const [audit, search] = hec.stats().destinations;
    expect(audit?.ledger.delivered).toEqual({ acked: 20, taken: 0 });
    expect(search?.ledger.delivered).toEqual({ acked: 0, taken: 20 });
    expect((await channelsAt(plain)).asked.size).toBe(0);
    expect(numbersIn(await arrived(slow))).toEqual(range(20));
    expect(numbersIn(await arrived(plain))).toEqual(range(20));
  });
});

describe('acknowledgement and several addresses', () => {
  const options: HecOptions = { ack: ACK, batch: { maxEvents: 5, lingerMs: 10 } };
  const clientOfBoth = (servers: readonly HecServer[], more: HecOptions = {}) =>
    clientOf(undefined, { urls: servers.map(({ url }) => url), ...options, ...more });

  it('asks each about what it has taken itself, on a channel of its own', async () => {
    const servers = [await indexer({ delayMs: 50 }), await indexer({ delayMs: 50 })] as const;
    const { hec } = clientOfBoth(servers);
    for (const i of range(50)) hec.send({ i });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 50 });
    expect(hec.stats().ledger.delivered).toEqual({ acked: 50, taken: 0 });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    const [first, second] = [await channelsAt(servers[0]), await channelsAt(servers[1])];
    for (const { asked, sent } of [first, second]) {
      expect(sent.size).toBe(1);
      expect(asked).toEqual(sent);
    }
    expect(first.sent).not.toEqual(second.sent);
    const came = [...(await arrived(servers[0])), ...(await arrived(servers[1]))];
    expect(numbersIn(came)).toEqual(range(50));
  });

  it('leaves a batch where its acknowledgement lives while the other goes on', async () => {
    const [slow, quick] = [await indexer({ delayMs: 60_000 }), await indexer({ delayMs: 10 })];
    const { hec } = clientOfBoth([slow, quick]);
    for (const i of range(40)) hec.send({ i });
    await ledgerOf(hec, ({ held }) => held.awaitingAck > 0 && held.open + held.queued + held.inFlight === 0);
    const there = (await arrived(slow)).length;
    expect(there).toBeGreaterThan(0);
    await ledgerOf(hec, ({ delivered, held }) => delivered.acked === 40 - there && held.awaitingAck === there);
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
    expect((await arrived(quick)).length).toBe(40 - there);
  });

  it('sends again elsewhere, after the timeout and counted, what an address that died had not confirmed', async () => {
    const [slow, quick] = [await indexer({ delayMs: 60_000 }), await indexer({ delayMs: 10 })];
    const { hec } = clientOfBoth([slow, quick], { ack: { ...ACK, timeoutMs: 1000 }, eventIds: true });
    for (const i of range(40)) hec.send({ i });
    await ledgerOf(hec, ({ held, delivered }) => held.awaitingAck > 0 && held.awaitingAck + delivered.acked === 40);
    const there = numbersIn(await arrived(slow));
    await slow.close();
    expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({ drained: true, held: 0 });
    expect(hec.stats().ledger).toMatchObject({ delivered: { acked: 40, taken: 0 }, dropped: {} });
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({ 'ack-timeout': there.length });
    const events = await quick.events();
    expect(numbersIn(events.map(({ event }) => event))).toEqual(range(40));
    expect(new Set(events.map(({ fields }) => fields?.['hec_id'])).size).toBe(40);
  });
});
