import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import { DUPLICATES_A_KILL, live, SCENARIOS } from './scenario.ts';

/** `pnpm crash` does a thousand. */
const RUNS = 6;

describe('an application that is killed again and again', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver[Symbol.asyncDispose]());

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'loses no event that was accepted, and repeats no more than was on its way: %s',
    async (_, scenario) => {
      let accepted = 0;
      for (let run = 0; run < RUNS; run++) {
        const verdict = await live(scenario, receiver, Math.random);
        expect({ lost: verdict.lost, emptied: verdict.emptied }).toEqual({ lost: [], emptied: true });
        expect(verdict.duplicates).toBeLessThanOrEqual(verdict.kills * DUPLICATES_A_KILL);
        expect(verdict.unsaid).toBeLessThanOrEqual(verdict.kills * scenario.unsaidAKill);
        accepted += verdict.accepted;
      }
      expect(accepted).toBeGreaterThan(RUNS);
    },
    240_000,
  );
});
