import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineAt, Lines } from '../../src/envelope/lines.ts';
import { createWindow } from '../../src/splicer/window.ts';
import { range } from '../support/scene.ts';

const [START, SIZE] = [64, 100];

const viewed = ({ text, start, end }: LineAt): string => text.slice(start, end);

/** All the lines of a text, as they come through windows; those that are longer than one as they are. */
function through(lines: Lines): string[] {
  const memory = Buffer.alloc(START + SIZE + 64, '\n{"stale":1}\n');
  const window = createWindow(memory, START, SIZE);
  const found: string[] = [];
  const text = (from: number, to?: number): string => Buffer.from(lines.slice(from, to) as string).toString();
  for (let from = 0; from < lines.length; ) {
    const next = window.load(lines, from);
    if (next === from) {
      const end = lines.indexOf('\n' as never, from) === -1 ? lines.length : lines.indexOf('\n' as never, from);
      found.push(text(from, end));
      from = end + 1;
      continue;
    }
    expect(memory[window.end]).toBe(10);
    for (; window.at < window.end; ) {
      const end = memory.indexOf(10, window.at);
      found.push(viewed(window.view(window.at, end)));
      expect(found.at(-1)).toBe(memory.toString('utf8', window.at, end));
      window.at = end + 1;
    }
    from = next;
  }
  return found;
}

/** What there is between line ends, without the nothing behind the last. */
function linesOf(text: string): string[] {
  const all = text.split('\n');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

const piece = fc.constantFrom('\n', '\n', 'a', 'x'.repeat(7), 'é', '日', '😀', '\r\n', 'y'.repeat(31), 'z'.repeat(99));

describe('a window', () => {
  it('brings in every line of a text, whole and in order, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        expect(through(text)).toEqual(linesOf(text));
        expect(through(Buffer.from(text))).toEqual(linesOf(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['x', 'é', '日', '😀'])('does so where a line ends just before, at, or behind its own end (%s)', (last) => {
    for (const units of range(120)) {
      const text = `${'x'.repeat(units)}${last}\n${last.repeat(20)}\nb\n`;
      expect(through(text)).toEqual(linesOf(text));
      expect(through(Buffer.from(text))).toEqual(linesOf(text));
    }
  });

  it('brings in no line twice, where little is known of how many have room', () => {
    const memory = Buffer.alloc(START + SIZE + 64);
    const window = createWindow(memory, START, SIZE);
    const text = `${'é'.repeat(20)}\n`.repeat(1000);
    let loads = 0;
    for (let from = 0; from < text.length; from = window.load(text, from)) loads++;
    // Of 100 bytes a third is there for sure: one line of twenty units.
    expect(loads).toBeLessThanOrEqual(1000);
  });
});
