import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryAfter } from '../../src/dialect/retry-after.ts';

const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);

describe('parseRetryAfter (7.11-10)', () => {
  it.each<[string, number | undefined]>([
    ['7', 7000],
    [' 120 ', 120_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:01:30 GMT', 90_000],
    ['Friday, 20-Nov-26 12:01:30 GMT', 90_000],
    ['Fri Nov 20 12:01:30 2026', 90_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['2026-11-20', undefined],
    ['Fri, 99 Nov', undefined],
    ['9'.repeat(400), undefined],
    ['', undefined],
  ])('reads %j as %s ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  it('gives a finite wait of 0 or more, or none, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Fri, ${text}`),
          fc.nat().map(String),
        ),
        (value) => {
          const ms = parseRetryAfter(value, NOW) ?? 0;
          expect(Number.isFinite(ms) && ms >= 0).toBe(true);
        },
      ),
    );
  });
});

describe('retryAfter', () => {
  it('takes the first of several headers and survives a date header that is none', () => {
    expect(retryAfter({ 'retry-after': ['3', '9'] })).toBe(3000);
    expect(retryAfter({ 'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT', date: 'now' })).toBeUndefined();
    expect(retryAfter({})).toBeUndefined();
  });
});
