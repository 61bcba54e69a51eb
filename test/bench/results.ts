import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from './figure.ts';
import type { Header } from './header.ts';

/** One run of one benchmark, as it is kept. */
export interface Result {
  readonly bench: string;
  readonly about: string;
  readonly header: Header;
  readonly figures: readonly Figure[];
}

const folder = path.join(import.meta.dirname, 'results');

/** Kept are full runs only: those that docs/performance.md shows. */
export function keep(result: Result): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${result.bench}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}

export function kept(): Result[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Result);
}
