import { afterAll, describe, expect, it } from 'vitest';
import { checks } from './checks.ts';
import { pages } from './documents.ts';
import { createChameleon } from './play-server.ts';

const chameleon = createChameleon();
afterAll(() => chameleon[Symbol.asyncDispose]());

describe.each([
  ['our sender sends', 'request'],
  ['our sender makes of the answer', 'outcome'],
  ['hec-server answers', 'server'],
] as const)('%s', (_, side) => {
  it.each(checks.filter((check) => check.side === side))('$speaker $id: $what ($evidence)', async (check) => {
    await expect(check.run(chameleon)).resolves.toBeUndefined();
  });
});

describe('the tables of the documentation', () => {
  it('are what the suite says: else run `pnpm conformance --write`', () => {
    expect(
      pages(checks)
        .filter(({ fresh }) => !fresh)
        .map(({ file }) => file),
    ).toEqual([]);
  });

  it('name every vector once', () => {
    const cells = checks.map(({ speaker, id, side }) => `${speaker} ${id} ${side}`);
    expect(new Set(cells).size).toBe(cells.length);
  });
});
