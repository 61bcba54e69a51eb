// pnpm crash [--runs N]: kills processes that log, and counts what arrives. A thousand runs unless told otherwise.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startReceiver } from './receiver.ts';
import { DUPLICATES_A_KILL, live, SCENARIOS, type Scenario, type Verdict } from './scenario.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs: expected a positive integer, got "${values.runs}"`);

async function row(scenario: Scenario, times: number): Promise<Record<string, number>> {
  await using receiver = await startReceiver();
  const verdicts: Verdict[] = [];
  while (verdicts.length < times) verdicts.push(await live(scenario, receiver, Math.random));
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((total, verdict) => total + of(verdict), 0);
  for (const { lost } of verdicts) if (lost.length > 0) console.log(`${scenario.name}: lost ${lost.join(' ')}`);
  return {
    runs: verdicts.length,
    kills: sum(({ kills }) => kills),
    inside: sum(({ inside }) => inside.length),
    accepted: sum(({ accepted }) => accepted),
    lost: sum(({ lost }) => lost.length),
    duplicates: sum(({ duplicates }) => duplicates),
    'most in a run': Math.max(0, ...verdicts.map(({ duplicates }) => duplicates)),
    'over the bound': verdicts.filter(({ kills, duplicates }) => duplicates > kills * DUPLICATES_A_KILL).length,
    'not said': sum(({ unsaid }) => unsaid),
    'left on disk': verdicts.filter(({ emptied }) => !emptied).length,
  };
}

const share = Math.ceil(runs / SCENARIOS.length);
const rows = new Map<string, Record<string, number>>();
const waiting = [...SCENARIOS];
/** Works on scenarios until none is left: most of a run is waiting, so there are more of them than cores. */
async function work(): Promise<void> {
  for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift())
    rows.set(scenario.name, await row(scenario, share));
}
await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
const table = SCENARIOS.map(({ name }) => [name, rows.get(name) ?? {}] as const);
console.table(Object.fromEntries(table));
console.log(
  `bound: ${DUPLICATES_A_KILL} duplicates a kill (requests in flight x events in one); Node ${process.version}`,
);
const broken = ['lost', 'over the bound', 'left on disk'].some((what) => table.some(([, one]) => one[what] !== 0));
process.exitCode = broken ? 1 : 0;
