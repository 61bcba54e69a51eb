import { describe, expect, it } from 'vitest';
import { createPoller } from '../../src/ack/poller.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';

const LONGEST_MS = 10_000;

function scene() {
  const runtime = fakeRuntime();
  const began = runtime.now();
  const asked: number[] = [];
  let outstanding = true;
  const poller = createPoller(LONGEST_MS, runtime, async () => {
    asked.push(runtime.now() - began);
    return outstanding;
  });
  return {
    poller,
    asked,
    confirmed: () => void (outstanding = false),
    /** Step by step, as an answer comes in a turn of its own. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 50) {
        runtime.advance(50);
        await Promise.resolve();
        await Promise.resolve();
      }
    },
    timers: () => runtime.timers,
  };
}

const waits = (asked: readonly number[]): number[] => asked.map((at, nth) => at - (asked[nth - 1] ?? 0));

describe('asking for acknowledgements', () => {
  it('begins soon, and becomes ever more seldom up to `ack.pollMs` (A05)', async () => {
    const { poller, asked, pass } = scene();
    poller.wake();
    await pass(60_000);
    expect(waits(asked).slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('is quick again after the next question when something else is outstanding', async () => {
    const { poller, asked, pass } = scene();
    poller.wake();
    await pass(20_000);
    const before = asked.length;
    poller.wake();
    await pass(15_000);
    expect(waits(asked).slice(before, before + 4)).toEqual([10_000, 500, 1000, 2000]);
  });

  it('ends when nothing is', async () => {
    const { poller, asked, pass, confirmed, timers } = scene();
    poller.wake();
    confirmed();
    await pass(60_000);
    expect(asked).toEqual([250]);
    expect(timers()).toBe(0);
  });

  it('stays quick while somebody waits for a flush', async () => {
    const { poller, asked, pass } = scene();
    poller.wake();
    await pass(4000);
    const before = asked.length;
    poller.hurry(true);
    await pass(1000);
    expect(waits(asked).slice(before + 1)).toEqual([250, 250, 250]);
  });

  it('is over after `stop`', async () => {
    const { poller, asked, pass, timers } = scene();
    poller.wake();
    poller.stop();
    await pass(1000);
    expect(asked).toEqual([]);
    expect(timers()).toBe(0);
  });
});
