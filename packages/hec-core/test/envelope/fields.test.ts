import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatFields, flatten } from '../../src/envelope/fields.ts';

function scalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean';
}

describe('flatten', () => {
  it.each<[string, unknown, unknown]>([
    ['scalars as they are', { a: 'x', n: 1.5, b: false, empty: '' }, { a: 'x', n: 1.5, b: false, empty: '' }],
    ['nested objects with a point (O08)', { m: { a: { b: 1 } }, k8s: { pod: 'x' } }, { 'm.a.b': 1, 'k8s.pod': 'x' }],
    ['arrays of scalars as they are (O09)', { l: [0, 'a', true] }, { l: [0, 'a', true] }],
    ['nested arrays as JSON text (O09)', { l: [0, 1, [2, 3]] }, { l: '[0,1,[2,3]]' }],
    ['arrays of objects as JSON text', { l: [{ a: 1 }, 'b'] }, { l: '[{"a":1},"b"]' }],
    [
      'neither null nor undefined nor what is empty',
      { a: null, b: undefined, c: {}, d: [], e: [null], f: 1 },
      { f: 1 },
    ],
    ['no null in an array', { l: [null, 'a', undefined] }, { l: ['a'] }],
    ['a bigint as digits', { big: 12345678901234567890n }, { big: '12345678901234567890' }],
    [
      'what is no number as text',
      { n: Number.NaN, i: [Number.POSITIVE_INFINITY, 1] },
      { n: 'NaN', i: ['Infinity', 1] },
    ],
    ['a Date as ISO 8601', { at: new Date(1_700_000_000_123) }, { at: '2023-11-14T22:13:20.123Z' }],
    ['a map like an object', { m: new Map([['a', 1]]) }, { 'm.a': 1 }],
    ['a set like an array', { s: new Set(['a', 'b']) }, { s: ['a', 'b'] }],
    ['a field called __proto__', JSON.parse('{"__proto__":{"polluted":1}}'), { '__proto__.polluted': 1 }],
    ['nothing of a value that is no object', 'text', {}],
    ['nothing of an array', [1, 2], {}],
    ['nothing of null', null, {}],
  ])('keeps %s', (_, value, expected) => {
    expect({ ...flatten(value) }).toEqual(expected);
  });

  it('shows an error by its members', () => {
    const error = Object.assign(new Error('bad'), { code: 'E_BAD' });
    expect(flatten({ err: error })).toMatchObject({ 'err.name': 'Error', 'err.message': 'bad', 'err.code': 'E_BAD' });
  });

  it('shows the neighbours of what throws, and of what is circular', () => {
    const value: Record<string, unknown> = { a: 1 };
    value['self'] = value;
    Object.defineProperty(value, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('trap');
      },
    });
    expect({ ...flatten(value) }).toEqual({ a: 1, self: '[Circular]', bad: '[Threw: trap]' });
  });

  it('holds only scalars and arrays of scalars, and never throws, for anything (7.11-3, S31)', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(fc.oneof(anything, fc.dictionary(fc.string(), anything)), (value) => {
        for (const field of Object.values(flatten(value))) {
          expect(scalar(field) || (Array.isArray(field) && field.length > 0 && field.every(scalar))).toBe(true);
        }
        const members = flatFields(value);
        expect(members).not.toMatch(/[\n\r]/);
        expect(JSON.parse(`{${members}}`)).toEqual(JSON.parse(JSON.stringify(flatten(value))));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('flatFields', () => {
  it('writes the members of a JSON object without its braces', () => {
    expect(flatFields({ a: 1, b: ['x'], c: { d: 'q"uote' } })).toBe(String.raw`"a":1,"b":["x"],"c.d":"q\"uote"`);
    expect(flatFields({})).toBe('');
    expect(flatFields(undefined)).toBe('');
  });
});
