import { LEVEL } from 'triple-beam';
import { describe, expect, it } from 'vitest';
import { HEC, levelOf } from '../src/info.ts';
import { metadataOf } from '../src/metadata.ts';

describe('the metadata of an info', () => {
  it.each([
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05.678901+02:00', '2026-01-02T03:04:05.678901+02:00'],
    [1_767_323_045_678, 1_767_323_045_678],
  ])('takes its time from the timestamp %s', (timestamp, time) => {
    expect(metadataOf({ timestamp })).toEqual({ time });
  });

  it('takes its time from a Date', () => {
    const timestamp = new Date(5);
    expect(metadataOf({ timestamp })).toEqual({ time: timestamp });
  });

  it.each(['2026-01-02 03:04:05', 'Jan 2, 2026', '12', '', 5, 1_767_323_045, null, undefined, {}, 'T'.repeat(200)])(
    'leaves the time to the clock when the timestamp is %j, which says no point in time for certain',
    (timestamp) => {
      expect(metadataOf({ timestamp })).toBeUndefined();
    },
  );

  it('is what the symbol HEC says, whose time beats the timestamp', () => {
    expect(metadataOf({ [HEC]: { index: 'payments' } })).toEqual({ index: 'payments' });
    expect(metadataOf({ timestamp: new Date(5), [HEC]: { source: 's', time: 7 } })).toEqual({ source: 's', time: 7 });
    expect(HEC).toBe(Symbol.for('hec'));
  });

  it('is none when the symbol holds nonsense', () => {
    expect(metadataOf({ [HEC]: 'payments' as never })).toBeUndefined();
  });
});

describe('the level of an info', () => {
  it('is the one it was logged with, not what a format made of it', () => {
    expect(levelOf({ level: '\u001b[32minfo\u001b[39m', [LEVEL]: 'info' })).toBe('info');
    expect(levelOf({ level: 'warn' })).toBe('warn');
    expect(levelOf({ level: 3 })).toBeUndefined();
  });
});
