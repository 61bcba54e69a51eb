import { describe, expect, it } from 'vitest';
import { loadEngine } from './engine.ts';
import { hunt } from './hunt.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { mutated, sourceOf } from './mutants/plant.ts';
import { rerun } from './report.ts';

/** The long run is `pnpm chaos`. */
const SEEDS = 200;

describe('chaos', () => {
  it(`loses nothing and doubles nothing unsaid in ${SEEDS} scenarios`, { timeout: 240_000 }, async () => {
    const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
    const tally = await hunt(await loadEngine(), seeds, { lanes: 8 });
    expect(tally.broken.map(({ seed, wrong }) => [rerun(seed), wrong])).toEqual([]);
    expect(tally).toMatchObject({ scenarios: SEEDS, lost: 0 });
    expect(tally.events).toBeGreaterThan(SEEDS * 1000);
  });

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'can still plant the bug "%s"',
    async (_, mutant) => {
      const source = await sourceOf(mutant);
      expect(mutated(source, mutant)).not.toBe(source);
    },
  );
});
