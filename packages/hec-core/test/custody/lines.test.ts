import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBody, linesOf } from '../../src/custody/lines.ts';
import { ARRAY, LINES } from '../support/routes.ts';

const event = fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text }));

describe('cutting a body', () => {
  for (const route of [LINES, ARRAY]) {
    it(`gives bodies of the same framing that hold the same events (${route.key})`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.array(event, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
          (groups) => {
            const body = bodyOf(groups.flat(), route);
            const parts = cutBody(
              body,
              route,
              groups.map((group) => group.length),
            );
            expect(parts.map((part) => part.events)).toEqual(groups.map((group) => group.length));
            expect(parts.map((part) => Buffer.from(part.body).toString())).toEqual(
              groups.map((group) => bodyOf(group, route).toString()),
            );
            expect(parts.flatMap((part) => linesOf(part.body, route))).toEqual(groups.flat());
          },
        ),
      );
    });
  }

  it('leaves an array body valid JSON in every part', () => {
    const parts = cutBody(bodyOf(['{"a":1}', '[2]', '"x,y"'], ARRAY), ARRAY, [2, 1]);
    expect(parts.map((part) => JSON.parse(Buffer.from(part.body).toString()))).toEqual([
      { list: [{ a: 1 }, [2]] },
      { list: ['x,y'] },
    ]);
  });
});

function bodyOf(events: readonly string[], route: typeof LINES): Buffer {
  return Buffer.from(`${route.open}${events.join(`\n${route.separator}`)}${route.close}`);
}
