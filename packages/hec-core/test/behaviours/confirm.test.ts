import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { ChannelMessages } from '../../src/observe/channels.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

/** What is published on `hec:receipt` until the test ends, and a promise of the first so many. */
function listen(): { messages: ChannelMessages['hec:receipt'][]; heard(count: number): Promise<void> } {
  const messages: ChannelMessages['hec:receipt'][] = [];
  let look: (() => void) | undefined;
  const onMessage = (message: unknown): void => {
    messages.push(message as ChannelMessages['hec:receipt']);
    look?.();
  };
  subscribe('hec:receipt', onMessage);
  onTestFinished(() => {
    unsubscribe('hec:receipt', onMessage);
  });
  return {
    messages,
    heard: (count) =>
      new Promise((resolve) => {
        look = () => void (messages.length >= count && resolve());
        look();
      }),
  };
}

/** A collector that answers each request with the next of the bodies given. */
async function collector(...bodies: readonly string[]): Promise<string> {
  const answers = [...bodies];
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(answers.shift() ?? '{}'));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('sendAndConfirm', () => {
  it('gives the endpoint’s word, at once rather than after the linger time', async () => {
    const { hec, server } = await scene({ batch: { lingerMs: 60_000 } });
    expect(await hec.sendAndConfirm({ order: 1 }, { source: 'shop' })).toEqual({
      delivered: true,
      receipt: undefined,
      destinations: [
        {
          name: 'splunk',
          delivered: 'taken',
          receipt: undefined,
          reason: undefined,
          endpoint: server.url,
          status: 200,
          code: 0,
          text: 'Success',
        },
      ],
    });
    expect(await server.events()).toMatchObject([{ event: { order: 1 }, source: 'shop' }]);
  });

  it('shares a request among calls of one turn, and leaves other batches open', async () => {
    const { hec, server } = await scene({ batch: { lingerMs: 60_000 } });
    hec.send('waits', { index: 'elsewhere' });
    const all = await Promise.all(range(20).map((i) => hec.sendAndConfirm({ i })));
    expect(all.every(({ delivered }) => delivered)).toBe(true);
    expect(await server.requests()).toHaveLength(1);
    expect(hec.stats().ledger.held.open).toBe(1);
  });

  it('waits for the indexer where acknowledgement is on', async () => {
    const { hec } = await scene({ ack: { enabled: true, pollMs: 10 } }, { ack: { delayMs: 20 } });
    const { delivered, destinations } = await hec.sendAndConfirm('precious');
    expect([delivered, destinations[0]?.delivered]).toEqual([true, 'acked']);
    expect(hec.stats().ledger.delivered).toEqual({ acked: 1, taken: 0 });
  });

  it('gives each event the id that Sekoia.io gave it, in their order (K02, K06)', async () => {
    const { hec, server } = await scene({ dialect: 'sekoia' }, { as: 'sekoia' });
    const confirmations = await Promise.all(range(50).map((i) => hec.sendAndConfirm({ i })));
    const events = await server.events();
    expect(confirmations.map(({ receipt }) => receipt)).toEqual(events.map(({ receipt }) => receipt));
    expect(events.map(({ event }) => event)).toEqual(range(50).map((i) => JSON.stringify({ i })));
    expect(new Set(events.map(({ receipt }) => receipt)).size).toBe(50);
  });

  it('tells of one that was refused inside a success, and shifts no other id (K10)', async () => {
    const { hec, server } = await scene({ dialect: 'sekoia' }, { as: 'sekoia', maxEventBytes: 100 });
    const texts = ['a', 'b'.repeat(200), 'c'];
    const [a, b, c] = await Promise.all(texts.map((text) => hec.sendAndConfirm(text)));
    const kept = await server.events();
    expect([a?.receipt, c?.receipt]).toEqual(kept.map(({ receipt }) => receipt));
    expect(b).toMatchObject({
      delivered: false,
      receipt: undefined,
      destinations: [{ delivered: false, reason: 'refused', status: 200 }],
    });
    expect(hec.stats().ledger.dropped).toEqual({ refused: 1 });
  });

  it('keeps the ids in place where one event of a batch got none that can be read', async () => {
    const url = await collector('{"event_ids":["u1",{"status":202},"u3"]}');
    const { hec } = clientOf(url, { dialect: 'sekoia' });
    const all = await Promise.all(['a', 'b', 'c'].map((text) => hec.sendAndConfirm(text)));
    expect(all.map(({ delivered, receipt }) => [delivered, receipt])).toEqual([
      [true, 'u1'],
      [true, undefined],
      [true, 'u3'],
    ]);
  });

  it('follows an event through a refusal of its neighbour (S29)', async () => {
    const { hec } = await scene({}, { indexes: ['main'] });
    const route = { index: 'nope' };
    const [good, bad] = await Promise.all([hec.sendAndConfirm('a'), hec.sendAndConfirm('b', route)]);
    expect([good?.delivered, bad?.delivered]).toEqual([true, false]);
    expect(bad?.destinations).toMatchObject([{ reason: 'refused', status: 400, code: 7, text: 'Incorrect index' }]);
  });

  it('says when an event went to the dead letter file, was turned away, or is still held', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'confirm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'letters.ndjson');
    const { hec, server } = await scene({ deadLetter: file }, { indexes: ['main'] });
    expect((await hec.sendAndConfirm('x', { index: 'nope' })).destinations[0]?.reason).toBe('dead-lettered');
    await server.setFaults([{ do: 'hang' }]);
    const held = await hec.sendAndConfirm('y', {}, { timeoutMs: 50 });
    expect(held.destinations).toMatchObject([{ delivered: false, reason: 'held', endpoint: undefined }]);
    await hec.close({ timeoutMs: 0 });
    expect(readFileSync(file, 'utf8')).toContain('incorrect index');
    expect((await hec.sendAndConfirm('z')).destinations[0]?.reason).toBe('closed');
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it('says when an event was left on the disk', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'confirm-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const { hec, server } = await scene({ spool: dir });
    await server.setFaults([{ do: 'status', status: 503 }]);
    const confirmation = hec.sendAndConfirm('later');
    await server.waitForRequests(1);
    await hec.close({ timeoutMs: 0 });
    expect((await confirmation).destinations).toMatchObject([{ delivered: false, reason: 'spooled' }]);
  });

  it('asks every destination', async () => {
    const { server } = await scene();
    const { hec } = clientOf(server.url, {
      destinations: [{ name: 'here' }, { name: 'there', url: 'http://127.0.0.1:1' }],
    });
    const { delivered, destinations } = await hec.sendAndConfirm('x', {}, { timeoutMs: 500 });
    expect([delivered, destinations.map((one) => [one.name, one.delivered])]).toEqual([
      false,
      [
        ['here', 'taken'],
        ['there', false],
      ],
    ]);
  });
});

describe('the channel hec:receipt', () => {
  it('names the id of every event that got one, however it was sent', async () => {
    const { hec, server } = await scene({ dialect: 'sekoia' }, { as: 'sekoia' });
    const { messages, heard } = listen();
    for (const i of range(5)) hec.send({ i });
    await hec.flush();
    await heard(5);
    const events = await server.events();
    expect(messages).toEqual(
      events.map(({ receipt, event }) => ({
        client: hec.id,
        destination: 'sekoia',
        endpoint: server.url,
        by: 'taken',
        receipt,
        envelope: JSON.stringify(event),
      })),
    );
  });

  it('is silent where there are no ids, but for what was to be confirmed', async () => {
    const { hec } = await scene();
    const { messages, heard } = listen();
    hec.send('one of many');
    await hec.sendAndConfirm('precious');
    await hec.flush();
    await heard(1);
    expect(messages).toMatchObject([{ by: 'taken', receipt: null, envelope: expect.stringContaining('precious') }]);
  });
});

it('one batch of watched and other events is told apart', async () => {
  const { hec, server } = await scene();
  hec.send('before');
  const confirmed = hec.sendAndConfirm('watched');
  hec.send('after');
  expect((await confirmed).delivered).toBe(true);
  expect(await arrived(server)).toEqual(['before', 'watched', 'after']);
});
