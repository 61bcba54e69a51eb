import { startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import { createHecClient } from '../../src/index.ts';

const EVENT = {
  kind: 'event',
  path: '/services/collector/event',
  headers: { 'content-type': 'application/json' },
} as const;

describe('resend', () => {
  it('delivers an envelope byte for byte, numbers that JavaScript cannot hold included', async () => {
    await using server = await startHecServer({ token: 't' });
    const client = createHecClient({ url: server.url, token: 't', host: 'other', index: 'other' });
    const envelope = '{"time":1700000000.123456789,"host":"h","event":{"n":1180591620717411303424,"n":2}}';
    expect(client.resend(envelope, EVENT)).toBe(true);
    await client.close();
    expect((await server.events()).map(({ raw }) => raw)).toEqual([envelope]);
    expect(client.stats().ledger).toMatchObject({ entered: { logged: 1 }, delivered: { taken: 1 } });
  });

  it('posts to the path of its route, apart from other events', async () => {
    await using server = await startHecServer({ token: 't' });
    const client = createHecClient({ url: server.url, token: 't' });
    client.send('new');
    client.resend('old text', { kind: 'raw', path: '/services/collector/raw?index=main&source=s', headers: {} });
    await client.close();
    const events = await server.events();
    expect(events.find(({ kind }) => kind === 'raw')).toMatchObject({ raw: 'old text', index: 'main', source: 's' });
    expect(events.find(({ kind }) => kind === 'event')).toMatchObject({ event: 'new' });
  });

  it.each(['{"event":1},{"event":"forged"}', 'not JSON', '{"event":1}\n{"event":2}'])(
    'refuses %j, which is no one envelope',
    async (envelope) => {
      await using server = await startHecServer({ token: 't' });
      const client = createHecClient({ url: server.url, token: 't', reportGaps: false });
      expect(client.resend(envelope, EVENT)).toBe(false);
      client.send('neighbour');
      await client.close();
      expect(client.stats().ledger.dropped).toEqual({ refused: 1 });
      expect(await server.events()).toMatchObject([{ event: 'neighbour' }]);
    },
  );

  it('goes to the destination that is named', async () => {
    await using a = await startHecServer({ token: 't' });
    await using b = await startHecServer({ token: 't' });
    const client = createHecClient({
      token: 't',
      destinations: [
        { name: 'a', url: a.url },
        { name: 'b', url: b.url },
      ],
    });
    client.resend('{"event":"x"}', EVENT, 'b');
    client.resend('{"event":"y"}', EVENT, 'gone');
    await client.close();
    expect((await a.events()).map(({ event }) => event)).toEqual(['y']);
    expect((await b.events()).map(({ event }) => event)).toEqual(['x']);
  });
});
