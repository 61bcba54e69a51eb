import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonStream, splitArray } from '../../src/intake/json-stream.ts';

const read = (text: string) => [...readJsonStream(text)];
const values = (text: string) => read(text).map((piece) => ('value' in piece ? piece.value : 'broken'));

/** JSON text with whitespace in the places where it may be, so that no reader can rely on one value being one line. */
const jsonText = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const objectText = fc
  .tuple(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.constantFrom(undefined, 1, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });

describe('JSON stream', () => {
  test.each([
    ['', []],
    [' \r\n\t ', []],
    ['{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['\n{"a":1}\r\n\r\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['[1,[2]]{"a":"}{"}"x\\"y"', [[1, [2]], { a: '}{' }, 'x"y']],
    ['1 true null"s"', [1, true, null, 's']],
    ['{"a":1},{"b":2}', [{ a: 1 }, 'broken']],
    ['{"a":1}}{"b":2}', [{ a: 1 }, 'broken']],
    ['{"a":1}{"b":2', [{ a: 1 }, 'broken']],
    ['{"a":1}{"b":"2}', [{ a: 1 }, 'broken']],
    ['{"a":1]', ['broken']],
    ['{"a":1}not json{"b":2}', [{ a: 1 }, 'broken']],
    ["{'a':1}", ['broken']],
    ['{"a":\u00a01}', ['broken']],
  ])('reads %j as %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test('splits objects and other values joined by any whitespace, none included, at their exact places', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(objectText, space), { maxLength: 8 }), space, (pieces, lead) => {
        let text = lead;
        const expected = pieces.map(([piece, after]) => {
          const start = text.length;
          text += piece + after;
          return { value: JSON.parse(piece) as unknown, start, end: start + piece.length, text: piece };
        });
        expect(read(text)).toEqual(expected);
      }),
    );
  });

  test('splits any JSON values separated by a line feed', () => {
    fc.assert(
      fc.property(fc.array(jsonText), (pieces) => {
        expect(values(pieces.join('\n'))).toEqual(pieces.map((piece) => JSON.parse(piece) as unknown));
      }),
    );
  });

  test('gives what stands before a cut and reports the cut, wherever it falls', () => {
    fc.assert(
      fc.property(objectText, objectText, fc.nat(), (first, second, at) => {
        const cut = first.length + 1 + (at % (second.length - 1));
        const pieces = read(`${first}${second}`.slice(0, cut));
        expect(pieces).toEqual([
          { value: JSON.parse(first) as unknown, start: 0, end: first.length, text: first },
          { start: first.length, broken: true },
        ]);
      }),
    );
  });

  test('never throws, never overlaps and stops at what is broken, whatever the text', () => {
    const noise = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'e', ' ', '\n', 'é'),
    });
    fc.assert(
      fc.property(noise, (text) => {
        const pieces = read(text);
        let reached = 0;
        for (const [i, piece] of pieces.entries()) {
          expect(piece.start).toBeGreaterThanOrEqual(reached);
          expect('broken' in piece && i < pieces.length - 1).toBe(false);
          reached = 'end' in piece ? piece.end : text.length;
        }
      }),
    );
  });

  test('reads a long body in a time that grows with its length', () => {
    const body = `{"event":"${'x'.repeat(90)}"}`.repeat(20_000);
    expect(read(body)).toHaveLength(20_000);
    expect(values('['.repeat(100_000))).toEqual(['broken']);
  });

  test('gives the elements of an array their exact texts, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(space, jsonText, space)), space, (items, inside) => {
        const text = `[${items.map((item) => item.join('')).join(',') || inside}]`;
        expect(splitArray(text)).toEqual(items.map(([, item]) => item));
      }),
    );
    expect(splitArray('[ 1747771778324434944 , {"a":[1,2]},"x,]" ]')).toEqual([
      '1747771778324434944',
      '{"a":[1,2]}',
      '"x,]"',
    ]);
  });
});
