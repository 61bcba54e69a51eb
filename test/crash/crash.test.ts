import { describe, expect, it } from 'vitest';
import { startReceiver } from './receiver.ts';
import { DUPLICATES_A_KILL, live, SCENARIOS } from './scenario.ts';

/** `pnpm crash` does a thousand runs of these. */
const RUNS = 2;

/** Kills that were to hit inside a call of the spool, and those that did. */
const inside = { meant: 0, hit: 0 };

describe.concurrent('an application that is killed again and again', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'loses no event that was accepted, and repeats no more than was on its way: %s',
    async (_, scenario) => {
      await using receiver = await startReceiver();
      let accepted = 0;
      for (let run = 0; run < RUNS; run++) {
        const verdict = await live(scenario, receiver, Math.random);
        expect({ lost: verdict.lost, emptied: verdict.emptied }).toEqual({ lost: [], emptied: true });
        expect(verdict.duplicates).toBeLessThanOrEqual(verdict.kills * DUPLICATES_A_KILL);
        expect(verdict.unsaid).toBeLessThanOrEqual(verdict.kills * scenario.unsaidAKill);
        accepted += verdict.accepted;
        if (scenario.inside.length > 0) inside.meant++;
        inside.hit += verdict.inside;
      }
      expect(accepted).toBeGreaterThan(0);
    },
    240_000,
  );
});

describe('those kills', () => {
  it('hit inside the calls that they were meant for', () => {
    expect(inside.hit).toBeGreaterThan(inside.meant / 2);
  });
});
