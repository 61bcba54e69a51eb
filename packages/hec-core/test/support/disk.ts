import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import type { HecClient, Ledger } from '../../src/types.ts';

/** A directory for a spool, removed after the test. */
export async function spoolDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hec-spool-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** The segments in a spool directory, as paths. */
export async function segmentsIn(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return names.filter((name) => name.endsWith('.segment')).map((name) => join(dir, name));
}

/** Everything that is in the segments of a spool directory, as text. */
export async function textIn(dir: string): Promise<string> {
  const texts = await Promise.all((await segmentsIn(dir)).map((path) => readFile(path, 'utf8')));
  return texts.join('');
}

/** Resolves once the ledger is as wanted; meanwhile it has to balance. */
export async function ledgerOf(hec: HecClient, wanted: (ledger: Ledger) => boolean): Promise<Ledger> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const { ledger } = hec.stats();
    if (imbalance(ledger) !== 0) throw new Error(`the ledger does not balance: ${JSON.stringify(ledger)}`);
    if (wanted(ledger)) return ledger;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${JSON.stringify(ledger)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
