import process from 'node:process';
import { setImmediate } from 'node:timers/promises';

/** What a block of work cost: CPU of all threads of this process, and time. */
export interface Cost {
  cpuUs: number;
  wallUs: number;
}

/** Measures a block. Garbage of what was before is taken away first, off the clock. */
export async function cost(work: () => Promise<void>): Promise<Cost> {
  globalThis.gc?.();
  await setImmediate();
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await work();
  const wallUs = Number(process.hrtime.bigint() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: user + system, wallUs };
}

/** Costs of two things measured in turn, and in turns the first first: `a b b a a b …`. */
export interface Pair {
  readonly a: Cost[];
  readonly b: Cost[];
}

export async function inTurn(blocks: number, a: () => Promise<Cost>, b: () => Promise<Cost>): Promise<Pair> {
  const pair: Pair = { a: [], b: [] };
  for (let block = 0; block < blocks; block++) {
    const order = block % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const);
    // Concurrent measurements would measure one another.
    for (const which of order) pair[which].push(await (which === 'a' ? a : b)());
  }
  return pair;
}
