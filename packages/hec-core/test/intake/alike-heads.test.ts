import { describe, expect, it } from 'vitest';
import { createDialect } from '../../src/dialect/index.ts';
import { split } from '../../src/envelope/splice.ts';
import { lineTime } from '../../src/envelope/time.ts';
import { type AlikeHeads, createAlikeHeads } from '../../src/intake/alike-heads.ts';
import { createFrames } from '../../src/intake/frames.ts';
import type { Alike } from '../../src/intake/known-head.ts';
import { range } from '../support/scene.ts';

const heads = (): AlikeHeads => createAlikeHeads(() => 1_000_000);
const frames = createFrames(createDialect({ dialect: 'splunk' }), 'event', {}, false);

function level(severity: string): Alike {
  const frame = frames.of({ fields: { severity } }, false);
  return { frame, split: split(frame), meter: { bytes: 0 } };
}
const info = level('info');

/** Has a line learnt that begins with its level and its time. Returns whether anything came of it. */
function learn(known: AlikeHeads, alike: Alike, name: string, time: string): boolean {
  const before = known.all;
  const start = `{"level":"${name}","time":${time}`;
  const text = `${start},"msg":"x"}`;
  known.learn({ text, start: 0, end: text.length, time, headEnd: start.length }, alike, lineTime(time) ?? '');
  return known.all !== before;
}

const iso = (ms: number): string => JSON.stringify(new Date(1_700_000_000_000 + ms).toISOString());
const learnt = (of: readonly boolean[]): number => of.filter(Boolean).length;

describe('heads of runs', () => {
  it('are learnt once where the envelope says the time as the line does', () => {
    const known = heads();
    const of = range(100).map((ms) => learn(known, info, 'info', String(1_700_000_000_000 + ms)));
    expect(learnt(of)).toBe(1);
  });

  it('of one time are learnt when that comes again: where each line has its own they would be of no use', () => {
    const known = heads();
    expect(learnt(range(100).map((ms) => learn(known, info, 'info', iso(ms))))).toBe(0);
    expect(learnt(range(100).map((n) => learn(known, info, 'info', iso(Math.floor(n / 5)))))).toBe(20);
    expect(known.all).toHaveLength(1);
  });

  it('of one time are learnt for each level, whatever lines stand between', () => {
    const known = heads();
    const warn = level('warn');
    const of = range(40).map((n) => learn(known, n % 2 === 0 ? info : warn, n % 2 === 0 ? 'info' : 'warn', iso(0)));
    expect([learnt(of), known.all.length]).toEqual([2, 2]);
  });

  it('stay where there are more levels than places: they would all be gone before the next line of theirs', () => {
    const known = heads();
    const unknown = level('unknown');
    const of = range(1200).map((n) => learn(known, unknown, `level ${n % 12}`, String(1_700_000_000_000 + n)));
    expect([known.all.length, learnt(of) < 8 + 1200 / 16]).toEqual([8, true]);
    // New ones come in all the same, if there is more of them.
    range(1000).map((n) => learn(known, unknown, `other ${n % 8}`, String(1_700_000_000_000 + n)));
    expect(known.all.filter(({ begins }) => begins.includes('other'))).toHaveLength(8);
  });
});
