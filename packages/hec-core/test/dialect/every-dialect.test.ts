import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDialect } from '../../src/dialect/index.ts';
import type { Sent } from '../../src/dialect/types.ts';
import { flatFields } from '../../src/envelope/fields.ts';
import { safeJson } from '../../src/envelope/safe-value.ts';
import { body } from './body.ts';
import { CHOICES } from './choices.ts';

const metadata = fc.record(
  {
    host: fc.string({ minLength: 1, unit: 'binary' }),
    source: fc.string({ minLength: 1, unit: 'binary' }),
    sourcetype: fc.string({ minLength: 1 }),
    index: fc.string({ minLength: 1 }),
    timeless: fc.constant(true as const),
    fields: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.array(fc.string()))),
  },
  { requiredKeys: [] },
);

const answers = fc.record({
  status: fc.oneof(fc.constantFrom(200, 202, 302, 400, 401, 403, 404, 406, 413, 429, 500, 503), fc.integer()),
  headers: fc.dictionary(fc.constantFrom('retry-after', 'date', 'x'), fc.oneof(fc.string(), fc.array(fc.string()))),
  body: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .record(
        {
          code: fc.oneof(fc.integer({ min: -1, max: 30 }), fc.anything()),
          'invalid-event-number': fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double(), fc.anything()),
          ackId: fc.oneof(fc.nat(), fc.anything()),
          text: fc.anything(),
          event_id: fc.anything(),
          event_ids: fc.oneof(fc.array(fc.anything()), fc.anything()),
        },
        { requiredKeys: [] },
      )
      .map((value) => safeJson(value)),
  ),
});

const batches: fc.Arbitrary<Sent> = fc.record({
  events: fc.integer({ min: 1, max: 40 }),
  bytes: fc.integer({ min: 1, max: 10_000_000 }),
  kind: fc.constantFrom('event', 'raw'),
  ownIndex: fc.boolean(),
});

describe.each(CHOICES)('%o', (choice) => {
  const dialect = createDialect(choice);

  it('partitions every batch, whatever the answer (7.11-7, 7.11-9)', () => {
    fc.assert(
      fc.property(answers, batches, (response, sent) => {
        const { runs, text = '' } = dialect.interpret(response, sent);
        expect(runs.reduce((sum, run) => sum + run.events, 0)).toBe(sent.events);
        expect(runs.every((run) => Number.isInteger(run.events) && run.events > 0)).toBe(true);
        // What cannot be halved is refused: an event that no collector takes must not go round for ever.
        expect(runs.some((run) => run.fate.do === 'halve' && run.events < 2)).toBe(false);
        expect(text).not.toMatch(/\p{Cc}/u);
        const waits = runs.flatMap(({ fate }) => (fate.do === 'retry' ? [fate.afterMs ?? 0] : []));
        expect(waits.every((ms) => Number.isFinite(ms) && ms >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('makes bodies of as many lines as events, each JSON that no event can add to (promise 3)', () => {
    const event = fc.record({
      json: fc.anything().map(safeJson),
      fields: fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
    });
    fc.assert(
      fc.property(metadata, fc.array(event, { minLength: 1, maxLength: 4 }), (given, events) => {
        const posted = body(
          dialect,
          'event',
          given,
          events.map(({ json, fields }) => ({ json, fields: flatFields(fields) })),
        );
        expect(posted.split('\n')).toHaveLength(events.length);
        const { separator } = dialect.frame('event', given, false).route;
        const whole = separator === ',' ? [posted] : posted.split('\n');
        expect(() => whole.map((text) => JSON.parse(text) as unknown)).not.toThrow();
      }),
    );
  });

  it('has the same route for the same metadata and never a credential in it', () => {
    fc.assert(
      fc.property(metadata, (given) => {
        const { route } = dialect.frame('event', given, false);
        expect(dialect.frame('event', given, false).route).toBe(route);
        expect(dialect.frame('raw', given, false).route.key).not.toBe(route.key);
        expect(Object.keys(route.headers)).not.toContain(dialect.credential.header);
      }),
    );
  });
});
