import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInstance } from '../../src/splicer/instance.ts';
import { range } from '../support/scene.ts';

const { memory, objectEnd, places } = createInstance();

/** What an earlier window may have left behind. */
const STALE = '"}]}\n{"a":1}'.repeat(20);

/** How many bytes of a line are an object; 0 for none. */
function endOf(line: Buffer): number {
  memory.fill(STALE, places.INPUT, places.INPUT + line.byteLength + STALE.length);
  memory.set(line, places.INPUT);
  memory.write('\n', places.INPUT + line.byteLength);
  return Math.max(objectEnd(places.INPUT) - places.INPUT, 0);
}

const takes = (text: string): boolean => endOf(Buffer.from(text)) === Buffer.byteLength(text);

/** What the parser says, of bytes that need not be UTF-8: outside of ASCII all are alike. */
function isObject(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString('latin1'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Where the two do not agree. White space between tokens is the parser's alone. */
function isWrong(bytes: Buffer, mayHaveSpace: boolean): boolean {
  const end = endOf(bytes);
  if (end > 0 && !isObject(bytes.subarray(0, end))) return true;
  return !mayHaveSpace && isObject(bytes) !== (end === bytes.byteLength && end > 0);
}

/** As json.dumps of Python writes it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`);
  return `{${members.join(', ')}}`;
}

const LINES = [
  '{"level":30,"time":1700000000123,"msg":"a","n":-0.5e+7,"t":true,"f":false,"z":null}',
  String.raw`{"msg":"\"é\u00e9\\","list":[{},[],[1,{"a":[]}],"x"],"o":{"p":{"q":0}}}`,
  '{"a": 1, "b": [1, 2], "c": {"d": "日本 😀"}}',
].map((text) => Buffer.from(text));
const BYTES = range(256);
const SPACES = new Set(Buffer.from(' \t\r\n'));

describe('objectEnd', () => {
  it('takes every object that JSON.stringify writes, and Python', () => {
    const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));
    fc.assert(
      fc.property(object, (value) => {
        expect([JSON.stringify(value), spaced(value)].map(takes)).toEqual([true, true]);
      }),
    );
  });

  it('is where the first of several ends', () => {
    expect(endOf(Buffer.from('{"a":1}},{"event":"forged"}'))).toBe(7);
    expect(endOf(Buffer.from('{}{}'))).toBe(2);
  });

  it.each(LINES)('takes nothing else than the parser when one byte of a line is another', (line) => {
    const wrong = [...line.keys()].flatMap((at) =>
      BYTES.flatMap((byte) => {
        const changed = Buffer.from(line);
        changed[at] = byte;
        return isWrong(changed, line.includes(', ') || SPACES.has(byte)) ? [changed.toString('latin1')] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it.each(LINES)('takes nothing else than the parser when a byte is missing, or there is one more', (line) => {
    const wrong = [...line.keys(), line.byteLength].flatMap((at) => {
      const [front, back] = [line.subarray(0, at), line.subarray(at)];
      const more = BYTES.map((byte) => ({ byte, bytes: Buffer.concat([front, Buffer.from([byte]), back]) }));
      const changed = [{ byte: 0, bytes: Buffer.concat([front, back.subarray(1)]) }, ...more];
      return changed.filter(({ byte, bytes }) => isWrong(bytes, line.includes(', ') || SPACES.has(byte)));
    });
    expect(wrong.map(({ bytes }) => bytes.toString('latin1'))).toEqual([]);
  });

  it.each(LINES)('takes no line that is cut off, wherever', (line) => {
    expect(range(line.byteLength).filter((bytes) => endOf(line.subarray(0, bytes)) !== 0)).toEqual([]);
  });

  it.each([...String.raw`\" \\ \/ \b \f \n \r \t \u00e9 \uD83D \uabCD`.split(' '), 'é', '日', '😀'])(
    'takes a string with %s at each place of sixteen bytes',
    (piece) => {
      const texts = range(40).flatMap((units) => [
        `{"a":"${'x'.repeat(units)}${piece}"}`,
        `{"${'x'.repeat(units)}${piece}":"${piece}"}`,
        `{"a":["${'x'.repeat(units)}${piece}${'y'.repeat(40 - units)}"]}`,
      ]);
      expect(texts.filter((text) => !takes(text))).toEqual([]);
    },
  );

  it.each([
    ...String.raw`\x \u00g0 \u00 \ \U00e9 \'`.split(' '),
    ...range(32).map((code) => String.fromCharCode(code)),
  ])('takes no string with %j at any place of sixteen bytes', (piece) => {
    const texts = range(40).map((units) => `{"a":"${'x'.repeat(units)}${piece}","b":1}`);
    expect(texts.filter((text) => endOf(Buffer.from(text)) !== 0)).toEqual([]);
  });

  it('takes the numbers that the parser takes, of all short ones', () => {
    let numbers = [''];
    const wrong: string[] = [];
    for (let length = 1; length <= 4; length++) {
      numbers = numbers.flatMap((number) => Array.from('-+.019eE', (char) => number + char));
      wrong.push(...numbers.filter((number) => isWrong(Buffer.from(`{"a":${number}}`), false)));
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['{"a":', '}'],
    ['{"a":[', ']}'],
  ])('takes what is sixty deep, and leaves deeper ones to the parser (%s)', (open, close) => {
    const step = open.length === 5 ? 1 : 2;
    const nested = (depth: number): string => `${open.repeat(depth / step)}0${close.repeat(depth / step)}`;
    expect([58, 60, 62].map((depth) => takes(nested(depth)))).toEqual([true, true, false]);
    expect([59, 60, 61].map((depth) => takes(`{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
