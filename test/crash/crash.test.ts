import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLACES, STEPS, type Step } from './places.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Deaths, DUPLICATES_A_KILL, live, SCENARIOS, type Scenario, type Verdict } from './scenario.ts';

// `pnpm crash` does a thousand runs of these.

const [core] = SCENARIOS as [Scenario];
/** All but those that the test of every step stands for. */
const WHOLE = SCENARIOS.filter(({ inside }) => inside.length !== 1);
const KILLS_A_RUN = 4;
/** The call that kills is drawn anew when a life did not make so many. */
const TRIES = 3;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver[Symbol.asyncDispose]());

function judge(scenario: Scenario, verdict: Verdict, deaths?: Deaths): void {
  const { lost, emptied, duplicates, kills, unsaid } = verdict;
  expect({ lost, emptied, deaths }).toEqual({ lost: [], emptied: true, deaths });
  expect(duplicates).toBeLessThanOrEqual(kills * DUPLICATES_A_KILL);
  expect(unsaid).toBeLessThanOrEqual(kills * scenario.unsaidAKill);
}

/** Runs in which some life is to die at each of these steps. */
function runsOver(steps: readonly Step[]): Deaths[] {
  const runs = Math.ceil(steps.length / KILLS_A_RUN);
  return steps.slice(0, runs).map((first, run) => {
    const deaths = steps.filter((_, at) => at % runs === run);
    // A first life has nobody to adopt from.
    return STEPS.adoption.includes(first) ? [undefined, ...deaths] : deaths;
  });
}

describe.concurrent('an application that is killed again and again', () => {
  it.each(WHOLE.map((scenario) => [scenario.name, scenario] as const))(
    'loses no event that was accepted, and repeats no more than was on its way: %s',
    async (_, scenario) => {
      const verdict = await live(scenario, receiver, Math.random);
      judge(scenario, verdict);
      expect(verdict.accepted).toBeGreaterThan(0);
    },
    240_000,
  );

  it('loses none though it is killed at every step of the spool', async () => {
    let missed = PLACES.flatMap((place) => STEPS[place]);
    for (let tried = 0; tried < TRIES && missed.length > 0; tried++) {
      const hit = new Set<Step>();
      await Promise.all(
        runsOver(missed).map(async (deaths) => {
          const verdict = await live(core, receiver, Math.random, deaths);
          judge(core, verdict, deaths);
          for (const step of verdict.inside) hit.add(step);
        }),
      );
      missed = missed.filter((step) => !hit.has(step));
    }
    expect(missed).toEqual([]);
  }, 240_000);
});
