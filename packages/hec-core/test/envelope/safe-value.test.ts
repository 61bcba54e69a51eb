import { Buffer } from 'node:buffer';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blank, safeJson, standIn } from '../../src/envelope/safe-value.ts';

function shown(value: unknown): unknown {
  const json = safeJson(value);
  expect(json).not.toMatch(/[\n\r]/);
  return JSON.parse(json);
}

function fail(): never {
  throw new Error('trap');
}

class Empty {
  #hidden = 1;
  read(): number {
    return this.#hidden;
  }
}

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

describe('safeJson', () => {
  it.each<[string, unknown]>([
    ['an object', { b: 1, a: { c: [true, null, 'x'] } }],
    ['an array', [1, 'two', { three: 3 }]],
    ['text with line breaks and quotes', 'a\n"b"\r\u2028'],
    ['a number', -1.5e-9],
    ['a Date', { at: new Date(1_700_000_000_123) }],
    ['undefined members, which JSON leaves out', { a: undefined, b: [undefined] }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('writes %s exactly as JSON.stringify does', (_, value) => {
    expect(safeJson(value)).toBe(JSON.stringify(value));
  });

  it('writes any plain data exactly as JSON.stringify does, keys in their order', () => {
    fc.assert(
      fc.property(fc.object({ withDate: true, withNullPrototype: true, withUnicodeString: true }), (value) => {
        fc.pre(!safeJson(value).includes('Invalid Date') && Object.values(value).every(finite));
        expect(safeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each<[string, unknown, unknown]>([
    ['undefined', undefined, 'undefined'],
    ['a bigint', 123456789012345678901234567890n, '123456789012345678901234567890'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinities', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], ['Infinity', '-Infinity']],
    ['a symbol', { s: Symbol('here') }, { s: 'Symbol(here)' }],
    ['a function', { fail }, { fail: '[Function: fail]' }],
    ['a function without a name', [() => 1], ['[Function: anonymous]']],
    ['a map with text keys', { m: new Map([['a', 1n]]) }, { m: { a: '1' } }],
    [
      'a map with other keys',
      new Map<unknown, unknown>([
        [1, 'a'],
        [{ k: 1 }, 'b'],
      ]),
      [
        [1, 'a'],
        [{ k: 1 }, 'b'],
      ],
    ],
    ['a set', { s: new Set(['a', new Set([1])]) }, { s: ['a', [1]] }],
    ['a regular expression', { r: /a"b/gi }, { r: '/a"b/gi' }],
    ['a URL', { u: new URL('https://example.com/a?b=1') }, { u: 'https://example.com/a?b=1' }],
    ['URL parameters', { p: new URLSearchParams('a=1&b=2') }, { p: 'a=1&b=2' }],
    ['a promise', { p: Promise.resolve(1) }, { p: '[object Promise]' }],
    ['an invalid Date', { d: new Date(Number.NaN) }, { d: 'Invalid Date' }],
    ['bytes (O15)', { b: Buffer.from([1, 2]) }, { b: 'AQI=' }],
    ['a view of some bytes', { b: new Uint8Array([0, 1, 2, 3]).subarray(1, 3) }, { b: 'AQI=' }],
    ['an array buffer', { b: new Uint8Array([1, 2]).buffer }, { b: 'AQI=' }],
    ['boxed values', [Object('x'), Object(1n)], ['x', '1']],
    ['an empty object of a class', new Empty(), {}],
    [
      'a member called __proto__',
      JSON.parse('{"__proto__":{"x":1},"n":[null]}'),
      JSON.parse('{"__proto__":{"x":1},"n":[null]}'),
    ],
    [
      'an object that is its own toJSON',
      {
        n: 1n,
        toJSON() {
          return this;
        },
      },
      { n: '1', toJSON: '[Function: toJSON]' },
    ],
    ['what toJSON gives', { toJSON: () => ({ big: 1n }) }, { big: '1' }],
  ])('shows %s', (_, value, expected) => {
    expect(shown(value)).toEqual(expected);
  });

  it('shows an error, wherever it is, with name, message, stack, code and own members', () => {
    const error = Object.assign(new TypeError('bad "input"\nline 2'), { code: 'E_BAD', status: 400 });
    for (const value of [error, { err: error }, [[{ deep: error }]], new Map([['e', error]])]) {
      const json = safeJson(value);
      expect(json).toContain(
        `{"name":"TypeError","message":"bad \\"input\\"\\nline 2","stack":${JSON.stringify(error.stack)},"code":"E_BAD","status":400}`,
      );
    }
  });

  it('shows a system error, whose own members JSON.stringify would show without the message', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), {
      errno: -111,
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(shown({ error })).toMatchObject({
      error: { message: 'connect ECONNREFUSED', errno: -111, syscall: 'connect' },
    });
  });

  it('shows the chain of causes and the errors of an AggregateError', () => {
    const error = new AggregateError([new Error('one'), 'two'], 'both', { cause: new Error('root', { cause: 7n }) });
    expect(shown({ error })).toMatchObject({
      error: {
        name: 'AggregateError',
        message: 'both',
        cause: { message: 'root', cause: '7' },
        errors: [{ message: 'one' }, 'two'],
      },
    });
  });

  it('ends a chain of causes that has no end', () => {
    const error = new Error('self');
    error.cause = error;
    expect(shown(error)).toMatchObject({ message: 'self', cause: '[Circular]' });
    const chain = nested(10_000, (cause) => new Error('link', { cause }));
    expect(safeJson(chain)).toContain('[Deeper than 64 levels]');
  });

  it('shows an error of another realm', () => {
    expect(shown(runInNewContext('new RangeError("far away")'))).toMatchObject({
      name: 'RangeError',
      message: 'far away',
    });
  });

  it('shows circular values, and shared ones in full', () => {
    const shared = { s: 1 };
    const value: Record<string, unknown> = { a: shared, b: [shared] };
    value['self'] = { back: value };
    expect(shown(value)).toEqual({ a: { s: 1 }, b: [{ s: 1 }], self: { back: '[Circular]' } });
  });

  it('shows the neighbours of a getter that throws, whatever it throws', () => {
    const thrown = [
      new Error('x"},"index":"secrets\n'),
      'text',
      undefined,
      {
        toString: () => {
          throw new Error('again');
        },
      },
    ];
    for (const what of thrown) {
      const value = {
        before: 1,
        get bad() {
          throw what;
        },
        after: 2,
      };
      expect(shown({ value })).toMatchObject({
        value: { before: 1, bad: expect.stringMatching(/^\[Threw: /), after: 2 },
      });
    }
  });

  it('shows proxies and toJSON methods that throw, and a revoked proxy', () => {
    const hostile = new Proxy({}, { get: fail, getPrototypeOf: fail, has: fail, ownKeys: fail });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const value = shown({ a: 1, hostile, proxy, json: { toJSON: fail }, z: 2 });
    expect(value).toEqual({
      a: 1,
      hostile: '[Threw: trap]',
      proxy: expect.stringMatching(/revoked/),
      json: '[Threw: trap]',
      z: 2,
    });
    expect(shown(hostile)).toBe('[Threw: trap]');
  });

  it('does not overflow the stack on 50,000 levels', () => {
    expect(safeJson(nested(50_000, (inner) => ({ inner })))).toContain('[Deeper than 64 levels]');
    expect(safeJson(nested(50_000, (inner) => [inner]))).toContain('[Deeper than 64 levels]');
    expect(safeJson(nested(50_000, (inner) => new Map([[1, inner]])))).toContain('[Deeper than 64 levels]');
    expect(safeJson(nested(50_000, (inner) => ({ toJSON: () => inner })))).toContain('[Deeper than 64 levels]');
  });

  it('bounds what shared references multiply to', () => {
    const json = safeJson(nested(30, (inner) => ({ a: inner, b: inner })));
    expect(() => JSON.parse(json) as unknown).not.toThrow();
    expect(json).toContain('more]');
    expect(json.length).toBeLessThan(20_000_000);
  });

  it('bounds an endless iterator behind a set', () => {
    class Endless extends Set<number> {
      override *[Symbol.iterator](): SetIterator<number> {
        for (;;) yield 1;
      }
    }
    expect(safeJson(new Endless()).length).toBeLessThan(20_000_000);
  });

  it('keeps all of a wide value', () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]));
    expect(shown(wide)).toEqual(wide);
    expect(shown({ ...wide, odd: 1n })).toEqual({ ...wide, odd: '1' });
  });

  it('keeps all of a string of 10 MB', () => {
    const text = '\n'.repeat(10_000_000);
    const both = shown({ text, odd: 1n }) as { text: string; odd: string };
    // Compared before `expect`, which would take seconds to prepare its message.
    expect([shown(text) === text, both.text === text, both.odd]).toEqual([true, true, '1']);
  });

  it('counts what is too much to show', () => {
    const value = shown([Number.NaN, ...Array.from({ length: 1_500_000 }, () => 1)]) as unknown[];
    expect(value.at(-1)).toMatch(/^\[\d+ more\]$/);
    expect(value.length - 1 + Number(/\d+/.exec(String(value.at(-1)))?.[0])).toBe(1_500_001);
    expect(shown({ odd: 1n, bytes: new Uint8Array(100_000) })).toMatchObject({
      bytes: { truncated: true, bytes: 100_000, base64: expect.stringMatching(/^A{65536}$/) },
    });
    const text = 'x'.repeat(10_000_000);
    expect(safeJson([1n, text, text, text, text, text, text]).slice(-12)).toBe(',"[2 more]"]');
  });

  it('writes lone surrogates as escapes, so that the bytes are UTF-8', () => {
    expect(safeJson({ '\ud800': '\udfff' })).toBe(String.raw`{"\ud800":"\udfff"}`);
    expect(safeJson(['\ud800', 1n])).toBe(String.raw`["\ud800","1"]`);
  });

  it('is one JSON value without line breaks, and never throws, for anything', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withObjectString: true,
      withBoxedValues: true,
      withNullPrototype: true,
      withUnicodeString: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const json = safeJson(value);
        expect(json).not.toMatch(/[\n\r]/);
        expect(() => JSON.parse(json) as unknown).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('blank (S36)', () => {
  it.each([
    '""',
    '"   "',
    String.raw`"\n\t \r"`,
    String.raw`"\u0020\u00a0"`,
    '"\u2003"',
    'null',
    '{}',
    '[]',
    ' { } ',
    '[ ]',
  ])('says that %s is blank, and gives it a stand-in that is not', (json) => {
    expect(blank(json)).toBe(true);
    expect(blank(standIn(json))).toBe(false);
    expect(JSON.parse(standIn(json))).toEqual({ blank: json.trim() });
  });

  it.each([
    '0',
    'false',
    '"a"',
    '" a "',
    String.raw`"\u0061"`,
    '{"a":null}',
    '[null]',
    '[[]]',
    ' {"a":1}',
    '"\\\\"',
    '"\\b"',
  ])('says that %s is not blank', (json) => {
    expect(blank(json)).toBe(false);
  });

  it('shortens ten megabytes of white space', () => {
    const json = `"${' '.repeat(10_000_000)}"`;
    expect(blank(json)).toBe(true);
    expect(standIn(json).length).toBeLessThan(100);
  });

  it('agrees with the parsed value, for any JSON', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.stringMatching(/^\s*$/).map((text) => JSON.stringify(text)),
        ),
        (json) => {
          const value: unknown = JSON.parse(json);
          const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
          expect(blank(json)).toBe(value === null || empty || (typeof value === 'string' && value.trim() === ''));
        },
      ),
    );
  });
});

function finite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(finite);
}
