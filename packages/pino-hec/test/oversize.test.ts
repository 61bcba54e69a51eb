import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { longestLine, standIn } from '../src/oversize.ts';

describe('longestLine', () => {
  it('is 4 MiB, or as long as a batch may be', () => {
    expect(longestLine(undefined)).toBe(4_194_304);
    expect(longestLine(1000)).toBe(4_194_304);
    expect(longestLine(50_000_000)).toBe(50_000_000);
    expect(longestLine('wrong')).toBe(4_194_304);
  });
});

describe('standIn', () => {
  it.each([
    ['text', (text: string) => text],
    ['bytes', (text: string) => Buffer.from(text)],
  ])('says how long the line was and keeps its beginning, of %s', (_, form) => {
    const { truncated, bytes, text } = standIn(form('{"a":1}'.padEnd(100_000, 'x')), 9_000_000);
    expect({ truncated, bytes }).toEqual({ truncated: true, bytes: 9_000_000 });
    expect(text).toMatch(/^\{"a":1\}x+$/);
    expect(text.length).toBe(40_000);
  });

  it('cuts no character in half', () => {
    expect(standIn(`x${'😀'.repeat(30_000)}`, 1).text.isWellFormed()).toBe(true);
  });
});
