import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { arrived, range, scene } from '../support/scene.ts';

/** An event that the server finds fault with: its index is outside the token's list (code 7). */
const BAD = { index: 'nope' };

describe('bad events', () => {
  it('cost themselves and nobody else, wherever they stand (S28-S32)', async () => {
    const { hec, server } = await scene({ batch: { lingerMs: 50 } });
    // A trusted line that is no JSON inside: what a broken serializer of the application would make (code 6).
    const lines = range(50).map((i) => (i % 10 === 3 ? `{"i":${i},,}` : `{"i":${i}}`));
    hec.sendLines(lines.join('\n'), undefined, { trusted: true });
    await hec.flush();
    const expected = range(50).filter((i) => i % 10 !== 3);
    expect((await arrived(server)).map((event) => (event as { i: number }).i).toSorted((a, b) => a - b)).toEqual(
      expected,
    );
    const { ledger } = hec.stats();
    expect(ledger.dropped).toEqual({ refused: 5 });
    expect(imbalance(ledger)).toBe(0);
  });

  it('of an index of their own are refused together, and only they', async () => {
    const { hec, server } = await scene({}, { indexes: ['main'] });
    for (const i of range(300)) hec.send({ i }, i % 3 === 0 ? BAD : {});
    await hec.flush();
    expect(await arrived(server)).toHaveLength(200);
    expect(hec.stats().ledger.dropped).toEqual({ refused: 100 });
    // One for the default index, one for the other, one that tells of the loss.
    expect((await server.requests()).length).toBeLessThanOrEqual(3);
  });

  it('are found by halving where the answer names none', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'status', status: 400, code: 6, contains: 'poison' }]);
    for (const i of range(256)) hec.send({ i, text: i === 77 || i === 200 ? 'poison' : 'fine' });
    await hec.flush();
    expect(await arrived(server)).toHaveLength(254);
    expect(hec.stats().ledger.dropped).toEqual({ refused: 2 });
    // Two paths of eight halvings each, and the halves that pass.
    expect((await server.requests()).length).toBeLessThanOrEqual(1 + 2 * 2 * 8);
  });

  it('that make an endpoint fail do not stop the others', async () => {
    const { hec, server } = await scene({ request: { concurrency: 4 } });
    await server.setFaults([{ do: 'status', status: 500, code: 8, contains: 'toxin' }]);
    for (const round of range(60)) {
      for (const i of range(10)) hec.send({ round, i, text: round < 4 && i === 5 ? 'toxin' : 'fine' });
      await hec.flush({ timeoutMs: 20 });
    }
    await hec.flush();
    const { ledger } = hec.stats();
    expect(ledger.dropped).toEqual({ poison: 4 });
    expect(await arrived(server)).toHaveLength(596);
    expect(imbalance(ledger)).toBe(0);
  });
});

describe('an endpoint in trouble', () => {
  it('is asked again until it takes the events, all of them once (S42)', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 5 }]);
    for (const i of range(100)) hec.send({ i });
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 100 });
    expect(await arrived(server)).toEqual(range(100).map((i) => ({ i })));
    expect(hec.stats().destinations[0]?.ambiguous).toEqual({});
  });

  it('is sent the rest from the event it stopped at (S43)', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'status', status: 503, code: 9, take: 10, times: 1 }]);
    for (const i of range(30)) hec.send({ i });
    await hec.flush();
    expect(await arrived(server)).toEqual(range(30).map((i) => ({ i })));
  });

  it('is left alone for as long as it asks (X06)', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'status', status: 429, code: 26, retryAfter: 1, times: 1 }]);
    hec.send('a');
    await hec.flush();
    const [first, second] = await server.requests();
    expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('may have taken events it did not answer for: they are sent again and counted as such', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'reset-after', times: 1 }]);
    for (const i of range(10)) hec.send({ i });
    await hec.flush();
    expect(await arrived(server)).toHaveLength(20);
    const [destination] = hec.stats().destinations;
    expect(Object.values(destination?.ambiguous ?? {})).toEqual([10]);
    expect(destination?.ledger.delivered.taken).toBe(10);
  });

  it('that refuses the token is parked, says why, and resumes by itself (S22)', async () => {
    const { hec, server, warned } = await scene();
    await server.set({ token: 'other' });
    for (const i of range(20)) hec.send({ i });
    expect(await warned('endpoint-parked')).toMatch(/Invalid token|token/i);
    expect(hec.stats().destinations[0]?.endpoints[0]?.state).toBe('parked');
    expect(hec.stats().ledger.held.queued + hec.stats().ledger.held.inFlight).toBe(20);
    await server.set({ token: 'T' });
    await server.waitForEvents(20);
    await hec.flush();
    expect(hec.stats().ledger.delivered.taken).toBe(20);
  });

  it('that refuses everything for one reason is parked before the queue is gone', async () => {
    const { hec, server, warned } = await scene({ batch: { lingerMs: 5 } });
    await server.setFaults([{ do: 'status', status: 400, code: 12, take: 0 }]);
    for (const i of range(4000)) hec.send({ i });
    expect(await warned('endpoint-parked')).toMatch(/in a row/);
    const { ledger } = hec.stats();
    expect(ledger.dropped.refused).toBeLessThanOrEqual(16);
    expect(imbalance(ledger)).toBe(0);
    expect((await server.requests()).length).toBeLessThanOrEqual(16);
  });

  it('that takes no large bodies teaches the client its limit (S41)', async () => {
    const { hec, server, warned } = await scene({}, { maxContentLength: 40_000 });
    for (const i of range(1000)) hec.send({ i, pad: 'x'.repeat(100) });
    await hec.flush();
    expect(await warned('body-limit-learned')).toMatch(/bytes/);
    expect(await arrived(server)).toHaveLength(1000);
    await server.clear();
    for (const i of range(1000)) hec.send({ i, pad: 'x'.repeat(100) });
    await hec.flush();
    expect((await server.requests()).every(({ status }) => status === 200)).toBe(true);
  });

  it('is told of what was dropped once it takes events again', async () => {
    const { hec, server } = await scene({ queue: { maxBytes: 65_536 } });
    await server.setFaults([{ do: 'status', status: 503, code: 9 }]);
    const pad = 'é'.repeat(2_000);
    const taken = range(100).filter((i) => hec.send({ i, pad: `${pad}${Math.random()}` })).length;
    expect(taken).toBeLessThan(100);
    await server.setFaults([]);
    await hec.flush();
    await server.waitForEvents(taken + 1);
    const gap = (await server.events()).at(-1);
    expect(gap).toMatchObject({
      sourcetype: 'hec:gap',
      event: { gap: { events: 100 - taken, reasons: { 'queue-full': 100 - taken } } },
    });
    await hec.close();
    const { ledger } = hec.stats();
    expect(ledger).toMatchObject({ entered: { logged: 100, gaps: 1 }, delivered: { taken: taken + 1 } });
    expect(imbalance(ledger)).toBe(0);
  });
});
