import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { template } from '../../src/dialect/template.ts';
import type { Hole, Route } from '../../src/dialect/types.ts';
import { isJsonObject } from '../../src/envelope/check-line.ts';
import { render } from '../../src/envelope/render.ts';

const ROUTE: Route = { key: '', kind: 'event', path: '', headers: {}, open: '', separator: '', close: '' };

/** What a hole becomes between `<` and `>`. */
function filled(hole: Hole, payload: string, fields = ''): string {
  return render(template(ROUTE, ['<', [hole], '>']), '1700000000.123', payload, fields).slice(1, -1);
}

describe('render', () => {
  it.each<[Hole, string, string]>([
    ['seconds', '1', '1700000000.123'],
    ['millis', '1', '1700000000123'],
    ['nanos', '1', '1700000000123000000'],
    ['iso', '1', '"2023-11-14T22:13:20.123Z"'],
    ['line', '{"a":1}', '{"a":1}'],
    ['members', '{"a":1,"b":{}}', ',"a":1,"b":{}'],
    ['members', '{}', ''],
    ['members', '{ }', ''],
    ['members', '{"a":1} ', ',"a":1'],
    ['members', ' {"a":1}\r', ',"a":1'],
    ['members', '"text"', ',"message":"text"'],
    ['members', '[1]', ',"message":[1]'],
    ['quoted', '{"a":"b"}', '"{\\"a\\":\\"b\\"}"'],
    ['quoted', '"text"', '"text"'],
    ['text', '"a\\r\\nb\\nc\\rd"', 'a b c d'],
    ['text', '{"a":\r1}', '{"a": 1}'],
  ])('fills %s of %j with %j', (hole, payload, expected) => {
    expect(filled(hole, payload)).toBe(expected);
  });

  it("puts a comma before an event's own fields, unless they come first", () => {
    expect(filled('fields', '1', '"a":1')).toBe(',"a":1');
    expect(filled('fields', '1')).toBe('');
    expect(filled('fieldsOnly', '1', '"a":1')).toBe('"a":1');
  });

  it('puts the members of any checked line inside another object, white space around it or not (promise 3)', () => {
    const space = fc.stringMatching(/^[ \t\r]{0,2}$/);
    fc.assert(
      fc.property(space, fc.dictionary(fc.string(), fc.jsonValue()), space, (before, object, after) => {
        const line = `${before}${JSON.stringify(object)}${after}`;
        expect(isJsonObject(line)).toBe(true);
        const outer = JSON.parse(`{"outer":1${filled('members', line)}}`) as Record<string, unknown>;
        expect(Object.keys(outer).toSorted()).toEqual([...new Set(['outer', ...Object.keys(object)])].toSorted());
      }),
    );
  });
});
