import { beforeEach, describe, expect, test } from 'vitest';
import { type AckBook, createAckBook } from '../../src/hec/acks.ts';

const settings = { delayMs: 1000, idleMs: 600_000, loseEvery: 0, maxPending: 4 };

describe('ack book', () => {
  let now: number;
  let book: AckBook;
  beforeEach(() => {
    now = 1_000_000;
    book = createAckBook(() => now);
    book.configure(settings);
  });

  test('turns an id true when its delay is over, not before', () => {
    book.issue('c');
    now += 999;
    expect(book.poll('c', [0])).toEqual({ 0: false });
    now += 1;
    expect(book.poll('c', [0])).toEqual({ 0: true });
  });

  test('forgets an idle channel with its statuses and numbers it anew', () => {
    book.issue('c');
    now += 600_001;
    expect(book.poll('c', [0])).toEqual({ 0: false });
    expect(book.issue('c')).toBe(0);
  });

  test('keeps a channel that is used', () => {
    book.issue('c');
    for (let i = 0; i < 3; i++) {
      now += 599_999;
      book.poll('c', []);
    }
    expect(book.issue('c')).toBe(1);
  });

  test('never confirms every n-th id when told to lose them', () => {
    book.configure({ ...settings, loseEvery: 3 });
    for (let i = 0; i < 6; i++) book.issue('c');
    now += 10_000;
    expect(book.poll('c', [0, 1, 2, 3, 4, 5])).toEqual({ 0: true, 1: true, 2: false, 3: true, 4: true, 5: false });
  });

  test('says how full a channel is', () => {
    book.issue('c');
    expect([book.fill('c'), book.fill('d')]).toEqual([0.25, 0]);
  });
});
