import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochSeconds, lineTime, toIso, toMillis, toNanos } from '../../src/envelope/time.ts';

const CANONICAL = /^(?:0|-?[1-9]\d*|-?0(?=\.0*[1-9])|0(?=\.))(?:\.\d+)?$/;

describe('epochSeconds', () => {
  it.each<[string, number | bigint | string | Date, string | undefined]>([
    ['epoch milliseconds', 1_700_000_000_123, '1700000000.123'],
    ['a whole second, its zeros kept', 1_700_000_000_000, '1700000000.000'],
    ['fractions of a millisecond (performance.timeOrigin)', 1_700_000_000_123.25, '1700000000.12325'],
    ['milliseconds before 2001', 999_999_999_999, '999999999.999'],
    ['the first milliseconds', 5, '0.005'],
    ['zero', 0, '0.000'],
    ['minus zero', -0, '0.000'],
    ['a time before 1970', -1500, '-1.500'],
    ['a millisecond before 1970', -1, '-0.001'],
    ['a number that String() writes with e- (S35)', 1e-7, '0.0000000001'],
    ['a number that String() writes with e+ (S35)', 1e21, '1000000000000000000'],
    ['nanoseconds (C09)', 1_747_771_778_324_434_944n, '1747771778.324434944'],
    ['nanoseconds of a clock that counts milliseconds', 1_700_000_000_120_000_000n, '1700000000.120'],
    ['nanoseconds of a clock that counts microseconds', 1_700_000_000_123_456_000n, '1700000000.123456'],
    ['few nanoseconds', 7n, '0.000000007'],
    ['negative nanoseconds', -1n, '-0.000000001'],
    ['a Date', new Date(1_700_000_000_123), '1700000000.123'],
    ['seconds as text, to the last digit', '1700000000.1234567890', '1700000000.1234567890'],
    ['whole seconds as text', '1700000000', '1700000000'],
    ['seconds as text with leading zeros, which JSON has not', '007.5', '7.5'],
    ['seconds as text in exponent form (S35)', '1.7e9', '1700000000'],
    ['ISO 8601', '2023-11-14T22:13:20.123Z', '1700000000.123'],
    ['ISO 8601 with nanoseconds', '2023-11-14T22:13:20.123456789Z', '1700000000.123456789'],
    ['ISO 8601 without a fraction', '2023-11-14T22:13:20Z', '1700000000'],
    ['RFC 3339 with an offset', '2023-11-15T00:13:20.5+02:00', '1700000000.5'],
    ['RFC 3339 with a negative offset and a space', '2023-11-14 17:43:20.5-04:30', '1700000000.5'],
    ['the short offsets of ISO 8601', '2023-11-15T00:13:20,5+02', '1700000000.5'],
    ['the offsets of RFC 822', '2023-11-15T00:13:20+0200', '1700000000'],
    ['a leap second', '2016-12-31T23:59:60.5Z', '1483228800.5'],
    ['a fraction before 1970, which counts towards zero', '1969-12-31T23:59:59.25Z', '-0.75'],
    ['a date', '2023-11-14', '1699920000'],
    ['NaN', Number.NaN, undefined],
    ['infinity', Number.POSITIVE_INFINITY, undefined],
    ['an invalid Date', new Date(Number.NaN), undefined],
    ['words', 'yesterday', undefined],
    ['nothing', '', undefined],
    ['a day that is in no calendar', '2023-02-30T00:00:00Z', undefined],
    ['an hour that is on no clock', '2023-02-20T25:00:00Z', undefined],
    ['a point without a fraction', '1700000000.', undefined],
    ['an exponent that would fill the memory', '1e999999999', undefined],
    ['text of a million digits', '1'.repeat(1_000_000), undefined],
  ])('reads %s', (_, time, seconds) => {
    expect(epochSeconds(time)).toBe(seconds);
  });

  it('reads a date and time without a zone as local, as Date does', () => {
    const text = '2023-11-14T22:13:20.123';
    expect(epochSeconds(text)).toBe(epochSeconds(new Date(text)));
  });

  it('takes no value that is of another type at run time', () => {
    for (const value of [null, undefined, {}, [], true, Symbol('t'), new Proxy(new Date(), {})]) {
      expect(epochSeconds(value as number)).toBeUndefined();
    }
  });

  it('reads a Date of another realm and one whose getTime throws', () => {
    const trap = new Date(1_700_000_000_123);
    trap.getTime = () => {
      throw new Error('trap');
    };
    expect(epochSeconds(trap)).toBe('1700000000.123');
    const foreign = runInNewContext('new Date(1700000000123)') as Date;
    expect(foreign).not.toBeInstanceOf(Date);
    expect(epochSeconds(foreign)).toBe('1700000000.123');
  });

  it('never writes an exponent and always writes a JSON number, for any finite number (7.11-2, S35)', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (millis) => {
        const seconds = epochSeconds(millis) ?? 'undefined';
        expect(seconds).not.toMatch(/[eE]/);
        expect(seconds).toMatch(CANONICAL);
        expect(() => JSON.parse(seconds) as unknown).not.toThrow();
      }),
    );
  });

  it('keeps every millisecond and nanosecond exactly, there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (millis) => {
        expect(toMillis(epochSeconds(millis) ?? '')).toBe(String(millis));
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (nanos) => {
        expect(toNanos(epochSeconds(nanos) ?? '')).toBe(String(nanos));
      }),
    );
  });

  it('keeps the digits of decimal text as they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^\d{1,30}$/), (whole, fraction) => {
        expect(epochSeconds(`${whole}.${fraction}`)).toBe(`${whole}.${fraction}`);
      }),
    );
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seconds = epochSeconds(text);
        expect(seconds ?? '0').toMatch(CANONICAL);
      }),
    );
  });
});

describe('lineTime', () => {
  it.each<[string, string, string | undefined]>([
    ['epoch milliseconds, pino.stdTimeFunctions.epochTime', '1700000000123', '1700000000.123'],
    ['epoch seconds, pino.stdTimeFunctions.unixTime', '1700000000', '1700000000'],
    ['ISO 8601, pino.stdTimeFunctions.isoTime', '"2023-11-14T22:13:20.123Z"', '1700000000.123'],
    [
      'ISO 8601 with nanoseconds, pino.stdTimeFunctions.isoTimeNano',
      '"2023-11-14T22:13:20.123456789Z"',
      '1700000000.123456789',
    ],
    ['epoch nanoseconds', '1700000000123456789', '1700000000.123456789'],
    ['epoch microseconds', '1700000000123456', '1700000000.123456'],
    ['seconds with a fraction', '1700000000.123456', '1700000000.123456'],
    ['milliseconds with a fraction', '1700000000123.456', '1700000000.123456'],
    ['a quoted number', '"1700000000123"', '1700000000.123'],
    ['quoted seconds with a fraction', '"1700000000.5"', '1700000000.5'],
    ['a number in exponent form (S35)', '1.7e9', '1700000000'],
    ['milliseconds in exponent form', '1.700000000123E12', '1700000000.123'],
    ['the last number that is seconds', '99999999999', '99999999999'],
    ['the first number that is milliseconds', '100000000000', '100000000.000'],
    ['the last number that is milliseconds', '99999999999999', '99999999999.999'],
    ['the first number that is microseconds', '100000000000000', '100000000.000000'],
    ['the last number that is microseconds', '99999999999999999', '99999999999.999999'],
    ['the first number that is nanoseconds', '100000000000000000', '100000000.000000000'],
    ['a negative number', '-5', '-5'],
    ['null', 'null', undefined],
    ['true', 'true', undefined],
    ['an object', '{"$date":1}', undefined],
    ['an empty string', '""', undefined],
    ['a single quote mark', '"', undefined],
    ['words', '"14 Nov 2023"', undefined],
    ['escapes', '"2023-11-14T22:13:20\\u005a"', undefined],
    ['ISO 8601 without quotes, which is no JSON', '2023-11-14T22:13:20Z', undefined],
    ['an endless number', '9'.repeat(100_000), undefined],
  ])('reads %s', (_, text, seconds) => {
    expect(lineTime(text)).toBe(seconds);
  });

  it('writes a JSON number without exponent or nothing, for any JSON value (7.11-2)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.double().map(String),
          fc.string().map((s) => JSON.stringify(s)),
        ),
        (text) => {
          const seconds = lineTime(text);
          expect(seconds ?? '0').toMatch(CANONICAL);
        },
      ),
    );
  });
});

describe('the forms of a time', () => {
  it.each([
    ['1700000000.123', '1700000000123', '1700000000123000000', '2023-11-14T22:13:20.123Z'],
    ['1700000000', '1700000000000', '1700000000000000000', '2023-11-14T22:13:20Z'],
    ['1747771778.324434944', '1747771778324', '1747771778324434944', '2025-05-20T20:09:38.324434944Z'],
    ['1700000000.1234567899', '1700000000123', '1700000000123456789', '2023-11-14T22:13:20.1234567899Z'],
    ['0.000', '0', '0', '1970-01-01T00:00:00.000Z'],
    ['0.0005', '0', '500000', '1970-01-01T00:00:00.0005Z'],
    ['-0.0005', '0', '-500000', '1969-12-31T23:59:59.9995Z'],
    ['-1.500', '-1500', '-1500000000', '1969-12-31T23:59:58.500Z'],
    ['-1.000', '-1000', '-1000000000', '1969-12-31T23:59:59.000Z'],
    ['99999999999999', '99999999999999000', '99999999999999000000000', '9999-12-31T23:59:59Z'],
    ['-99999999999999', '-99999999999999000', '-99999999999999000000000', '0000-01-01T00:00:00Z'],
  ])('writes %s as milliseconds, nanoseconds and RFC 3339 (C09, L08)', (seconds, millis, nanos, iso) => {
    expect([toMillis(seconds), toNanos(seconds), toIso(seconds)]).toEqual([millis, nanos, iso]);
  });

  it('has 19 digits of nanoseconds for the times we live in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000_000, max: 9_223_372_036_854 }), (millis) => {
        expect(toNanos(epochSeconds(millis) ?? '')).toMatch(/^\d{19}$/);
      }),
    );
  });

  it('reads back the RFC 3339 text it writes', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
        (date) => {
          const seconds = epochSeconds(date) ?? '';
          expect(toIso(seconds)).toBe(date.toISOString());
          expect(Number(epochSeconds(toIso(seconds)))).toBe(Number(seconds));
        },
      ),
    );
  });
});
