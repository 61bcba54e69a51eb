import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.ts';
import { fakeRuntime } from './support/fake-runtime.ts';

const RETRY = { baseMs: 1000, capMs: 30_000, maxRetryAfterMs: 180_000, maxAttempts: 0, maxAgeMs: 0 };

it('backs off from an endpoint that asks for no wait at all, each time longer', () => {
  const runtime = fakeRuntime();
  const gate = createGate(RETRY, 4, runtime);
  for (const waitMs of [500, 1000, 2000]) {
    gate.failed('busy', 'http-503', runtime.elapsed(), 0);
    runtime.advance(waitMs - 1);
    expect(gate.admits(0)).toBe(false);
    runtime.advance(1);
    expect(gate.admits(0)).toBe(true);
  }
});

/** How many requests the gate lets start, none of them over yet. */
function width(gate: ReturnType<typeof createGate>): number {
  let inFlight = 0;
  while (inFlight < 100 && gate.admits(inFlight)) inFlight++;
  return inFlight;
}

describe('after an outage', () => {
  it('one probe goes at a time, then one lane, and each delivery doubles them: a herd does not come back at once', () => {
    const runtime = fakeRuntime();
    const gate = createGate(RETRY, 8, runtime);
    expect(width(gate)).toBe(8);
    gate.failed('down', 'connection-refused', runtime.elapsed());
    expect(width(gate)).toBe(0);
    runtime.advance(1000);
    expect(width(gate), 'a probe').toBe(1);
    gate.failed('down', 'connection-refused', runtime.elapsed());
    runtime.advance(2000);
    expect(width(gate)).toBe(1);
    const widths = Array.from({ length: 5 }, () => {
      gate.delivered();
      return width(gate);
    });
    expect(widths).toEqual([1, 2, 4, 8, 8]);
  });

  it.each([
    ['a probe', (gate: ReturnType<typeof createGate>) => gate.failed('down', 'timeout', 0), [0, 250, 750]],
    ['a parked endpoint', (gate: ReturnType<typeof createGate>) => gate.park('token'), [15_000, 18_750, 26_250]],
  ])('%s goes at a random time, so that hosts which failed together do not try together', (_, shut, times) => {
    const waits = [0, 0.25, 0.75].map((random) => {
      const gate = createGate(
        RETRY,
        4,
        fakeRuntime(0, () => random),
      );
      shut(gate);
      return gate.until;
    });
    expect(waits).toEqual(times);
  });

  it('an endpoint that takes everything but is nearly full gets one request at a time', () => {
    const gate = createGate(RETRY, 4, fakeRuntime());
    gate.slowDown();
    expect(width(gate)).toBe(1);
    gate.delivered();
    expect(width(gate)).toBe(2);
  });
});
