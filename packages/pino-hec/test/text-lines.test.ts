import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTextLines, type TextLines, type TextSink } from '../src/cli/text-lines.ts';
import { type Clock, createClock } from './support/clock.ts';

let clock: Clock;
let seen: string[];
let lines: TextLines;

beforeEach(() => {
  clock = createClock();
  seen = [];
  const sink: TextSink = {
    json: (run) => seen.push(`json ${Buffer.from(run).toString()}`),
    text: (text) => seen.push(`text ${text}`),
  };
  lines = createTextLines(sink, clock.timer);
});

const write = (text: string): void => lines.write(Buffer.from(text));

describe('createTextLines', () => {
  it('hands on lines that begin with a brace as one run', () => {
    write('{"a":1}\n  {"a":2}\n{"a":3}\n');
    expect(seen).toEqual(['json {"a":1}\n  {"a":2}\n{"a":3}\n']);
  });

  it('keeps the order of JSON and text', () => {
    write('{"a":1}\nplain\n{"a":2}\nmore\n');
    lines.flush();
    expect(seen).toEqual(['json {"a":1}\n', 'text plain', 'json {"a":2}\n', 'text more']);
  });

  it('makes one event of a stack trace, and one each of lines that do not belong together', () => {
    write(
      'first\nsecond\nTypeError: x is not a function\n    at a (a.js:1:1)\n    at b (b.js:2:2)\nCaused by: y\n... 3 more\nnext\n',
    );
    lines.flush();
    expect(seen).toEqual([
      'text first',
      'text second',
      'text TypeError: x is not a function\n    at a (a.js:1:1)\n    at b (b.js:2:2)\nCaused by: y\n... 3 more',
      'text next',
    ]);
  });

  it('keeps a stack trace together that comes in two writes', () => {
    write('Error: x\n    at a\n');
    write('    at b\n');
    expect(seen).toEqual([]);
    clock.advance(100);
    expect(seen).toEqual(['text Error: x\n    at a\n    at b']);
  });

  it('does not wait for more than a moment, nor past a line of JSON', () => {
    write('alone\n');
    clock.advance(100);
    expect(seen).toEqual(['text alone']);
    write('Error: x\n');
    write('{"a":1}\n');
    expect(seen).toEqual(['text alone', 'text Error: x', 'json {"a":1}\n']);
  });

  it('skips blank lines, and takes the carriage return off text but not off JSON', () => {
    write('\n   \r\na\r\n\n{"a":1}\r\n');
    lines.flush();
    expect(seen).toEqual(['text a', 'json {"a":1}\r\n']);
  });

  it('bounds what it puts together', () => {
    write(`head\n${`    at ${'x'.repeat(1000)}\n`.repeat(1000)}`);
    lines.flush();
    expect(seen.length).toBeGreaterThan(1);
    expect(Math.max(...seen.map(({ length }) => length))).toBeLessThan(300_000);
  });

  it('loses no visible line, whatever comes', () => {
    const line = fc.constantFrom('{"a":1}', 'text', '    at x', '', '}', '{', ' {"b":2}', 'Caused by: z', '\tat y');
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 6 }), (writes) => {
        seen = [];
        for (const each of writes) write(each.map((text) => `${text}\n`).join(''));
        lines.flush();
        const all = writes.flat().filter((text) => text.trim() !== '');
        const got = seen.flatMap((entry) => entry.slice(5).split('\n')).filter((text) => text.trim() !== '');
        expect(got).toEqual(all);
      }),
    );
  });
});
