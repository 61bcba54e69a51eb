import type { Range } from './defaults.ts';
import { got } from './got.ts';

/** A value that will do, as a copy nobody else holds, or what is wrong with it: the rest of a sentence. */
export type Read<T> = { readonly value: T; readonly problem?: never } | { readonly problem: string };

/** What an option takes: one place for the check, the messages, the environment's spelling and the tables. */
export interface Kind<T> {
  /** For tables: `integer`, `'a' | 'b'`. */
  readonly type: string;
  /** For tables; empty when the type says it all. */
  readonly range: string;
  /** Judges a value given in code, or what {@link Kind.parse} made of a text. */
  readonly read: (value: unknown) => Read<T>;
  /** What a text of the environment stands for. Not judged here; what it does not understand it gives back. */
  readonly parse: (raw: string) => unknown;
}

/** ``Expected … , got …``: what all kinds answer. */
export const expected = (what: string, instead: string): { readonly problem: string } => ({
  problem: `expected ${what}, got ${instead}`,
});

/** ``a, b or c`` */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/**
 * Digits in groups of three. Not `toLocaleString`: that loads the engine's language data, 30 ms of every program's start
 * (measured, Node 24).
 */
export const grouped = (n: number, by: string): string => String(n).replaceAll(/\B(?=(?:\d{3})+$)/g, by);

const says = (n: number): string => grouped(n, ',');

/** Whole numbers in a range. */
export function integer({ min, max, unit, zero }: Range): Kind<number> {
  const open = max === Number.MAX_SAFE_INTEGER;
  const span = open ? `an integer of ${min} or more` : `an integer between ${min} and ${max}`;
  const what = zero ? `0 or ${span}` : span;
  return {
    type: 'integer',
    range: `${zero ? '0, ' : ''}${says(min)} ${open ? 'or more' : `to ${says(max)}`} ${unit}`,
    read: (value) =>
      Number.isSafeInteger(value) && (((value as number) >= min && (value as number) <= max) || (zero && value === 0))
        ? { value: value as number }
        : expected(what, got(value)),
    parse: parseNumber,
  };
}

/** One of a few words. The environment may write them in any case. */
export function oneOf<const W extends string>(words: readonly W[]): Kind<W> {
  return {
    type: words.map((word) => `'${word}'`).join(' | '),
    range: '',
    read(value) {
      const word = words.find((each) => each === value);
      return word === undefined ? expected(anyOf(words.map((each) => `'${each}'`)), got(value)) : { value: word };
    },
    parse: (raw) => words.find((word) => word.toLowerCase() === raw.toLowerCase()) ?? raw,
  };
}

/** true or false; in the environment also 1 and 0. */
export const flag: Kind<boolean> = {
  type: 'boolean',
  range: '',
  read: (value) => (typeof value === 'boolean' ? { value } : expected('true or false', got(value))),
  parse: parseFlag,
};

/** Compression: on, off, or a zlib level. In the environment 1 and 0 are on and off, which is the same. */
export function level({ min, max }: { readonly min: number; readonly max: number }): Kind<boolean | number> {
  return {
    type: 'boolean | integer',
    range: `level ${min} to ${max}`,
    read: (value) =>
      typeof value === 'boolean' || (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)
        ? { value: value as boolean | number }
        : expected(`true, false or an integer between ${min} and ${max}`, got(value)),
    parse(raw) {
      const on = parseFlag(raw);
      return typeof on === 'boolean' ? on : parseNumber(raw);
    },
  };
}

/** Text that is not empty; `accepts` and `what` narrow it further. */
export function text(what = 'text', accepts: (value: string) => boolean = () => true): Kind<string> {
  return {
    type: 'string',
    range: '',
    read(value) {
      if (typeof value !== 'string') return expected(what, got(value));
      if (value === '') return expected(what, 'an empty string');
      return accepts(value) ? { value } : expected(what, got(value));
    },
    parse: (raw) => raw,
  };
}

function parseNumber(raw: string): unknown {
  return /^[+-]?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
}

function parseFlag(raw: string): unknown {
  if (/^(true|1)$/i.test(raw)) return true;
  return /^(false|0)$/i.test(raw) ? false : raw;
}
