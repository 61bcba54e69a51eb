import { expect, it } from 'vitest';
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
