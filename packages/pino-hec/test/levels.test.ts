import { describe, expect, it } from 'vitest';
import { lineOptions } from '../src/levels.ts';

describe('lineOptions', () => {
  it("knows pino's own levels by number and by label", () => {
    const { levels } = lineOptions({}, true);
    expect(levels?.['30']).toEqual({ label: 'info' });
    expect(levels?.['info']).toEqual({ label: 'info' });
    expect(Object.keys(levels ?? {})).toHaveLength(12);
  });

  it('takes the levels that pino announces instead', () => {
    const { levels } = lineOptions({}, true, { levels: { labels: { '35': 'notice' } } });
    expect(levels).toEqual({ '35': { label: 'notice' }, notice: { label: 'notice' } });
  });

  it('gives the metadata of a level to its number and to its label, however it was named', () => {
    const byLabel = lineOptions({ levels: { error: { index: 'errors' } } }, true).levels;
    const byNumber = lineOptions({ levels: { 50: { index: 'errors' } } }, true).levels;
    expect(byLabel?.['50']).toEqual({ label: 'error', index: 'errors' });
    expect(byLabel?.['error']).toEqual({ label: 'error', index: 'errors' });
    expect(byNumber?.['50']).toEqual({ label: 'error', index: 'errors' });
    expect(byNumber?.['error']).toEqual({ label: 'error', index: 'errors' });
  });

  it('takes a number as the name of a custom level, beside metadata for it', () => {
    const { levels } = lineOptions({ levels: { notice: 35, 35: { source: 'n' } } }, true);
    expect(levels?.['35']).toEqual({ label: 'notice', source: 'n' });
    expect(levels?.['notice']).toEqual({ label: 'notice', source: 'n' });
  });

  it('routes labels that no number is known for', () => {
    expect(lineOptions({ levels: { alert: { index: 'pager' } } }, true).levels?.['alert']).toEqual({
      label: 'alert',
      index: 'pager',
    });
  });

  it('passes keys on, and leaves out those that are not set', () => {
    expect(lineOptions({ timeKey: 'ts', levelField: false }, false)).toEqual({
      trusted: false,
      timeKey: 'ts',
      levelField: false,
      levels: lineOptions({}, false).levels,
    });
  });
});
