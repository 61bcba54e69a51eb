import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, isJsonValue } from '../../src/envelope/check-line.ts';
import { quote } from '../../src/envelope/quote.ts';

const FORGERIES = [
  '1},{"event":"forged","index":"secrets"',
  '{"a":1},{"event":"forged","index":"secrets"}',
  '{"a":1}}{"event":"forged","index":"secrets"',
  '{"a":1},"index":"secrets","x":{"y":1}',
  '{}}\n{"event":"forged","index":"secrets"}',
  '"x","index":"secrets"',
  '{"a":1} {"b":2}',
  '{"a":1}//',
  '{"a":1}\u0000',
  '\ufeff{"a":1}',
  '{"a":1}\u00a0',
  "{'a':1}",
  '{"a":1,}',
  '{"a":NaN}',
  '{"a":01}',
  '{"a":"\n"}',
  '{"a":"\\x41"}',
  '{"a":1',
  '',
  ' ',
];

function spliced(line: string): string {
  return `{"event":${isJsonObject(line) ? line : quote(line)}}`;
}

function onlyEvent(line: string): void {
  const envelope: unknown = JSON.parse(spliced(line));
  expect(Object.keys(envelope as object)).toEqual(['event']);
}

describe('isJsonObject', () => {
  it.each(['{}', '{"a":1}', ' \t{"a":{"b":[1,"}"]}} ', '{"a":1}\r', '{"event":"x","index":"y"}', '{"a":1,"a":2}'])(
    'takes %j',
    (line) => {
      expect(isJsonObject(line)).toBe(true);
    },
  );

  it.each([...FORGERIES, '1', '"text"', 'null', 'true', '[]', '[{"a":1}]'])('refuses %j', (line) => {
    expect(isJsonObject(line)).toBe(false);
  });
});

describe('isJsonValue', () => {
  it.each(['1', '"text"', 'null', '[1,{"a":2}]', '{}', ' 1 '])('takes %j', (text) => {
    expect(isJsonValue(text)).toBe(true);
  });

  it.each(FORGERIES)('refuses %j', (text) => {
    expect(isJsonValue(text)).toBe(false);
  });
});

describe('an untrusted line in its envelope (promise 3)', () => {
  it.each(FORGERIES)('adds no key and no envelope: %j', (line) => {
    onlyEvent(line);
    expect(JSON.parse(spliced(line))).toEqual({ event: line });
  });

  it('adds no key and no envelope, whatever it is made of', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      '\r',
      ' ',
      '1',
      'null',
      '"a"',
      '"event"',
      '"index":"secrets"',
      '\u2028',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...FORGERIES), { maxLength: 12 }), (parts) =>
        onlyEvent(parts.join('')),
      ),
      {
        numRuns: 3000,
      },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), onlyEvent));
    expect.hasAssertions();
  });

  it('adds no key and no envelope when valid JSON has something in front or behind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', ...FORGERIES),
        fc.json(),
        fc.constantFrom('', ...FORGERIES),
        (before, json, after) => {
          onlyEvent(before + json + after);
        },
      ),
      { numRuns: 1000 },
    );
    expect.hasAssertions();
  });
});

describe('quote', () => {
  it('gives the text back, on one line, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text)).not.toMatch(/[\n\r]/);
        expect(JSON.parse(quote(text))).toBe(text);
      }),
    );
  });
});
