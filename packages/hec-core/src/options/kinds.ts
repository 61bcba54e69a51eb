import type { FieldValue } from '../dialect/types.ts';
import { expected, type Kind, type Read, text } from './check.ts';
import { got, isRecord, typeOf } from './got.ts';
import type { TokenSource } from './groups.ts';

/** A list of at least one; in the environment separated by commas. */
export function list<T>(item: Kind<T>, separate: (raw: string) => string[] = commas): Kind<readonly T[]> {
  return {
    type: `${item.type}[]`,
    range: item.range,
    read(value) {
      if (!Array.isArray(value) || value.length === 0) {
        return expected('a list of one or more', Array.isArray(value) ? 'an empty list' : typeOf(value));
      }
      const items: T[] = [];
      for (const [i, each] of [...value].entries()) {
        const read = item.read(each);
        if (read.problem !== undefined) return { problem: `item ${i + 1}: ${read.problem}` };
        items.push(read.value);
      }
      return { value: items };
    },
    parse: (raw) => separate(raw).map((part) => item.parse(part)),
  };
}

/** One, or a list of at least one. */
export function oneOrList(item: Kind<string>, separate?: (raw: string) => string[]): Kind<string | readonly string[]> {
  const several = list(item, separate);
  return {
    type: `${item.type} | ${several.type}`,
    range: item.range,
    read: (value) => (Array.isArray(value) ? several.read(value) : item.read(value)),
    parse: several.parse,
  };
}

/** HEC takes flat fields only: an object in them is answered with code 15 (protocol 1.5). */
export const flatFields: Kind<Readonly<Record<string, FieldValue>>> = {
  type: 'object of flat values',
  range: '',
  read: (value) =>
    readEntries(value, (each) =>
      isFlat(each) || (Array.isArray(each) && [...each].every(isFlat))
        ? { value: Array.isArray(each) ? [...each] : each }
        : expected('text, a finite number, a boolean or a list of these', typeOf(each)),
    ),
  parse: parseEntries,
};

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** The sender's own: another value would break the framing of the request (RFC 9112 6, RFC 9110 7.6.1). */
const OWN_HEADER = /^(connection|keep-alive|upgrade|te|trailer|transfer-encoding|expect|content-(length|encoding))$/i;

/** Request headers, their names in lower case. Answers show no values: they may be API keys. */
export const headerMap: Kind<Readonly<Record<string, string>>> = {
  type: 'object of strings',
  range: '',
  read(value) {
    const read = readEntries(value, (each, name) => {
      if (!HEADER_NAME.test(name)) return { problem: 'this is not a header name' };
      if (OWN_HEADER.test(name)) return { problem: 'this header is written by the sender itself' };
      return typeof each === 'string' && HEADER_VALUE.test(each)
        ? { value: each }
        : expected('text on one line', typeof each === 'string' ? 'other text' : typeOf(each));
    });
    if (read.problem !== undefined) return read;
    return { value: Object.fromEntries(Object.entries(read.value).map(([name, each]) => [name.toLowerCase(), each])) };
  },
  parse: parseEntries,
};

export const headerName: Kind<string> = text('the name of a header', (name) => HEADER_NAME.test(name));

/** What stands before the token; empty for a bare token, which is `none` in the environment, where empty is unset. */
export const headerPrefix: Kind<string> = {
  type: 'string',
  range: '',
  read: (value) =>
    typeof value === 'string' && HEADER_VALUE.test(value)
      ? { value: value.trim() }
      : expected('text on one line', got(value)),
  parse: (raw) => (raw.toLowerCase() === 'none' ? '' : raw),
};

/** Where the token comes from. Answers never show a value: even a wrong one may be a token. */
export const token: Kind<TokenSource> = {
  type: 'string | { env } | { file } | function',
  range: '',
  read(value): Read<TokenSource> {
    const what = 'text, { env: name }, { file: name } or a function';
    if (typeof value === 'function') return { value: value as () => string | Promise<string> };
    if (typeof value === 'string') return readToken(value);
    if (!isRecord(value)) return expected(what, typeOf(value));
    const { env, file, ...others } = value;
    if (Object.keys(others).length > 0 || (env === undefined) === (file === undefined)) {
      return expected(what, 'an object with other keys');
    }
    if (typeof env === 'string' && /^[A-Za-z_]\w*$/.test(env)) return { value: { env } };
    if (typeof file === 'string' && file !== '') return { value: { file } };
    return env === undefined
      ? expected('a file name under `file`', typeof file === 'string' ? 'an empty string' : typeOf(file))
      : expected(
          'the name of an environment variable under `env`',
          typeof env === 'string' ? 'other text' : typeOf(env),
        );
  },
  parse: (raw) => raw,
};

function readToken(value: string): Read<string> {
  if (value === '') return expected('a token', 'an empty string');
  const scheme = /^(Splunk|Bearer|Basic) /i.exec(value)?.[1];
  if (scheme)
    return { problem: `expected the bare token, got one with \`${scheme}\` in front: that is \`tokenPrefix\`` };
  return /^[\x21-\x7e]+$/.test(value) ? { value } : expected('a token', 'text with spaces, line breaks or other signs');
}

function readEntries<T>(value: unknown, entry: (value: unknown, name: string) => Read<T>): Read<Record<string, T>> {
  if (!isRecord(value)) return expected('an object', typeOf(value));
  const entries: [string, T][] = [];
  for (const [name, each] of Object.entries(value)) {
    if (each === undefined) continue;
    const read = entry(each, name);
    if (read.problem !== undefined) return { problem: `at \`${name}\`: ${read.problem}` };
    entries.push([name, read.value]);
  }
  // Defines, where an assignment to `__proto__` would not.
  return { value: Object.fromEntries(entries) };
}

const isFlat = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** The parts of `a, b`. */
export const commas = (raw: string): string[] =>
  raw
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `k=v,k2=v2`, or JSON for values that hold a comma or are no text. */
function parseEntries(raw: string): unknown {
  if (raw.startsWith('{')) {
    try {
      return JSON.parse(raw) as unknown;
    } catch {
      return raw;
    }
  }
  const pairs = commas(raw).map((pair) => /^([^=]+)=(.*)$/s.exec(pair));
  return pairs.every((pair) => pair !== null)
    ? Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.trim(), value.trim()]))
    : raw;
}
