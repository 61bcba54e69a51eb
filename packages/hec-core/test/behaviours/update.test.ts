import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import { imbalance } from '../../src/custody/ledger.ts';
import { HecError } from '../../src/errors.ts';
import type { ChannelMessages } from '../../src/observe/channels.ts';
import type { HecClient } from '../../src/types.ts';
import { temporaryFolder } from '../endpoint/support/folder.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

const sorted = (numbers: readonly unknown[]): unknown[] => numbers.toSorted((a, b) => Number(a) - Number(b));

async function another(token = 'T', options = {}) {
  const server = await startHecServer({ token, ...options });
  onTestFinished(() => server.close());
  return server;
}

function refusal(run: () => void): unknown {
  try {
    run();
    return 'taken';
  } catch (error) {
    return error instanceof HecError ? [error.code, error.message] : error;
  }
}

const balanced = ({ destinations }: ReturnType<HecClient['stats']>): void => {
  for (const { ledger } of destinations) expect(imbalance(ledger)).toBe(0);
};

describe('update', () => {
  it('moves to another address with everything that is queued, and keeps the rest of the configuration', async () => {
    const { hec, server, warned } = await scene({ sourcetype: 'shop', batch: { lingerMs: 0, maxEvents: 10 } });
    await server.close();
    for (const i of range(100)) hec.send(i);
    await warned('endpoint-failing');
    const next = await another('N');
    hec.update({ url: next.url, token: 'N' });
    expect(await hec.flush()).toMatchObject({ drained: true, dropped: 0 });
    expect(sorted(await arrived(next))).toEqual(range(100));
    expect((await next.events()).every(({ sourcetype }) => sourcetype === 'shop')).toBe(true);
    expect(hec.config().destinations[0]).toMatchObject({
      urls: [`${next.url}/`],
      token: 'redacted',
      sourcetype: 'shop',
      batch: { maxEvents: 10 },
    });
    expect(hec.status()).toMatchObject([{ state: 'connected' }]);
    balanced(hec.stats());
  });

  it('changes the token under load, and nothing is lost or sent twice', async () => {
    const { hec, server } = await scene({ batch: { lingerMs: 0, maxEvents: 20 } });
    for (const i of range(200)) hec.send(i);
    await server.waitForEvents(50);
    await server.set({ token: 'second' });
    hec.update({ token: 'second' });
    for (const i of range(200)) hec.send(200 + i);
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect(sorted(await arrived(server))).toEqual(range(400));
    expect(hec.stats().ledger).toMatchObject({ delivered: { taken: 400 }, dropped: {} });
    balanced(hec.stats());
  });

  it('lets what is on its way end where it was sent, and acknowledgements come from there', async () => {
    const { hec, server } = await scene({ ack: { enabled: true, pollMs: 20 } }, { ack: { delayMs: 300 } });
    hec.send('before');
    await server.waitForEvents(1);
    const next = await another('T', { ack: { delayMs: 10 } });
    hec.update({ url: next.url, token: 'T' });
    hec.update({ token: 'T' });
    hec.send('after');
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect([await arrived(server), await arrived(next)]).toEqual([['before'], ['after']]);
    expect(hec.stats()).toMatchObject({ ledger: { delivered: { acked: 2 } }, destinations: [{ ambiguous: {} }] });
  });

  it('changes the level, for lines that were planned before too', async () => {
    const { hec, server } = await scene();
    const levels = { '30': { label: 'info' }, '50': { label: 'error' } };
    const options = { levels, trusted: true };
    const lines = '{"level":30}\n{"level":50}\n';
    hec.sendLines(lines, undefined, options);
    hec.update({ level: 'error' });
    hec.sendLines(lines, undefined, options);
    hec.send('info', { fields: { severity: 'info' } });
    hec.update({ level: 'trace' });
    hec.sendLines(lines, undefined, options);
    await hec.flush();
    expect(await arrived(server)).toEqual([30, 50, 50, 30, 50].map((level) => ({ level })));
    expect(hec.stats().destinations[0]?.passedOver).toBe(2);
    expect(hec.config().destinations[0]?.minLevel).toBe('trace');
  });

  it('changes the certificate authority', async () => {
    const secure = await another('T', { tls: true });
    const { hec } = clientOf(secure.url, { batch: { lingerMs: 0 } });
    hec.send('x');
    await hec.flush({ timeoutMs: 1 });
    hec.update({ tls: { ca: secure.ca ?? '' } });
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect(await arrived(secure)).toEqual(['x']);
  });

  it('configures a client that was not, which then says what it dropped', async () => {
    const server = await another();
    const bare = createHecClient({ retry: { baseMs: 5 } }, { env: { NODE_ENV: 'production' }, onWarning: () => {} });
    onTestFinished(async () => void (await bare.close({ timeoutMs: 0 })));
    expect(bare.send('lost')).toBe(false);
    bare.update({ url: server.url, token: 'T' });
    expect(bare.send('kept')).toBe(true);
    await bare.flush();
    await server.waitForEvents(2);
    expect((await server.events()).map(({ event, sourcetype }) => sourcetype ?? event)).toContain('hec:gap');
    expect(await arrived(server)).toEqual(['kept']);
  });

  it('stays paused', async () => {
    const { hec } = await scene();
    hec.pause();
    const next = await another();
    hec.update({ url: next.url });
    hec.send('x');
    expect(await hec.flush({ timeoutMs: 20 })).toMatchObject({ held: 1 });
    hec.resume();
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect(await arrived(next)).toEqual(['x']);
  });

  it('changes one destination by its name, or all that do not say otherwise', async () => {
    const [a, b, c] = [await another('A'), await another('B'), await another('C')];
    const { hec } = clientOf(a.url, {
      token: 'A',
      destinations: [{ name: 'inherits' }, { name: 'own', url: b.url, token: 'B' }],
    });
    hec.update({ url: c.url, token: 'C' });
    hec.send(1);
    await hec.flush();
    expect([await arrived(a), await arrived(b), await arrived(c)]).toEqual([[], [1], [1]]);
    hec.update({ url: a.url, token: 'A' }, 'own');
    hec.send(2);
    await hec.flush();
    expect([await arrived(a), await arrived(b), await arrived(c)]).toEqual([[2], [1], [1, 2]]);
  });

  it('checks everything first, and changes nothing when something is wrong', async () => {
    const { hec, server } = await scene();
    const before = JSON.stringify(hec.config());
    expect([
      refusal(() => hec.update({ url: 'nowhere' })),
      refusal(() => hec.update({ url: 'http://splunk.example.com:8088' })),
      refusal(() => hec.update({ url: 'https://intake.sekoia.io' })),
      refusal(() => hec.update({ tls: { ca: '/no/such/file' } })),
      refusal(() => hec.update({ level: 'loud' })),
      refusal(() => hec.update({ gzip: false } as object)),
      refusal(() => hec.update({ token: 'x' }, 'other')),
    ]).toEqual([
      ['HEC_INVALID_OPTION', expect.stringContaining('`url`')],
      ['HEC_INSECURE_HTTP', expect.stringContaining('allowInsecureHttp')],
      ['HEC_INVALID_OPTION', expect.stringContaining('speaks splunk')],
      ['HEC_UNREADABLE_FILE', expect.stringContaining('/no/such/file')],
      ['HEC_INVALID_OPTION', expect.stringContaining('a level such as')],
      ['HEC_INVALID_OPTION', expect.stringContaining('Invalid update of `gzip`')],
      ['HEC_INVALID_OPTION', expect.stringContaining('there is `splunk`')],
    ]);
    expect(JSON.stringify(hec.config())).toBe(before);
    hec.send('x');
    await hec.flush();
    expect(await arrived(server)).toEqual(['x']);
    await hec.close();
    expect(refusal(() => hec.update({ token: 'y' }))).toEqual(['HEC_CLOSED', expect.any(String)]);
  });
});

describe('a token file', () => {
  it('that was rotated between two requests is read anew, and a refusal of the old token is tried again at once', async () => {
    const file = path.join(temporaryFolder(), 'token');
    await writeFile(file, 'T\n');
    const { hec, server, warnings } = await scene({ token: { file }, batch: { lingerMs: 0, maxEvents: 5 } });
    for (const i of range(100)) hec.send(i);
    await server.waitForEvents(20);
    // Revoked first: requests with the old token are under way, and refused.
    await server.set({ token: 'next-token' });
    await writeFile(file, 'next-token\n');
    for (const i of range(100)) hec.send(100 + i);
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect(sorted(await arrived(server))).toEqual(range(200));
    expect(hec.stats().ledger).toMatchObject({ delivered: { taken: 200 }, dropped: {} });
    expect(warnings.map(({ code }) => code).filter((code) => code !== 'endpoint-parked')).toEqual([]);
  });
});

describe('what is published', () => {
  it('says which client it comes from, when two have destinations of one name', async () => {
    const [one, other] = [await scene(), await scene()];
    const heard: ChannelMessages['hec:delivered'][] = [];
    const ids = new Set([one.hec.id, other.hec.id]);
    const listener = (message: unknown): void => {
      const delivered = message as ChannelMessages['hec:delivered'];
      if (ids.has(delivered.client)) heard.push(delivered);
    };
    subscribe('hec:delivered', listener);
    onTestFinished(() => void unsubscribe('hec:delivered', listener));
    one.hec.send('a');
    await one.hec.flush();
    other.hec.send('b');
    await other.hec.flush();
    expect(heard.map(({ client, destination }) => [client, destination])).toEqual([
      [one.hec.id, 'splunk'],
      [other.hec.id, 'splunk'],
    ]);
    expect(one.hec.id).not.toBe(other.hec.id);
  });
});
