import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCheckpoints } from '../../src/spool/checkpoints.ts';
import { createQuota } from '../../src/spool/quota.ts';
import { count, gaps, rangesOf, union } from '../../src/spool/ranges.ts';
import { addTicket, divideTickets, eventsOf } from '../../src/spool/tickets.ts';
import type { Ticket } from '../../src/spool/types.ts';

const pair = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const pairs = fc.array(pair, { maxLength: 12 });

function members(ranges: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (let i = 0; i < ranges.length; i += 2)
    for (let n = ranges[i] as number; n < (ranges[i + 1] as number); n++) all.add(n);
  return all;
}

/** Sorted, none empty, none touching the next. */
function isNormal(ranges: readonly number[]): boolean {
  return ranges.length % 2 === 0 && ranges.every((n, i) => i === 0 || n > (ranges[i - 1] as number));
}

describe('ranges', () => {
  it('are sets: union, count and gaps agree with sets of numbers', () => {
    fc.assert(
      fc.property(pairs, pairs, pair, (a, b, [from, to]) => {
        const [left, right] = [rangesOf(a), rangesOf(b)];
        const both = union(left, right);
        expect([left, right, both].every(isNormal)).toBe(true);
        expect(members(left)).toEqual(new Set(a.flatMap((one) => [...members(one)])));
        expect(members(both)).toEqual(new Set([...members(left), ...members(right)]));
        expect(count(both)).toBe(members(both).size);
        const missing = Array.from({ length: to - from }, (_, n) => from + n).filter((n) => !members(both).has(n));
        expect([...members(gaps(both, from, to))]).toEqual(missing);
      }),
    );
  });
});

function numbers(tickets: readonly Ticket[]): string[] {
  return tickets.flatMap(({ segment, from, to }) =>
    Array.from({ length: to - from }, (_, n) => `${segment}:${from + n}`),
  );
}

describe('tickets', () => {
  const ticket = fc.record({ segment: fc.nat(2), from: fc.nat(20), size: fc.integer({ min: 1, max: 5 }) });
  it('name the same events in the same order however they are joined and divided', () => {
    fc.assert(
      fc.property(fc.array(ticket, { maxLength: 8 }), fc.array(fc.nat(6), { maxLength: 5 }), (all, cuts) => {
        const single = all.map(({ segment, from, size }) => ({ segment, from, to: from + size }));
        const joined: Ticket[] = [];
        for (const one of single) addTicket(joined, one);
        expect(numbers(joined)).toEqual(numbers(single));
        let left = eventsOf(joined);
        const sizes = [...cuts.map((cut) => Math.min(cut, left - (left -= Math.min(cut, left)))), left];
        const parts = divideTickets(joined, sizes);
        expect(parts.map(eventsOf)).toEqual(sizes);
        expect(parts.flatMap(numbers)).toEqual(numbers(single));
      }),
    );
  });

  it('join when one goes on where the other ends', () => {
    const tickets: Ticket[] = [];
    for (let n = 0; n < 1000; n++) addTicket(tickets, { segment: 1, from: n, to: n + 1 });
    addTicket(tickets, { segment: 2, from: 1000, to: 1001 });
    expect(tickets).toEqual([
      { segment: 1, from: 0, to: 1000 },
      { segment: 2, from: 1000, to: 1001 },
    ]);
  });
});

describe('checkpoints', () => {
  it('lead to a record at or before an event, and less than two strides away', () => {
    const checkpoints = createCheckpoints();
    const records = Array.from({ length: 5000 }, (_, n) => ({ offset: n * 300, first: n * 2 }));
    for (const { offset, first } of records) checkpoints.note(offset, first);
    for (const { offset, first } of records) {
      const found = checkpoints.before(first + 1);
      expect(found.first).toBeLessThanOrEqual(first);
      expect(found.start).toBe((found.first / 2) * 300);
      expect(offset - found.start).toBeLessThan(2 * 65_536);
    }
  });
});

describe('the quota', () => {
  it('measures rarely while there is room, and not more than once a second when there is none', () => {
    let measured = 0;
    let total = 0;
    const quota = createQuota(1000, 160, () => {
      measured++;
      return total;
    });
    let admitted = 0;
    for (let n = 0; n < 2000; n++) {
      if (!quota.admits(1, n)) continue;
      admitted++;
      total++;
      quota.grew(1);
    }
    expect(admitted).toBe(1000);
    expect(measured).toBeLessThan(110);
    const before = measured;
    for (let n = 0; n < 100; n++) quota.admits(1, 2000 + n * 100);
    expect(measured - before).toBeLessThanOrEqual(11);
    // Somebody else has made room.
    total -= 500;
    expect(quota.admits(1, 20_000)).toBe(true);
  });
});
