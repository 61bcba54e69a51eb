import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scene } from '../support/scene.ts';

const LEVELS = { trusted: true, levels: { 30: { label: 'info' }, 50: { label: 'error', index: 'errors' } } } as const;

/** Few levels and times, so that many lines begin alike, and some that only seem to. */
const line = fc
  .tuple(
    fc.constantFrom('30', '50', '"info"', '99'),
    fc.constantFrom('1700000000123', '17000000001234', '1700000000124', '"2026-01-01T00:00:00Z"', 'null'),
    fc.constantFrom(',', '.5,', '}', ' ,'),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  )
  .map(([level, time, after, text]) => {
    const fraction = after === '.5,' && !/^\d+$/.test(time);
    const head = `{"level":${level},"time":${fraction ? '1700000000123' : time}`;
    return after === '}' ? `${head}}` : `${head}${after}"msg":${JSON.stringify(text)}}`;
  });

describe('lines that begin alike', () => {
  it('arrive in one call as they do call by call', async () => {
    const together = await scene();
    const apart = await scene();
    const lines = fc.sample(fc.array(line, { minLength: 2000, maxLength: 2000 }), { numRuns: 1, seed: 8 })[0] ?? [];
    together.hec.sendLines(lines.join('\n'), undefined, LEVELS);
    for (const one of lines) apart.hec.sendLines(one, undefined, LEVELS);
    await Promise.all([together.hec.flush(), apart.hec.flush()]);
    const shape = async ({ server }: typeof together): Promise<string[]> =>
      (await server.events()).map(({ raw }) => raw.replace(/("time":)(?!1700000)[\d.]+/, '$1now')).toSorted();
    const received = await shape(together);
    expect(received.length).toBe(2000);
    expect(received).toEqual(await shape(apart));
  });
});
