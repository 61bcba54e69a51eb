import { describe, expect, it } from 'vitest';
import { withSplicer } from '../../src/splicer/idle.ts';
import type { Splicer } from '../../src/splicer/splicer.ts';

/** Those that are lent while others are. */
function lent(depth: number): Splicer[] {
  return depth === 0 ? [] : withSplicer((splicer) => [splicer, ...lent(depth - 1)]);
}

function fail(splicer: Splicer): never {
  splicer.load('{"a":1}\n', 0);
  splicer.put('envelope');
  throw new Error('as it happens');
}

describe('withSplicer', () => {
  it('lends each to one at a time, and keeps two', () => {
    const [first, again] = [lent(5), lent(5)];
    expect(new Set(first).size).toBe(5);
    expect(new Set(again).size).toBe(5);
    expect(again.filter((splicer) => first.includes(splicer)).length).toBe(2);
    expect(again).toContain(lent(1)[0]);
  });

  it('lends what it has got back from somebody who failed, without what was in it', () => {
    expect(() => withSplicer(fail)).toThrow('as it happens');
    expect(withSplicer(({ written }) => written)).toBe(0);
  });
});
