import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { arrived, scene } from '../support/scene.ts';

const no = (): never => {
  throw new Error('no');
};

/** An object with one member, which throws. */
const throwing = (name: string): never => Object.defineProperty({}, name, { enumerable: true, get: no }) as never;

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const endless = { toJSON: (): object => ({ toJSON: endless.toJSON, more: 1 }) };

const VALUES: readonly unknown[] = [
  undefined,
  10n,
  { a: 10n },
  Symbol('s'),
  () => 1,
  new Date(Number.NaN),
  '\ud800 and \u0000\u0001\r\n\u2028',
  JSON.parse('{"__proto__":{"x":1}}'),
  Object.assign([], { length: 1e9 }),
  Object.create(null),
  new Map([[{}, 1]]),
  new WeakMap(),
  Promise.resolve(1),
  endless,
  { toJSON: () => undefined },
  { toJSON: no },
  throwing('a'),
  new Proxy({}, { get: no, ownKeys: no }),
  { a: revoked() },
  revoked(),
];

describe('what JavaScript may hand over', () => {
  it('is taken as an event, whatever it is', async () => {
    const { hec, server } = await scene();
    for (const [at, value] of VALUES.entries()) expect([at, hec.send(value)]).toEqual([at, true]);
    await hec.flush();
    expect(await arrived(server)).toHaveLength(VALUES.length);
  });

  it('costs no event as metadata, where the client has fields of its own too', async () => {
    const { hec, server } = await scene({ fields: { app: 'shop' } });
    const metadata: unknown[] = [
      null,
      'text',
      { fields: null },
      { fields: 'text' },
      { fields: throwing('severity') },
      { fields: new Proxy({}, { has: no, ownKeys: no }) },
      { fields: { toString: 'a member of every object' } },
      ...['time', 'host', 'index', 'fields'].map(throwing),
    ];
    for (const [at, own] of metadata.entries()) expect([at, hec.send({ at }, own as never)]).toEqual([at, true]);
    expect(hec.child(null as never).send('by a child')).toBe(true);
    await hec.flush();
    expect(await arrived(server)).toHaveLength(metadata.length + 1);
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it('is taken as JSON that is no text, and as lines that are none', async () => {
    const { hec, server } = await scene();
    const values = [undefined, null, 42, { a: 1 }, Symbol('s')];
    for (const value of values) expect(hec.sendJson(value as never)).toBe(true);
    for (const value of values) expect(hec.sendLines(value as never)).toBe(true);
    expect(hec.sendLines('{}', null as never, null as never)).toBe(true);
    await hec.flush();
    expect(await arrived(server)).toHaveLength(11);
  });

  it('is never blank, as a line either (S36)', async () => {
    const { hec, server } = await scene();
    hec.sendLines('{}\n { }\n""\n""');
    hec.sendLines('{}\n{"a":1}', undefined, { trusted: true });
    await hec.flush();
    expect(hec.stats().ledger).toMatchObject({ delivered: { taken: 6 }, dropped: {} });
    expect((await arrived(server))[0]).toEqual({ blank: '{}' });
  });

  it('arrives with every digit as JSON that has line breaks between its tokens', async () => {
    const { hec, server } = await scene();
    hec.sendJson('{\r\n"id": 12345678901234567890, "small": -0, "id": 1e400 }');
    await hec.flush();
    const [event] = await server.events();
    expect(event?.raw).toContain('{ "id": 12345678901234567890, "small": -0, "id": 1e400 }');
  });
});
