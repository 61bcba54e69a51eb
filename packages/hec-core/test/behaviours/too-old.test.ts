import { startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import { imbalance } from '../../src/custody/ledger.ts';
import { nodeRuntime } from '../../src/runtime.ts';

const HOUR = 3_600_000;

/** A client of Datadog, and a clock that can be put forward. */
async function datadog() {
  const server = await startHecServer({ token: 'T', as: 'datadog' });
  onTestFinished(() => server.close());
  const warnings: string[] = [];
  let ahead = 0;
  const hec = createHecClient(
    {
      url: server.url,
      dialect: 'datadog',
      token: 'T',
      proxy: 'none',
      // Nothing is tried again before flush asks for it.
      retry: { baseMs: 3_600_000, capMs: 3_600_000 },
      batch: { lingerMs: 10 },
    },
    {
      env: {},
      onWarning: ({ code, message }) => void warnings.push(`${code}: ${message}`),
      runtime: { ...nodeRuntime, now: () => nodeRuntime.now() + ahead },
    },
  );
  onTestFinished(async () => void (await hec.close({ timeoutMs: 0 })));
  return {
    server,
    hec,
    warnings,
    putForward(ms: number) {
      ahead += ms;
    },
  };
}

describe('an event that Datadog would take and never show (18 hours, protocol 5)', () => {
  it('is dropped by name at the door, one by one and in lines, and told in the gap record', async () => {
    const { hec, server, warnings } = await datadog();
    const now = Date.now();
    expect(hec.send({ i: 'old' }, { time: now - 18 * HOUR - 1000 })).toBe(false);
    expect(hec.send({ i: 'young' }, { time: now - 17 * HOUR })).toBe(true);
    const old = `{"level":30,"time":${now - 19 * HOUR},"i":"old"}\n`;
    expect(hec.sendLines(`${old}${old}${old}{"level":30,"time":${now},"i":"line"}\n`, {}, { trusted: true })).toBe(
      false,
    );
    await hec.flush();
    const { ledger } = hec.stats();
    expect(ledger.dropped).toEqual({ 'too-old': 4 });
    expect([imbalance(ledger), ledger.entered.logged]).toEqual([0, 6]);
    expect(warnings).toEqual([expect.stringMatching(/^dropped-too-old: .*takes such old events and never shows them/)]);
    await hec.flush();
    const events = (await server.events()).map(({ event }) => event as { i?: string; gap?: object });
    expect(events.map(({ i }) => i).filter(Boolean)).toEqual(['young', 'line']);
    expect(events.find(({ gap }) => gap)?.gap).toMatchObject({ events: 4, reasons: { 'too-old': 4 } });
  });

  it('is dropped by the same name when it has been held for so long', async () => {
    const { hec, server, putForward } = await datadog();
    await server.setFaults([{ do: 'reset' }]);
    hec.send({ i: 'held' });
    await expect.poll(() => hec.status().map(({ state }) => state)).toEqual(['disconnected']);
    putForward(19 * HOUR);
    hec.send({ i: 'new' });
    await server.setFaults([]);
    await hec.flush();
    const { ledger } = hec.stats();
    expect(ledger.dropped).toEqual({ 'too-old': 1 });
    expect(imbalance(ledger)).toBe(0);
    // A minute ago on a clock that is 19 hours ahead is tomorrow on the server's.
    expect((await server.events()).map(({ event }) => (event as { i?: string }).i)).toContain('new');
  });
});
