import { createServer } from 'node:net';
import { startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { DestinationOptions, HecOptions } from '../../src/options/types.ts';
import type { HecClient } from '../../src/types.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

interface Pair {
  readonly hec: HecClient;
  /** What arrived at the first and the second destination, in order. */
  arrivals(): Promise<[unknown[], unknown[]]>;
  passedOver(): number[];
}

/** One client, two destinations with a collector each. */
async function pair(one: DestinationOptions, other: DestinationOptions, options: HecOptions = {}): Promise<Pair> {
  const second = await startHecServer({ token: 'T' });
  onTestFinished(() => second.close());
  const { hec, server } = await scene({
    ...options,
    destinations: [
      { name: 'one', ...one },
      { name: 'other', url: second.url, ...other },
    ],
  });
  return {
    hec,
    async arrivals() {
      await hec.flush();
      for (const { ledger } of hec.stats().destinations) expect(imbalance(ledger)).toBe(0);
      return [await arrived(server), await arrived(second)];
    },
    passedOver: () => hec.stats().destinations.map((each) => each.passedOver),
  };
}

describe('destinations with a minLevel', () => {
  it('get events of that level and above, whoever calls the levels what, and those that have none', async () => {
    const { hec, arrivals, passedOver } = await pair({ minLevel: 'warn' }, {});
    for (const severity of ['debug', 'verbose', 'notice', 'WARNING', 'emerg', 'bespoke'])
      hec.send(severity, { fields: { severity } });
    hec.child({ fields: { severity: 'info' } }).send('child info');
    hec.child({ fields: { severity: 'info' } }).send('its own', { fields: { severity: 'error' } });
    hec.send('without');
    expect(await arrivals()).toEqual([
      ['WARNING', 'emerg', 'bespoke', 'its own', 'without'],
      ['debug', 'verbose', 'notice', 'WARNING', 'emerg', 'bespoke', 'child info', 'its own', 'without'],
    ]);
    expect(passedOver()).toEqual([4, 0]);
  });

  it('get lines of that level and above, by label or by number, in long runs too', async () => {
    const { hec, arrivals, passedOver } = await pair({ minLevel: 'warn' }, {});
    const levels = {
      '30': { label: 'info' },
      '45': { label: 'audit' },
      '50': { label: 'error' },
      '35': { label: 'remark' },
    };
    const numbers = range(600).map((i) => [30, 45, 50, 35][Math.floor(i / 3) % 4]);
    const lines = numbers.map((level, i) => `{"level":${level},"time":1700000000000,"i":${i}}`);
    expect(hec.sendLines(`${lines.join('\n')}\nno json\n`, undefined, { trusted: true, levels })).toBe(true);
    const [warnings, all] = await arrivals();
    expect(all).toHaveLength(601);
    expect(warnings).toEqual([
      ...lines.filter((_, i) => (numbers[i] ?? 0) >= 40).map((line) => JSON.parse(line)),
      'no json',
    ]);
    expect(passedOver()).toEqual([300, 0]);
  });

  it('count what comes after the end as dropped only where they would have taken it', async () => {
    const { hec } = await pair({ minLevel: 'warn' }, { minLevel: 'error' });
    await hec.close();
    const levels = { '40': { label: 'warn' } };
    expect(hec.sendLines('{"level":40}\n{"level":40}\n', undefined, { levels })).toBe(false);
    expect(hec.send('x', { fields: { severity: 'info' } })).toBe(true);
    expect(hec.stats().destinations.map(({ ledger }) => ledger.dropped)).toEqual([{ closed: 2 }, {}]);
    expect(hec.stats().destinations.map(({ passedOver }) => passedOver)).toEqual([1, 3]);
  });
});

describe('sending that waits', () => {
  it('waits for the destinations that take the event, and for no other', async () => {
    const { hec } = await pair({ minLevel: 'warn' }, {});
    const info = await hec.sendAndConfirm('x', { fields: { severity: 'info' } });
    expect(info).toMatchObject({ delivered: true, destinations: [{ name: 'other', delivered: 'taken' }] });
    expect(await hec.sendMany([1, 2, 3], { metadata: { fields: { severity: 'info' } } })).toMatchObject({
      sent: 3,
      delivered: 3,
      held: 0,
    });
  });
});

describe('destinations with a match', () => {
  it('get the events that have all of it, any value of a list, wherever the metadata comes from', async () => {
    const { hec, arrivals } = await pair(
      { match: { index: 'audit', fields: { team: ['shop', 'ops'], code: 7 } } },
      { match: { sourcetype: ['a', 'b'] } },
      { fields: { code: '7' } },
    );
    const audit = hec.child({ index: 'audit' });
    audit.send(1, { fields: { team: 'shop' } });
    audit.send(2, { fields: { team: ['x', 'ops'] }, sourcetype: 'b' });
    audit.send(3, { fields: { team: 'x' } });
    audit.send(4);
    audit.send(5, { fields: { team: 'shop', code: 8 } });
    hec.send(6, { fields: { team: 'shop' }, index: 'main', sourcetype: 'a' });
    hec.sendLines('{"line":1}\n{"line":2}', { index: 'audit', fields: { team: 'ops' } });
    hec.sendLines('{"line":3}', { sourcetype: 'a' });
    // Other metadata, other requests: their order is not promised.
    const [audits, types] = await arrivals();
    expect(new Set(audits)).toEqual(new Set([1, 2, { line: 1 }, { line: 2 }]));
    expect(new Set(types)).toEqual(new Set([2, 6, { line: 3 }]));
  });

  it('get lines by the metadata of their level', async () => {
    const { hec, arrivals } = await pair({ match: { index: 'errors' } }, {});
    const levels = { '50': { label: 'error', index: 'errors' }, '30': { label: 'info' } };
    hec.sendLines('{"level":50}\n{"level":30}\n{"level":50}\n', undefined, { levels });
    const [errors, all] = await arrivals();
    expect(errors).toEqual([{ level: 50 }, { level: 50 }]);
    expect(all).toHaveLength(3);
  });
});

describe('a destination that is dead', () => {
  it('neither slows nor drops what the other gets, and its own events are accounted for', async () => {
    const port = await closedPort();
    const { server, hec } = await scene({
      gzip: false,
      batch: { lingerMs: 0, maxEvents: 50 },
      destinations: [
        { name: 'dead', url: `http://127.0.0.1:${port}`, queue: { maxBytes: 65_536 } },
        { name: 'alive', queue: { maxBytes: 65_536 } },
      ],
    });
    let turnedAway = 0;
    for (const i of range(800)) {
      if (!hec.send({ i, pad: 'x'.repeat(200) })) turnedAway++;
      if (i % 100 === 99) await server.waitForEvents(i + 1);
    }
    expect(sorted((await arrived(server)).map((event) => (event as { i: number }).i))).toEqual(range(800));
    const [dead, alive] = hec.stats().destinations;
    expect(alive?.ledger).toMatchObject({ entered: { logged: 800 }, dropped: {} });
    expect(dead?.ledger).toMatchObject({ entered: { logged: 800 }, delivered: { taken: 0, acked: 0 } });
    expect(dead?.ledger.dropped).toEqual({ 'queue-full': turnedAway });
    expect(turnedAway).toBeGreaterThan(0);
    expect(hec.status().map(({ state }) => state)).toEqual(['disconnected', 'connected']);
    await hec.close({ timeoutMs: 100 });
    for (const { ledger } of hec.stats().destinations) expect(imbalance(ledger)).toBe(0);
  });

  it('comes back with all that its own queue held', async () => {
    const dying = await startHecServer({ token: 'T' });
    const { port } = new URL(dying.url);
    await dying.close();
    const { server, hec } = await scene({ destinations: [{ url: dying.url }, {}] });
    for (const i of range(500)) hec.send(i);
    await server.waitForEvents(500);
    const back = await startHecServer({ token: 'T', port: Number(port) });
    onTestFinished(() => back.close());
    expect(await hec.flush()).toMatchObject({ drained: true, dropped: 0 });
    expect(sorted(await arrived(back))).toEqual(range(500));
    expect(sorted(await arrived(server))).toEqual(range(500));
  });
});

describe('a client of one destination', () => {
  it('filters as well', async () => {
    const { hec } = clientOf('http://127.0.0.1:9', { minLevel: 'error' });
    expect(hec.send('x', { fields: { severity: 'info' } })).toBe(true);
    expect(hec.stats().ledger.entered.logged).toBe(0);
    expect(hec.stats().destinations[0]?.passedOver).toBe(1);
  });
});

/** Batches travel side by side: their order is not promised. */
const sorted = (numbers: readonly unknown[]): unknown[] => numbers.toSorted((a, b) => Number(a) - Number(b));

/** A port nobody listens on. */
async function closedPort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const probe = createServer().listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return port;
}
