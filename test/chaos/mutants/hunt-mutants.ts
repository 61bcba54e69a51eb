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
const AT_ONCE = 3;

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

/** In a process of its own: a bug may well hang it. */
async function huntOne(mutant: Mutant): Promise<string | undefined> {
  const { folder, engine } = await plant(mutant);
  const main = path.join(import.meta.dirname, '../main.ts');
  const flags = ['--engine', engine, '--until-broken', '--seeds', `${SEEDS}`, '--patience', `${PATIENCE_MS}`];
  if (mutant.among !== undefined) flags.push('--among', mutant.among);
  const child = spawn(process.execPath, ['--conditions=hec-source', main, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<{ status: number | null; signal: string | null }>();
  child.once('close', (status, signal) => resolve({ status, signal }));
  const { status, signal } = await promise;
  await rm(folder, { recursive: true });
  if (status === 0 || signal === 'SIGKILL') return undefined;
  const [, seed, wrong] = /^seed (\d+):.*\n +(.*)/m.exec(said) ?? [];
  return seed === undefined ? 'it crashes' : `seed ${seed}: ${(wrong ?? '').slice(0, 90)}`;
}
