import { describe, expect, it, onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import { imbalance } from '../../src/custody/ledger.ts';
import type { HecOptions } from '../../src/options/types.ts';
import type { LineOptions } from '../../src/types.ts';
import { type FakeRuntime, fakeRuntime } from '../support/fake-runtime.ts';
import { range } from '../support/scene.ts';

const LATE_IN_THE_DAY = Date.UTC(2026, 0, 31, 23, 59, 0);
const LINES: LineOptions = { trusted: true };

/** A client that keeps what it takes, and a clock that stands still. */
function limited(limits: NonNullable<HecOptions['limits']>) {
  const runtime: FakeRuntime = fakeRuntime(LATE_IN_THE_DAY);
  const hec = createHecClient(
    { url: 'http://127.0.0.1:9', token: 'T', limits, reportGaps: false },
    { env: {}, runtime, onWarning: () => {} },
  );
  hec.pause();
  onTestFinished(async () => {
    const closed = hec.close({ timeoutMs: 0 });
    runtime.advance(0);
    await closed;
  });
  return {
    hec,
    runtime,
    /** How many were taken, and how many were not. */
    counts(): [taken: number, limited: number] {
      const { ledger } = hec.stats();
      expect(imbalance(ledger)).toBe(0);
      expect(Object.keys(ledger.dropped)).toEqual(ledger.dropped['rate-limited'] === undefined ? [] : ['rate-limited']);
      const held = Object.values(ledger.held).reduce((a, b) => a + b, 0);
      return [held, ledger.dropped['rate-limited'] ?? 0];
    },
  };
}

const lines = (count: number, level: number): string =>
  range(count)
    .map((i) => `{"level":${level},"time":1700000000000,"msg":"${i}"}\n`)
    .join('');

describe('limits.eventsPerSecond', () => {
  it('takes so many in a second, drops the others by name, and takes as many in the next', () => {
    const { hec, runtime, counts } = limited({ eventsPerSecond: 10 });
    expect(range(15).map((i) => hec.send(i))).toEqual(range(15).map((i) => i < 10));
    expect(counts()).toEqual([10, 5]);
    runtime.advance(1000);
    hec.send('next');
    expect(counts()).toEqual([11, 5]);
  });

  it('counts lines one by one, and never those of the exempt level', () => {
    const { hec, counts } = limited({ eventsPerSecond: 10 });
    const levels = { '30': { label: 'info' }, '50': { label: 'error' } };
    expect(hec.sendLines(lines(15, 30), undefined, { ...LINES, levels })).toBe(false);
    expect(counts()).toEqual([10, 5]);
    expect(hec.sendLines(lines(5, 50), undefined, { ...LINES, levels })).toBe(true);
    expect(counts()).toEqual([15, 5]);
  });

  it('exempts from the level on that it is told', () => {
    const { hec, counts } = limited({ eventsPerSecond: 1, exemptLevel: 'warn' });
    const levels = { '30': { label: 'info' }, '40': { label: 'warn' } };
    for (const level of [30, 30, 40]) hec.sendLines(lines(1, level), undefined, { ...LINES, levels });
    expect(counts()).toEqual([2, 1]);
  });
});

describe('limits.bytesPerDay', () => {
  it('is in bytes as they are paid for, not in characters, and begins anew at midnight UTC', () => {
    const { hec, runtime, counts } = limited({ bytesPerDay: 1000 });
    // As JSON each is 100 bytes in 68 characters.
    for (const _ of range(15)) hec.send('€'.repeat(16) + 'x'.repeat(50));
    expect(counts()).toEqual([10, 5]);
    expect(hec.stats().volume).toMatchObject([{ bytes: 1000 }]);
    runtime.advance(60_000);
    hec.send('tomorrow');
    expect(counts()).toEqual([11, 5]);
  });
});
