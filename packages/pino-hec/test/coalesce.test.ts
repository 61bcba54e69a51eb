import { beforeEach, describe, expect, it } from 'vitest';
import { type Coalescer, createCoalescer } from '../src/coalesce.ts';
import { type Clock, createClock } from './support/clock.ts';

let clock: Clock;
let out: number[];
let sums: Coalescer<number>;

beforeEach(() => {
  clock = createClock();
  out = [];
  sums = createCoalescer<number>({
    periodMs: 1000,
    merge: (a, b) => a + b,
    out: (value) => out.push(value),
    timer: clock.timer,
  });
});

describe('createCoalescer', () => {
  it('lets the first through at once and the others as one when the period is over', () => {
    sums.add('a', 1);
    sums.add('a', 2);
    sums.add('a', 3);
    expect(out).toEqual([1]);
    clock.advance(1000);
    expect(out).toEqual([1, 5]);
  });

  it('keeps kinds apart', () => {
    sums.add('a', 1);
    sums.add('b', 10);
    expect(out).toEqual([1, 10]);
  });

  it('lets at most one through a period, however long it goes on', () => {
    for (let i = 0; i < 100; i++) {
      sums.add('a', 1);
      clock.advance(100);
    }
    clock.advance(1000);
    // The first, and one for each of the ten seconds.
    expect(out).toHaveLength(11);
    expect(out.reduce((a, b) => a + b)).toBe(100);
  });

  it('lets one through at once again after a quiet period', () => {
    sums.add('a', 1);
    clock.advance(1000);
    sums.add('a', 2);
    expect(out).toEqual([1, 2]);
    expect(clock.running).toBe(1);
    clock.advance(1000);
    expect(clock.running).toBe(0);
  });

  it('lets what waits through when it is flushed, and nothing when it is stopped', () => {
    sums.add('a', 1);
    sums.add('a', 2);
    sums.flush();
    expect(out).toEqual([1, 2]);
    sums.add('a', 4);
    sums.stop();
    clock.advance(5000);
    expect(out).toEqual([1, 2]);
  });
});
