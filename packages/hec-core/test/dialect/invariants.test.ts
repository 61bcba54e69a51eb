import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDialect, type DialectChoice } from '../../src/dialect/index.ts';
import type { Metadata } from '../../src/dialect/types.ts';
import { flatFields } from '../../src/envelope/fields.ts';
import { safeJson } from '../../src/envelope/safe-value.ts';
import { epochSeconds } from '../../src/envelope/time.ts';
import { body, type Given } from './body.ts';

// What holds for every body of a dialect, whatever the application gives (protocol 7.11).
// 4: endpoint/exchange.test.ts and behaviours/dialects.test.ts. 5-8, 10, 11: splunk-interpret.test.ts. 9: reply.test.ts.
// 12: behaviours/ack.test.ts. Partition of batches and line boundaries, for all: every-dialect.test.ts.

const metadata: fc.Arbitrary<Metadata> = fc.record(
  {
    host: fc.string({ minLength: 1, unit: 'binary' }),
    source: fc.string({ minLength: 1 }),
    sourcetype: fc.string({ minLength: 1 }),
    index: fc.string({ minLength: 1 }),
    fields: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.array(fc.string()))),
  },
  { requiredKeys: [] },
);

const seconds = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(-(10n ** 25n), 10n ** 25n),
    fc.date({ noInvalidDate: true }),
  )
  .map((time) => epochSeconds(time) ?? '0');

/** Events as they reach a frame; some are objects, others anything. */
const events: fc.Arbitrary<Given[]> = fc.array(
  fc.record({
    json: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.anything()).map(safeJson),
    seconds,
    fields: fc.dictionary(fc.string({ minLength: 1 }), fc.anything()).map(flatFields),
  }),
  { minLength: 1, maxLength: 4 },
);

type Members = Readonly<Record<string, unknown>>;
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A member's value as it stands in the text. */
const numeral = (name: string, text: string): string | undefined =>
  new RegExp(`^\\{(?:"event":\\{)?(?:"host":"(?:[^"\\\\]|\\\\.)*",)?"${name}":([^,}]*)`).exec(text)?.[1];

describe.each<DialectChoice>([
  { dialect: 'splunk' },
  { dialect: 'logscale' },
  { dialect: 'falcon' },
  { dialect: 'falcon', falcon: { timeunit: 'seconds', customKeys: { app: 'shop' } } },
  { dialect: 'falcon', falcon: { timeunit: 'milliseconds' } },
])('the HEC envelopes of %o', (choice) => {
  const dialect = createDialect(choice);
  const keys =
    choice.dialect === 'falcon'
      ? ['event', 'fields']
      : ['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields'];

  it('stand alone on their lines, with an event and no strange key (7.11-1)', () => {
    fc.assert(
      fc.property(metadata, events, (given, all) => {
        const lines = body(dialect, 'event', given, all).split('\n');
        expect(lines).toHaveLength(all.length);
        for (const line of lines) {
          const envelope = JSON.parse(line) as Members;
          expect(envelope).toHaveProperty('event');
          expect(Object.keys(envelope).filter((key) => !keys.includes(key))).toEqual([]);
        }
      }),
    );
  });

  it('say a time without exponent (7.11-2)', () => {
    const name = choice.dialect === 'falcon' ? 'timestamp' : 'time';
    fc.assert(
      fc.property(metadata, events, (given, all) => {
        for (const line of body(dialect, 'event', given, all).split('\n'))
          expect(numeral(name, line)).toMatch(/^-?\d+(\.\d+)?$/);
      }),
    );
  });

  it('have flat fields (7.11-3)', () => {
    fc.assert(
      fc.property(metadata, events, (given, all) => {
        for (const line of body(dialect, 'event', given, all).split('\n')) {
          const { fields = {} } = JSON.parse(line) as { fields?: Members };
          const flat = Object.values(fields).every(
            (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)),
          );
          expect(flat).toBe(true);
        }
      }),
    );
  });
});

/** Whether what was posted keeps all of an event: with nothing known of it, an event is sent as it is, whatever it is. */
function holds(posted: unknown, { json, fields = '' }: Given): boolean {
  const own = JSON.parse(json) as unknown;
  if (!isObject(posted)) return fields === '' && isDeepStrictEqual(posted, own);
  if (!isObject(own)) return isDeepStrictEqual(posted['message'], own);
  return Object.entries(own).every(
    ([key, value]) => Object.hasOwn(posted, key) && isDeepStrictEqual(posted[key], value),
  );
}

/** Where the k-th event of a body stands, parsed. */
type Reader = (posted: string) => unknown[];
const lines: Reader = (posted) => posted.split('\n').map((line) => JSON.parse(line) as unknown);
const array: Reader = (posted) => JSON.parse(posted) as unknown[];
const logs: Reader = (posted) => (JSON.parse(posted) as [{ logs: unknown[] }])[0].logs;
const data: Reader = (posted) => lines(posted).map((event) => (event as { data: unknown }).data);

describe.each<[string, DialectChoice, Reader]>([
  ['xsiam', { dialect: 'xsiam' }, lines],
  ['xsiam in envelopes', { dialect: 'xsiam', xsiam: { envelope: true } }, data],
  ['generic', { dialect: 'generic' }, lines],
  ['generic in an array', { dialect: 'generic', generic: { framing: 'array', timestamp: 'milliseconds' } }, array],
  ['generic in an object', { dialect: 'generic', generic: { framing: '[{"logs":[]}]' } }, logs],
  ['generic, bare', { dialect: 'generic', generic: { metadata: false } }, lines],
  ['sekoia with metadata', { dialect: 'sekoia', sekoia: { metadata: true } }, array],
  ['datadog', { dialect: 'datadog', datadog: { service: 's', tags: ['a:b'] } }, array],
  ['elastic', { dialect: 'elastic' }, array],
  ['sumo', { dialect: 'sumo' }, lines],
])('the JSON events of %s', (_, choice, read) => {
  const dialect = createDialect(choice);

  it('are objects in order, and each keeps every member that the application gave it, over all that is added', () => {
    fc.assert(
      fc.property(metadata, events, (known, all) => {
        const posted = read(body(dialect, 'event', known, all));
        expect(posted).toHaveLength(all.length);
        for (const [at, given] of all.entries()) expect(holds(posted[at], given)).toBe(true);
      }),
    );
  });
});

describe.each<[string, DialectChoice, (posted: string) => readonly string[], number]>([
  ['/jsons', { dialect: 'sekoia' }, (posted) => JSON.parse(posted) as string[], 0],
  [
    '/jsons?path=',
    { dialect: 'sekoia', sekoia: { jsonPath: '$.a.b' } },
    (posted) => (JSON.parse(posted) as { a: { b: string[] } }).a.b,
    0,
  ],
  [
    '/batch',
    { dialect: 'sekoia', sekoia: { path: 'batch' } },
    (posted) => (JSON.parse(posted) as { jsons: string[] }).jsons,
    1,
  ],
  [
    '/array',
    { dialect: 'sekoia', sekoia: { path: 'array' } },
    (posted) => (JSON.parse(posted) as { json: string }[]).map(({ json }) => json),
    Number.POSITIVE_INFINITY,
  ],
])('the events of Sekoia.io’s %s', (_, choice, read, keys) => {
  const dialect = createDialect(choice);

  it('are texts in order that say exactly what the application said, with one place a key', () => {
    fc.assert(
      fc.property(metadata, events, (given, all) => {
        const posted = body(dialect, 'event', given, all);
        const texts = all.map(({ json }) => (json.startsWith('"') ? (JSON.parse(json) as string) : json));
        expect(read(posted)).toEqual(texts);
        expect(posted.split('"intake_key":null').length - 1).toBe(Math.min(keys, all.length));
      }),
    );
  });
});

describe.each<[string, DialectChoice]>([
  ['xsiam', { dialect: 'xsiam', xsiam: { format: 'text' } }],
  ['generic', { dialect: 'generic', generic: { format: 'text' } }],
  ['sekoia', { dialect: 'sekoia', sekoia: { path: 'plain/batch' } }],
])('the text of %s', (_, choice) => {
  const dialect = createDialect(choice);

  it('is one line an event, the same but for line breaks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const posted = body(
          dialect,
          'event',
          { host: 'h' },
          texts.map((text) => ({ json: JSON.stringify(text) })),
        );
        expect(posted.split('\n')).toEqual(texts.map((text) => text.replaceAll(/\r\n|[\r\n]/g, ' ').toWellFormed()));
      }),
    );
  });
});
