import { expect, it } from 'vitest';
import { startHeartbeat } from '../src/observe/heartbeat.ts';
import { fakeRuntime } from './support/fake-runtime.ts';

it.each([
  [0, 800],
  [0.5, 1000],
  [1, 1200],
])(
  'comes a fifth sooner to a fifth later, so that hosts which started together do not report together',
  (random, everyMs) => {
    const runtime = fakeRuntime(0, () => random);
    const beats: number[] = [];
    const stop = startHeartbeat(1000, runtime, () => beats.push(Math.round(runtime.now())));
    runtime.advance(2 * everyMs + 1);
    expect(beats).toEqual([everyMs, 2 * everyMs]);
    stop();
    runtime.advance(10_000);
    expect(beats).toHaveLength(2);
  },
);

it('does not come unless it is asked for', () => {
  const runtime = fakeRuntime();
  startHeartbeat(0, runtime, () => expect.unreachable());
  expect(runtime.timers).toBe(0);
});
