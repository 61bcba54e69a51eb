import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { MUTANTS, type Mutant } from './mutants.ts';
import { plant } from './plant.ts';

/** A bug that is not seen in so many scenarios would not be seen by the tests. */
const SEEDS = 80;
/** What blocks the event loop has no say in the end; to be slow is no proof of anything. */
const LONGEST_MS = 300_000;
const PATIENCE_MS = 12_000;
const AT_ONCE = 2;

interface Hunted {
  readonly mutant: Mutant;
  /** What gave it away; `undefined` when nothing did. */
  readonly caught: string | undefined;
}

/** Plants the bugs one by one, runs scenarios until one is seen, and prints a table. Resolves with whether all were. */
export async function huntMutants(only = ''): Promise<boolean> {
  const wanted = MUTANTS.filter(({ name }) => name.includes(only));
  const left = wanted.values();
  const hunted: Hunted[] = [];
  const lane = async (): Promise<void> => {
    for (const mutant of left) {
      const result = { mutant, caught: await huntOne(mutant) };
      hunted.push(result);
      process.stdout.write(`${row(result)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const escaped = hunted.filter(({ caught }) => caught === undefined).length;
  process.stdout.write(`\n${hunted.length} bugs planted, ${hunted.length - escaped} caught, ${escaped} escaped\n`);
  return escaped === 0 && hunted.length > 0;
}

function row({ mutant, caught }: Hunted): string {
  return `${caught === undefined ? 'ESCAPED' : 'caught '}  ${mutant.name.padEnd(64)}  ${caught ?? ''}`.trimEnd();
}

/** Broken only in that it took too long: that may have been the machine, and has to be seen once more. */
const SLOW = /^not settled/;
/** A machine that is so slow so often proves nothing. */
const MOST_FALSE = 5;

async function huntOne(mutant: Mutant): Promise<string | undefined> {
  const { folder, engine } = await plant(mutant);
  try {
    for (let from = 1, tries = 0; tries < MOST_FALSE; tries++) {
      const among = mutant.among === undefined ? [] : ['--among', mutant.among];
      const found = await run(engine, ['--until-broken', '--seeds', `${SEEDS}`, '--from', `${from}`, ...among]);
      if (found?.seed === undefined) return found?.wrong;
      const alone = SLOW.test(found.wrong) ? await run(engine, ['--seed', `${found.seed}`]) : found;
      if (alone !== undefined) return `seed ${found.seed}: ${alone.wrong.slice(0, 90)}`;
      from = found.seed + 1;
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Found {
  /** Absent when the process did not get as far as a verdict. */
  readonly seed: number | undefined;
  readonly wrong: string;
}

/** In a process of its own: a bug may well hang it. */
async function run(engine: string, flags: readonly string[]): Promise<Found | undefined> {
  const main = path.join(import.meta.dirname, '../main.ts');
  const all = ['--conditions=hec-source', main, '--engine', engine, '--patience', `${PATIENCE_MS}`, ...flags];
  const child = spawn(process.execPath, all, {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<{ status: number | null; signal: string | null }>();
  child.once('close', (status, signal) => resolve({ status, signal }));
  const { status, signal } = await promise;
  if (status === 0 || signal === 'SIGKILL') return undefined;
  const [, seed, wrong = ''] = /^seed (\d+):.*\n +(.*)/m.exec(said) ?? [];
  return seed === undefined ? { seed: undefined, wrong: 'it crashes' } : { seed: Number(seed), wrong };
}
