import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { arrived, range, scene } from '../support/scene.ts';

describe('delivery', () => {
  it('brings events with their metadata, batched and compressed', async () => {
    const { hec, server } = await scene({ host: 'h', sourcetype: '_json', fields: { env: 'test' } });
    const orders = hec.child({ source: 'orders', fields: { team: 'a' } });
    for (const i of range(200)) orders.send({ i }, { time: 1_700_000_000_123.5, fields: { i } });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 200 });
    const events = await server.events();
    expect(events[7]?.raw).toBe(
      '{"time":1700000000.1235,"host":"h","source":"orders","sourcetype":"_json","event":{"i":7},"fields":{"env":"test","team":"a","i":7}}',
    );
    const [request] = await server.requests();
    expect(request).toMatchObject({ path: '/services/collector/event', events: 200, status: 200 });
    expect(request?.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json' });
    expect(request?.headers['user-agent']).toMatch(/^hec-core\//);
    expect(Number(request?.headers['content-length'])).toBe(request?.bytes);
  });

  it('sends an array as one event (1.4), and never a blank one (S36)', async () => {
    const { hec, server } = await scene();
    for (const event of [[1, 2], '', '  ', null, undefined, {}, [], 'text', 0, false])
      expect(hec.send(event)).toBe(true);
    await hec.flush();
    const events = await arrived(server);
    expect(events).toHaveLength(10);
    expect(events[0]).toEqual([1, 2]);
    expect(events.slice(7)).toEqual(['text', 0, false]);
    expect((await server.requests()).map(({ status }) => status)).toEqual([200]);
  });

  it('keeps what events say out of the envelope, however they say it', async () => {
    const { hec, server } = await scene();
    const forged = '1},{"event":"forged","index":"secrets"';
    hec.sendJson(forged);
    hec.sendLines(`${forged}\n{"a":1}{"event":"forged"}\n{"a":1}\r\n\n{"b":2}`);
    await hec.flush();
    expect(await arrived(server)).toEqual([forged, forged, '{"a":1}{"event":"forged"}', { a: 1 }, { b: 2 }]);
    for (const event of await server.events()) expect(event.index).toBe(undefined);
  });

  it('gives lines their own time and level, byte for byte', async () => {
    const { hec, server } = await scene();
    const line = '{"level":50,"time":1700000000123,"n":9007199254740993,"n":1.0,"msg":"é\\u0000"}';
    hec.sendLines(`${line}\n`, { source: 's' }, { trusted: true, levels: { 50: { label: 'error', index: 'errors' } } });
    await hec.flush();
    const [event] = await server.events();
    expect(event?.raw).toContain(`"event":${line},`);
    expect(event).toMatchObject({ time: 1_700_000_000.123, index: 'errors', fields: { severity: 'error' } });
    expect(event?.raw).toContain('"time":1700000000.123,');
  });

  it('numbers accepted events without holes', async () => {
    const { hec, server } = await scene({ eventIds: true, queue: { maxBytes: 65_536 } });
    const line = `{"pad":"${'x'.repeat(300)}"}\n`;
    expect(hec.sendLines(line.repeat(1000))).toBe(false);
    expect(hec.send({ last: 'x'.repeat(1000) })).toBe(false);
    await hec.flush();
    hec.send({ after: true });
    await hec.flush();
    const events = await server.events();
    const ids = events
      .filter(({ sourcetype }) => sourcetype !== 'hec:gap')
      .map(({ fields }) => String(fields?.['hec_id']));
    const instance = ids[0]?.split(':')[0];
    expect(ids).toEqual(range(ids.length).map((at) => `${instance}:${at}`));
    const { ledger } = hec.stats();
    expect(ledger.entered.logged).toBe(1002);
    expect(ledger.delivered.taken).toBe(events.length);
    expect(imbalance(ledger)).toBe(0);
  });

  it('truncates an event that is larger than a request may be, and says so in it', async () => {
    const { hec, server } = await scene({ batch: { maxBytes: 2_000, lingerMs: 10 } });
    const text = '"é\n'.repeat(3_000);
    expect(hec.send(text)).toBe(true);
    await hec.flush();
    const [event] = await server.events();
    const sent = event?.event as { truncated: boolean; bytes: number; text: string };
    expect(sent).toMatchObject({ truncated: true, bytes: Buffer.byteLength(JSON.stringify(text)) });
    expect(JSON.stringify(text).startsWith(sent.text)).toBe(true);
    expect(event?.raw.length).toBeGreaterThan(1_000);
    const [request] = await server.requests();
    expect(request?.inflatedBytes).toBeLessThanOrEqual(2_000);
  });

  it('sends raw text with its metadata in the query (S09)', async () => {
    const { hec, server } = await scene({ endpoint: 'raw', host: 'h', sourcetype: 'a b' });
    hec.send('line one\nstill one');
    hec.send({ two: 2 });
    await hec.flush();
    expect(await arrived(server)).toEqual(['line one still one', '{"two":2}']);
    const [request] = await server.requests();
    expect(request).toMatchObject({ path: '/services/collector/raw', query: expect.stringContaining('sourcetype=a') });
  });

  it('says which events it does not take because it is closed', async () => {
    const { hec } = await scene();
    expect(await hec.close()).toMatchObject({ drained: true });
    expect([hec.send('a'), hec.sendJson('1'), hec.sendLines('a\nb')]).toEqual([false, false, false]);
    expect(hec.stats().ledger.dropped).toEqual({ closed: 4 });
  });
});
