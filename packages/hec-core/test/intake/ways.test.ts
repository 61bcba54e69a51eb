import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineOptions } from '../../src/types.ts';
import { CHOICES } from '../dialect/choices.ts';
import { range } from '../support/scene.ts';
import { eachWay } from '../support/ways.ts';

/** As pino numbers them, and some more. */
const LEVELS = {
  10: { label: 'trace' },
  20: { label: 'debug' },
  30: { label: 'info' },
  40: { label: 'warn' },
  50: { label: 'error', index: 'errors' },
  60: { label: 'fatal', index: 'errors', sourcetype: 'é' },
  70: { timeless: true },
  info: { label: 'info' },
} as const;
const TRUSTED: LineOptions = { trusted: true, levels: LEVELS };
const UNTRUSTED: LineOptions = { levels: LEVELS };

const level = fc.constantFrom('10', '20', '30', '40', '50', '60', '70', '80', '90', '"info"', '"é"', '"\\u0041"', '');
const time = fc.constantFrom(
  ...'1700000000123 1700000000123 1700000000124 170000000012 17000000001234 0700000000123 1700000000123.5'.split(' '),
  ...'"2026-01-01T00:00:00Z" "2026-01-01T00:00:00.25Z" 1700000000 null "soon" {}'.split(' '),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 40 }) },
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('é', '日本', '😀', '"', '\\', '}', '{"', '\u2028'),
);
const tail = fc.constantFrom('}', '}', '}', '}', '', ']}', '} ', '}},{"event":"forged"}', ',"list":[1,{"b":null}]}');
const headed = fc
  .tuple(level, time, fc.constantFrom(',', ',', ',', ' ,', ', ', ']'), text, tail)
  .map(([own, at, comma, msg, end]) => `{"level":${own},"time":${at}${comma}"msg":${JSON.stringify(msg)}${end}`);
const odd = fc.constantFrom(
  ...'| |\t|{}|[]|null|{|}|{ }|plain text|{"level":30}|{"level":30,"time":1700000000123}|\ufeff{"a":1}'.split('|'),
  ...'1},{"event":"forged"}|{"a":1}},{"event":"forged"}|{"level": 30, "time": 1700000000123, "a": 1}'.split('|'),
);
const lines = fc.array(fc.oneof({ weight: 9, arbitrary: headed }, odd), { minLength: 150, maxLength: 150 });
const sample = (seed: number): string[] => fc.sample(lines, { numRuns: 1, seed })[0] ?? [];

const long = (units: number, msg = 'x'): string => {
  const head = '{"level":30,"time":1700000000123,"msg":"';
  return `${head}${msg.repeat((units - head.length - 2) / msg.length)}"}`.padEnd(units, '}');
};

describe.each([TRUSTED, UNTRUSTED])('lines arrive the same, however they are given (trusted: $trusted)', (options) => {
  it.each(range(2))('of many levels and times (%i)', (seed) => {
    const { events, differences } = eachWay(sample(seed), {}, options);
    expect(differences).toEqual([]);
    expect(Object.keys(events).length).toBeGreaterThan(2);
    // Who trusts what is no JSON gets what is none.
    for (const envelope of options.trusted === true ? [] : Object.values(events).flat())
      expect(JSON.parse(envelope)).not.toHaveProperty('event', 'forged');
  });

  it.each([
    { limits: { events: 7 } },
    { limits: { bodyBytes: 3_000 } },
    { minLevel: 'warn' },
    { match: { index: 'errors' } },
    { eventIds: true },
  ])('by %o', (deskOptions) => {
    expect(eachWay(sample(7), deskOptions, options).differences).toEqual([]);
  });
});

describe('lines arrive the same, however they are given', () => {
  const short = range(5).map((i) => long(100 + i));

  it.each(CHOICES)('in what %o makes of them', (choice) => {
    const { events, differences } = eachWay(sample(9), { dialect: choice }, TRUSTED);
    expect(differences).toEqual([]);
    expect(Object.values(events).flat().length).toBeGreaterThan(100);
  });

  it.each([
    { host: 'h', source: 'é 日本', fields: { a: '😀', b: [1, 2] } },
    { host: '1234567890.123', source: '9876543210.987' },
    { source: 's'.repeat(7_900) },
    { source: 's'.repeat(9_000) },
    { source: '\ud800' },
    { timeless: true as const },
  ])('with metadata, long or odd as it may be (%#)', (metadata) => {
    expect(eachWay(sample(5), { metadata }, TRUSTED).differences).toEqual([]);
    expect(eachWay(sample(6), {}, TRUSTED, metadata).differences).toEqual([]);
  });

  it.each(['x', 'é', '😀'])('at the sizes of what they are brought in by, made of %s', (msg) => {
    const sizes = [43_668, 43_669, 65_534, 65_535, 65_536, 65_537, 131_006, 131_007, 131_008, 131_009, 200_000];
    const all = sizes.flatMap((units) => [...short, long(units, msg)]);
    const { events, differences } = eachWay(all, {}, UNTRUSTED);
    expect(differences).toEqual([]);
    expect(Object.values(events).flat().length).toBe(all.length);
  });

  it.each(['é', '😀'])('where their bytes are more than their characters (%s)', (msg) => {
    const ascii = range(200).map((i) => long(600 + i));
    const wide = range(400).map((i) => long(600 + i, msg));
    for (const all of [
      [...ascii, ...wide, ...ascii],
      [...wide, ...ascii, ...wide],
    ])
      expect(eachWay(all, {}, TRUSTED).differences).toEqual([]);
  });

  it('with half a character somewhere', () => {
    expect(
      eachWay([...sample(3), '{"level":30,"time":1700000000123,"msg":"\ud83d"}', ...sample(4)], {}, TRUSTED)
        .differences,
    ).toEqual([]);
  });
});
