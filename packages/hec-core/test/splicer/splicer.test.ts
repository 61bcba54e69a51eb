import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { SplicedHead } from '../../src/splicer/head-table.ts';
import { createInstance } from '../../src/splicer/instance.ts';
import { createSplicer, type Splicer } from '../../src/splicer/splicer.ts';
import { range } from '../support/scene.ts';

const HEAD: SplicedHead = { begins: '{"level":30,"time":', before: '<.>', after: '</>\n', longest: 1000, timeAt: -1 };
const line = (msg: string): string => `{"level":30,"time":1700000000123,"msg":"${msg}"}`;
const MOST = 1_000_000;

const made = (): Splicer => createSplicer(createInstance());

/** Knows a head and brings in lines. */
function given(head: Partial<SplicedHead>, text: string, splicer = made()): Splicer {
  splicer.know([{ ...HEAD, ...head }]);
  splicer.load(text, 0);
  return splicer;
}

const written = (splicer: Splicer): string => Buffer.from(splicer.envelopes()).toString();

describe('a splicer', () => {
  it('puts lines between what stands before and after them, with their time where it goes, counted in bytes', () => {
    const before = 'é日😀"00000000000000"';
    const splicer = given({ before, timeAt: Buffer.byteLength('é日😀"') }, `${line('a')}\r\n${line('日')}\n`);
    expect(splicer.head()).toBe(0);
    expect(splicer.take(0, MOST, false)).toBe(2);
    expect(written(splicer)).toBe(['a', '日'].map((msg) => `é日😀"1700000000.123"${line(msg)}</>\n`).join(''));
    expect(splicer.takenBytes).toBe(Buffer.byteLength(line('a') + line('日')));
    expect(splicer.more).toBe(false);
  });

  it.each(['0700000000123', '170000000012', '17000000001234', '1700000000123.5', '-170000000012', '"2026-01-01"', ''])(
    'leaves a line whose time is %s, where it would have to write that',
    (time) => {
      const text = `{"level":30,"time":${time},"msg":"a"}`;
      expect(given({ before: '00000000000000', timeAt: 0 }, text).head()).toBe(-1);
      expect(given({}, text).head()).toBe(0);
    },
  );

  it('takes as many as it may, and then the others', () => {
    const splicer = given(
      {},
      range(5)
        .map((i) => line(`${i}`))
        .join('\n'),
    );
    expect([splicer.take(0, 2, true), splicer.full, splicer.take(0, 9, true), splicer.full]).toEqual([
      2,
      false,
      3,
      false,
    ]);
    expect(written(splicer)).toBe(
      range(5)
        .map((i) => `<.>${line(`${i}`)}</>\n`)
        .join(''),
    );
  });

  it('is full where the next envelope has no room, takes it when there is, and says so of that alone', () => {
    const [long, text] = [line('x'.repeat(900)), `${line('x'.repeat(900))}\n`.repeat(130)];
    const splicer = given({ after: `${'.'.repeat(100)}\n` }, text);
    const first = splicer.take(0, MOST, true);
    expect([first, splicer.full]).toEqual([Math.floor(131_008 / (long.length + 104)), true]);
    splicer.clear();
    expect([splicer.take(0, MOST, true), splicer.full]).toEqual([130 - first, false]);
    expect(splicer.written).toBe((130 - first) * (long.length + 104));
  });

  it('leaves lines that are too long, or no object, and gives them as text', () => {
    const text = [line('é'.repeat(500)), `${line('a')}},{"event":"forged"}`, `${line('b')} `, line('c')].join('\n');
    const splicer = given({}, text);
    for (const [at, wanted] of text.split('\n').slice(0, 3).entries()) {
      expect(splicer.take(0, MOST, false)).toBe(0);
      const { text: around, start, end } = splicer.line();
      expect(around.slice(start, end)).toBe(wanted);
      expect(splicer.lineBytes).toBe(Buffer.byteLength(wanted));
      expect(splicer.lineIsObject()).toBe(at === 0);
    }
    expect(splicer.take(0, MOST, false)).toBe(1);
    expect(written(splicer)).toBe(`<.>${line('c')}</>\n`);
  });

  it.each([
    { begins: '{"l":30,"t":17' },
    { before: 'b'.repeat(8000), after: 'a'.repeat(150) },
    { begins: `{"level":"${'l'.repeat(9000)}","time":` },
  ])('knows no head that is too short or too long (%#)', (head) => {
    const splicer = made();
    splicer.know([{ ...HEAD, ...head }]);
    splicer.load(`${head.begins ?? HEAD.begins}1700000000123}`, 0);
    expect(splicer.head()).toBe(-1);
  });

  it('knows the heads that it was told last, whoever told it others before', () => {
    const splicer = made();
    const heads = range(9).map((i) => ({ ...HEAD, begins: `{"level":"${i}00","time":`, before: `${i}` }));
    const placeOf = (i: number): number => {
      splicer.load(`{"level":"${i}00","time":1}`, 0);
      return splicer.head();
    };
    splicer.know(heads);
    expect(range(9).map(placeOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, -1]);
    splicer.know([heads[8] as SplicedHead, heads[1] as SplicedHead]);
    expect(range(9).map(placeOf)).toEqual([-1, 1, -1, -1, -1, -1, -1, -1, 0]);
    splicer.take(0, MOST, true);
    splicer.know([]);
    expect(range(9).map(placeOf)).toEqual(range(9).map(() => -1));
  });

  it('puts text behind the envelopes where that has room for sure', () => {
    const splicer = given({}, line('a'));
    splicer.take(0, MOST, true);
    expect([splicer.put('é\n'), splicer.put('x'.repeat(43_700))]).toEqual([true, false]);
    expect(written(splicer)).toBe(`<.>${line('a')}</>\né\n`);
    splicer.clear();
    expect([splicer.written, splicer.put('😀'.repeat(21_834)), splicer.put('')]).toEqual([0, true, true]);
    expect(written(splicer)).toBe('😀'.repeat(21_834));
  });
});
