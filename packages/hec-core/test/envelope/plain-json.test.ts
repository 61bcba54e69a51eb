import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../src/envelope/plain-json.ts';

/** What the parser says. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const once = fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar));
const twice = fc.oneof(scalar, fc.array(once), fc.dictionary(fc.string(), once));
const object = fc.dictionary(fc.string({ unit: 'binary' }), twice);

describe('isPlainObject', () => {
  it('takes what JSON.stringify writes of an object with three levels', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(isPlainObject(JSON.stringify(value))).toBe(true);
      }),
    );
  });

  it.each([
    '{"level":30,"time":1700000000123,"msg":"paid"}',
    '{"req":{"headers":{"accept":"*/*"}},"tags":["a",["b"]]}',
    '{"a": 1, "b": [1, 2], "c": {"d": -0.5e-7}}',
    '{"text":"\\u00e9\\n\\"quoted\\" \u2028 ü"}',
  ])('takes %s', (text) => {
    expect(isPlainObject(text)).toBe(true);
    expect(isObject(text)).toBe(true);
  });

  it.each(['{"a":{"b":{"c":{}}}}', ' {"a":1}', '{"a":1}\r', '{"a":\t1}', `{"a":"${'x'.repeat(20_000)}"}`])(
    'leaves %.30s to the parser',
    (text) => {
      expect(isPlainObject(text)).toBe(false);
      expect(isObject(text)).toBe(true);
    },
  );

  it('takes nothing that the parser would not, whatever is changed in an object', () => {
    const piece = fc.constantFrom(
      ...Array.from('{}[],:"\\ \n\t\r\0/x01-+.eEtu9\u2028'),
      '\\u00',
      '\\"',
      'null',
      'tru',
      '01',
      '1.',
      '"a":',
      '},{',
    );
    const change = fc.tuple(fc.nat(), fc.nat(3), piece);
    fc.assert(
      fc.property(object, fc.array(change, { minLength: 50, maxLength: 50 }), (value, changes) => {
        const text = JSON.stringify(value);
        for (const [at, removed, added] of changes) {
          const where = at % (text.length + 1);
          const changed = text.slice(0, where) + added + text.slice(where + removed);
          expect(isPlainObject(changed) && !isObject(changed)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes nothing that the parser would not, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"b":',
      '\\',
      '\\n',
      ' ',
      '0',
      '-1',
      '.5',
      'e9',
      'null',
      '{"a":',
      '[1,',
      '"a":1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = `{${pieces.join('')}}`;
        expect(isPlainObject(text) && !isObject(text)).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });
});
