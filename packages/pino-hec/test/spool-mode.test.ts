import { describe, expect, it } from 'vitest';
import { durable } from '../src/spool-mode.ts';

describe('durable', () => {
  it('leaves options without a spool alone', () => {
    expect(durable({ url: 'http://a' }, {})).toEqual({ url: 'http://a' });
  });

  it.each([
    [{ spool: '/var/spool/hec' }, { spool: { dir: '/var/spool/hec', mode: 'always' } }],
    [{ spool: { dir: '/s', maxBytes: 5_000_000 } }, { spool: { dir: '/s', maxBytes: 5_000_000, mode: 'always' } }],
    [{ spool: { dir: '/s', mode: 'overflow' as const } }, { spool: { dir: '/s', mode: 'overflow' } }],
    [
      { destinations: [{ spool: '/s' }, { name: 'b' }] },
      { destinations: [{ spool: { dir: '/s', mode: 'always' } }, { name: 'b' }] },
    ],
  ])('makes %j durable unless it says otherwise', (given, wanted) => {
    expect(durable(given, {})).toEqual(wanted);
  });

  it('does the same for a spool of the environment, whose mode counts', () => {
    expect(durable({}, { HEC_SPOOL_DIR: '/s' })).toEqual({ spool: { dir: '/s', mode: 'always' } });
    expect(durable({}, { HEC_SPOOL: '/s' })).toEqual({ spool: { dir: '/s', mode: 'always' } });
    expect(durable({ spool: '/s' }, { HEC_SPOOL_MODE: 'overflow' })).toEqual({ spool: '/s' });
  });
});
