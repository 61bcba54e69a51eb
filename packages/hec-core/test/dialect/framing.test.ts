import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOfLines, cutBody, eventsOfBody, linesOfBody, sliceLines } from '../../src/dialect/framing.ts';
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
            expect(parts.map(String)).toEqual(groups.map((group) => bodyOf(group, route).toString()));
            expect(parts.flatMap((part) => eventsOfBody(part, route))).toEqual(groups.flat());
          },
        ),
      );
    });
  }

  it('leaves an array body valid JSON in every part', () => {
    const parts = cutBody(bodyOf(['{"a":1}', '[2]', '"x,y"'], ARRAY), ARRAY, [2, 1]);
    expect(parts.map((part) => JSON.parse(part.toString()))).toEqual([{ list: [{ a: 1 }, [2]] }, { list: ['x,y'] }]);
  });
});

describe('lines', () => {
  const events = fc.array(
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    { minLength: 1, maxLength: 10 },
  );

  it.each([LINES, ARRAY])('turns bodies into lines and back, and cuts them at lines ($key)', (route) => {
    fc.assert(
      fc.property(events, fc.nat(10), (all, at) => {
        const body = bodyOf(all, route);
        const lines = linesOfBody(body, route);
        expect(lines.toString()).toBe(textOf(route, all));
        expect(bodyOfLines([lines], route).equals(body)).toBe(true);
        const middle = Math.min(at, all.length);
        const halves = [sliceLines(lines, 0, middle), sliceLines(lines, middle, all.length)];
        expect(halves.map(String)).toEqual([textOf(route, all.slice(0, middle)), textOf(route, all.slice(middle))]);
        expect(
          bodyOfLines(
            halves.filter((half) => half.byteLength > 0),
            route,
          ).equals(body),
        ).toBe(true);
      }),
    );
  });
});

function bodyOf(events: readonly string[], route: typeof LINES): Buffer {
  return Buffer.from(`${route.open}${events.join(`\n${route.separator}`)}${route.close}`);
}

/** As `Custody.enter` takes them. */
function textOf(route: typeof LINES, events: readonly string[]): string {
  return events.map((one) => `${route.separator}${one}\n`).join('');
}
