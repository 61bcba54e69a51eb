import { cp, mkdtemp, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutants.ts';

const CORE: string = path.join(import.meta.dirname, '../../../packages/hec-core');

/** The source with the bug in it. @throws where the source is not what the mutant was made for */
export function mutated(source: string, { name, file, find, replace }: Mutant): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`mutant "${name}": expected once in ${file}, found ${parts.length - 1} times: ${find}`);
  }
  return parts.join(replace);
}

export async function sourceOf({ file }: Mutant): Promise<string> {
  return readFile(path.join(CORE, 'src', file), 'utf8');
}

/** Makes a copy of hec-core with a bug, in a folder of its own. */
export async function plant(mutant: Mutant): Promise<{ readonly folder: string; readonly engine: string }> {
  const source = mutated(await sourceOf(mutant), mutant);
  const folder = await mkdtemp(path.join(tmpdir(), 'hec-mutant-'));
  await cp(path.join(CORE, 'src'), path.join(folder, 'src'), { recursive: true });
  await cp(path.join(CORE, 'package.json'), path.join(folder, 'package.json'));
  await symlink(await realpath(path.join(CORE, 'node_modules')), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'src', mutant.file), source);
  return { folder, engine: path.join(folder, 'src/index.ts') };
}
