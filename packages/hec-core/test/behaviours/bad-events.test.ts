import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { HecClient } from '../../src/types.ts';
import { arrived, range, scene } from '../support/scene.ts';

const EVENTS = 4_000;
/** All of them in one batch. */
const ONE_BATCH = { batch: { maxBytes: 8_000_000, lingerMs: 60_000 }, gzip: false, reportGaps: false } as const;

/** Trusted lines; the bad ones are no JSON (code 6). */
function linesOf(isBad: (i: number) => boolean): string {
  return range(EVENTS)
    .map((i) => `{"i":${i},"text":"hello"${isBad(i) ? ',,' : ''}}`)
    .join('\n');
}

/** Requests, and bytes as a multiple of what would do without a bad event. */
function cost(hec: HecClient, body: string): { requests: number; times: number } {
  const { sent, bytes } = hec.stats().destinations[0]?.requests ?? { sent: 0, bytes: 0 };
  return { requests: sent, times: bytes / (body.length + EVENTS * ENVELOPE_BYTES) };
}

/** Time and host. */
const ENVELOPE_BYTES = 40;

const isGood = (event: { event?: unknown }): boolean => (event.event as { good?: number }).good !== undefined;

describe('bad events in a batch of 4,000', () => {
  it.each([
    { share: '0.1 %', bad: 4, isBad: (i: number) => i % 1000 === 500, requests: 16, times: 6 },
    { share: '10 %', bad: 400, isBad: (i: number) => i % 10 === 5, requests: 850, times: 16 },
  ])(
    'cost at most $requests requests and $times times the bytes where $share are bad',
    async ({ bad, isBad, requests, times }) => {
      const { hec, server } = await scene(ONE_BATCH);
      const body = linesOf(isBad);
      hec.sendLines(body, undefined, { trusted: true });
      expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({
        drained: true,
        delivered: EVENTS - bad,
        refused: bad,
      });
      const ids = (await arrived(server)).map((event) => (event as { i: number }).i);
      expect(ids.toSorted((a, b) => a - b)).toEqual(range(EVENTS).filter((i) => !isBad(i)));
      expect(imbalance(hec.stats().ledger)).toBe(0);
      const spent = cost(hec, body);
      expect(spent.requests).toBeLessThanOrEqual(requests);
      expect(spent.times).toBeLessThanOrEqual(times);
    },
  );

  it('park the gate where all are bad: a wrong format is mended by a person, and the events are there still', async () => {
    // A parked gate is asked again after capMs / 2 at the earliest: not in this test.
    const { hec, warned } = await scene({ ...ONE_BATCH, retry: { baseMs: 5, capMs: 3_600_000 } });
    const body = linesOf(() => true);
    hec.sendLines(body, undefined, { trusted: true });
    const flushed = hec.flush({ timeoutMs: 15_000 });
    expect(await warned('endpoint-parked')).toMatch(/refused 8 requests in a row: invalid data format \(code 6\)/);
    await hec.close({ timeoutMs: 0 });
    await flushed;
    const { ledger } = hec.stats();
    expect(imbalance(ledger)).toBe(0);
    const { refused = 0, shutdown = 0 } = ledger.dropped;
    // Eight in a row, and what the other lanes had on their way.
    expect(refused).toBeLessThanOrEqual(8 + 4);
    expect(shutdown).toBe(EVENTS - refused);
    const spent = cost(hec, body);
    expect(spent.requests).toBeLessThanOrEqual(8 + 4);
    expect(spent.times).toBeLessThanOrEqual(8);
  });
});

describe('four batches of poison and four lanes', () => {
  const HANG = { do: 'hang', contains: 'toxin' } as const;
  const WAF = { do: 'html', status: 403, contains: 'toxin' } as const;
  const RESET = { do: 'reset-after', contains: 'toxin' } as const;

  it.each([
    ['hang', HANG],
    ['are blocked by a firewall', WAF],
    ['end in a reset', RESET],
  ])('do not stop the others where they %s', async (_, fault) => {
    const { hec, server } = await scene({
      request: { concurrency: 4, timeoutMs: 1_000 },
      batch: { maxEvents: 5, lingerMs: 60_000 },
      reportGaps: false,
    });
    await server.setFaults([fault]);
    for (const batch of range(4)) for (const i of range(5)) hec.send({ batch, text: i === 2 ? 'toxin' : 'fine' });
    for (const i of range(500)) hec.send({ good: i });
    // No flush: the lanes have to find their way by themselves.
    let there = 0;
    for (let events = 500; there < 500; events++) {
      there = new Set((await server.waitForEvents(events, { timeoutMs: 15_000 })).filter(isGood).map(({ raw }) => raw))
        .size;
    }
    expect(imbalance(hec.stats().ledger)).toBe(0);
    // What is poison has not been taken for delivered meanwhile, nor has anything that is not.
    expect(hec.stats().ledger.dropped.poison ?? 0).toBeLessThanOrEqual(4);
    expect(hec.stats().ledger.dropped.refused).toBe(undefined);
  });
});
