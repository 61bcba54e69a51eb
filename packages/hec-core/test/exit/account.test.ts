import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { newAccount, openAccount } from '../../src/exit/account.ts';

it('reads, row by row, what was told in the same memory', () => {
  const account = newAccount(3);
  const other = openAccount(account.memory);
  other.tell(0, 'taken', 998);
  other.tell(0, 'dropped:refused', 1);
  other.tell(2, 'dropped:spool-damaged', 5);
  other.tell(0, 'taken', 1);
  expect(account.read(0)).toEqual([
    ['taken', 999],
    ['dropped:refused', 1],
  ]);
  expect(account.read(1)).toEqual([]);
  expect(account.read(2)).toEqual([['dropped:spool-damaged', 5]]);
});

it('gives each reason once, and as many as there is room for', () => {
  const account = newAccount(1);
  const other = openAccount(account.memory);
  expect(account.reasons).toEqual([]);
  for (const why of ['nobody listens', 'wrong tokén', 'nobody listens']) other.explain(why);
  other.tell(0, 'dropped:shutdown', 2);
  expect(account.reasons).toEqual(['nobody listens', 'wrong tokén']);
  other.explain('x'.repeat(5000));
  other.explain('one more');
  expect(account.reasons).toEqual(['nobody listens', 'wrong tokén', 'one more']);
  expect(account.read(0)).toEqual([['dropped:shutdown', 2]]);
});

it('waits until it is over, and for no longer than it is told', async () => {
  const account = newAccount(1);
  const started = performance.now();
  account.wait(30);
  expect(performance.now() - started).toBeGreaterThan(25);
  const code = `const cells = new Int32Array(require('node:worker_threads').workerData);
    Atomics.store(cells, 0, 1); Atomics.notify(cells, 0);`;
  const worker = new Worker(code, { eval: true, workerData: account.memory });
  account.wait(60_000);
  expect(performance.now() - started).toBeLessThan(60_000);
  account.over();
  account.wait(60_000);
  await worker.terminate();
});

it.each([
  ['nobody waits any longer', false],
  ['it is over', true],
])('stands still once %s, so that no thread is ended in the middle of something', async (_when, over) => {
  const account = newAccount(1);
  const workerData = { memory: account.memory, over };
  const worker = new Worker(new URL('../fixtures/tells-for-ever.ts', import.meta.url), { workerData });
  await once(worker, 'message');
  account.wait(over ? 60_000 : 0);
  const told = account.read(0);
  expect(told[0]?.[1]).toBeGreaterThan(0);
  const cells = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(cells, 0, 0, 50);
  expect(account.read(0)).toEqual(told);
  await worker.terminate();
});
