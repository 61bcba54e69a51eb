// pnpm crash [--runs N]: kills processes that log, and counts what arrives. A thousand runs unless told otherwise.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { commandLine } from '../support/command-line.ts';
import { startReceiver } from './receiver.ts';
import { DUPLICATES_A_KILL, live, SCENARIOS, type Scenario, type Verdict } from './scenario.ts';

const { values } = commandLine('pnpm crash: kills processes that log, and counts what arrives', {
  options: { runs: { type: 'string', default: '1000', meaning: 'How many runs' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs: expected a positive integer, got "${values.runs}"`);

const ending = new AbortController();
process.once('SIGINT', () => {
  ending.abort();
  console.log('ends after the runs that are under way; once more to end now');
});

const verdicts = new Map<Scenario, Verdict[]>(SCENARIOS.map((scenario) => [scenario, []]));
let begun = 0;
let ended = 0;
/** Most of a run is waiting, so there are more workers than cores. */
async function work(): Promise<void> {
  await using receiver = await startReceiver();
  while (begun < runs && !ending.signal.aborted) {
    const scenario = SCENARIOS[begun++ % SCENARIOS.length] as Scenario;
    const verdict = await live(scenario, receiver, Math.random);
    verdicts.get(scenario)?.push(verdict);
    if (++ended % 100 === 0) console.log(`${ended} of ${runs} runs`);
    if (verdict.lost.length > 0) console.log(`${scenario.name}: lost ${verdict.lost.join(' ')}`);
  }
}

function row(all: readonly Verdict[]): Record<string, number> {
  const sum = (of: (verdict: Verdict) => number): number => all.reduce((total, verdict) => total + of(verdict), 0);
  return {
    runs: all.length,
    kills: sum(({ kills }) => kills),
    inside: sum(({ inside }) => inside.length),
    accepted: sum(({ accepted }) => accepted),
    lost: sum(({ lost }) => lost.length),
    duplicates: sum(({ duplicates }) => duplicates),
    'most in a run': Math.max(0, ...all.map(({ duplicates }) => duplicates)),
    'over the bound': all.filter(({ kills, duplicates }) => duplicates > kills * DUPLICATES_A_KILL).length,
    'not said': sum(({ unsaid }) => unsaid),
    'left on disk': all.filter(({ emptied }) => !emptied).length,
  };
}

await Promise.all(Array.from({ length: Math.min(runs, availableParallelism() + 1) }, work));
const table = [...verdicts].map(([{ name }, all]) => [name, row(all)] as const);
const all = row([...verdicts.values()].flat());
console.table(Object.fromEntries([...table, ['all', all]]));
console.log(
  `bound: ${DUPLICATES_A_KILL} duplicates a kill (requests in flight x events in one); Node ${process.version}`,
);
process.exitCode = ['lost', 'over the bound', 'left on disk'].some((what) => all[what] !== 0) ? 1 : 0;
