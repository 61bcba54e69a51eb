import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader, type LineReader } from '../../src/envelope/line-reader.ts';

type Seen = string | { head: string; bytes: number };

/** Reads into a list of lines, one entry each, whatever runs they came in. */
function collector(maxLineBytes = 1_000_000): { reader: LineReader; seen: Seen[]; runs: (string | Uint8Array)[] } {
  const seen: Seen[] = [];
  const runs: (string | Uint8Array)[] = [];
  const reader = createLineReader({
    maxLineBytes,
    onLines(lines) {
      runs.push(typeof lines === 'string' ? lines : Buffer.from(lines));
      const text = typeof lines === 'string' ? lines : Buffer.from(lines).toString();
      seen.push(...(text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'));
    },
    onOversize(head, bytes) {
      seen.push({ head: typeof head === 'string' ? head : Buffer.from(head).toString(), bytes });
    },
  });
  return { reader, seen, runs };
}

/** Cuts at the given places, which may lie in the middle of a character. */
function cut<T extends string | Buffer>(input: T, places: readonly number[]): T[] {
  const at = [0, ...places.map((place) => place % (input.length + 1)).toSorted((a, b) => a - b), input.length];
  return at.slice(1).map((end, i) => input.slice(at[i], end) as T);
}

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll('\n', '')),
  fc.constantFrom('', '{"msg":"h€llo 😀"}', '\r', 'x'.repeat(100)),
);
const places = fc.array(fc.nat(2000), { maxLength: 12 });

/** What must come out, worked out line by line. */
function expected(lines: readonly string[], maxLineBytes: number): Seen[] {
  return lines.map((text) => {
    const bytes = Buffer.byteLength(text);
    if (bytes <= maxLineBytes) return text;
    let head = '';
    for (const character of text) {
      if (Buffer.byteLength(head + character) > maxLineBytes) break;
      head += character;
    }
    return { head, bytes };
  });
}

describe('createLineReader', () => {
  it('gives the same lines wherever text is cut, between the halves of a character too', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), places, fc.integer({ min: 1, max: 120 }), (lines, at, cap) => {
        const { reader, seen } = collector(cap);
        for (const chunk of cut(lines.map((text) => `${text}\n`).join(''), at)) reader.write(chunk);
        reader.end();
        expect(seen).toEqual(expected(lines, cap));
      }),
    );
  });

  it('gives the same lines wherever bytes are cut, and whatever becomes of the chunk afterwards', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), places, fc.integer({ min: 1, max: 120 }), (lines, at, cap) => {
        const { reader, seen } = collector(cap);
        for (const chunk of cut(Buffer.from(lines.map((text) => `${text}\n`).join('')), at)) {
          const reused = Buffer.from(chunk);
          reader.write(reused);
          reused.fill(0x0a);
        }
        reader.end();
        expect(seen).toEqual(expected(lines, cap));
      }),
    );
  });

  it('takes text and bytes in turn', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), places, fc.array(fc.boolean()), (lines, at, asText) => {
        const { reader, seen } = collector(60);
        // Whole characters only: half of one cannot be written as text.
        const characters = Array.from(lines.map((text) => `${text}\n`).join(''));
        const chunks = cut(Buffer.from(characters.map((_, i) => i % 256)), at).map((piece) => piece.length);
        let from = 0;
        chunks.forEach((length, i) => {
          const chunk = characters.slice(from, (from += length)).join('');
          reader.write(asText[i] === true ? chunk : Buffer.from(chunk));
        });
        reader.end();
        expect(seen).toEqual(expected(lines, 60));
      }),
    );
  });

  it('keeps every byte of lines that are not UTF-8', () => {
    const { reader, runs } = collector();
    reader.write(Buffer.from([0xff, 0xfe, 0x0a, 0xc3]));
    reader.write(Buffer.from([0x28, 0x0a]));
    expect(Buffer.concat(runs as Buffer[])).toEqual(Buffer.from([0xff, 0xfe, 0x0a, 0xc3, 0x28, 0x0a]));
  });

  it('hands on the complete lines of a chunk as one slice of it', () => {
    const { reader, runs } = collector();
    reader.write('{"a":1}\n{"a":2}\n{"a":3}\n{"a":');
    reader.write('4}\n{"a":5}\n{"a":6}\n');
    expect(runs).toEqual(['{"a":1}\n{"a":2}\n{"a":3}\n', '{"a":4}\n', '{"a":5}\n{"a":6}\n']);
  });

  it('hands on a last line that has no LF only at the end', () => {
    const { reader, seen } = collector();
    reader.write('one\ntwo');
    expect(seen).toEqual(['one']);
    reader.end();
    reader.end();
    expect(seen).toEqual(['one', 'two']);
    reader.write('three\n');
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  it('counts a line of exactly the cap as fitting and one byte more as oversize', () => {
    const { reader, seen } = collector(4);
    reader.write('abcd\nabcde\n€x\n€xy\n');
    expect(seen).toEqual(['abcd', { head: 'abcd', bytes: 5 }, '€x', { head: '€x', bytes: 5 }]);
  });

  it.each([
    ['text', (piece: string) => piece],
    ['bytes', (piece: string) => Buffer.from(piece)],
  ])('holds no more of an endless line of %s than the cap', (_, form) => {
    const heads: number[] = [];
    const reader = createLineReader({
      maxLineBytes: 1000,
      onLines: () => {
        throw new Error('the line is not to be handed on as one that fits');
      },
      onOversize: (head, bytes) => heads.push(head.length, bytes),
    });
    const piece = form('x'.repeat(65_536));
    const before = process.memoryUsage();
    for (let i = 0; i < 2000; i++) reader.write(piece);
    const after = process.memoryUsage();
    reader.end();
    // 131 MB went through; what is held is a thousandth of one of the pieces.
    expect(heads).toEqual([1000, 2000 * 65_536]);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(10_000_000);
  });

  it('joins a line of many pieces in time proportional to its length', () => {
    const { reader, seen } = collector(10_000_000);
    const started = performance.now();
    for (let i = 0; i < 100_000; i++) reader.write(Buffer.from('0123456789'));
    reader.write('\n');
    expect(seen).toHaveLength(1);
    expect((seen[0] as string).length).toBe(1_000_000);
    // Joined anew at every piece this would copy 50 GB.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
