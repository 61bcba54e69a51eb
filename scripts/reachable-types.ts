// Of the declarations that tsc writes, those that a package's own lead to: the others describe what nobody can import.
import { globSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** `from './x.ts'`, `import './x.ts'` and `import('./x.ts')`. */
const RELATIVE = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)\.[jt]s['"]/g;

/** Removes from `folder` every declaration file that `entry` does not lead to, and the folders that are empty then. */
export function keepReachable(folder: string, entry: string): void {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, module] of readFileSync(file, 'utf8').matchAll(RELATIVE))
      reach(path.join(path.dirname(file), `${module}.d.ts`));
  };
  reach(path.join(folder, `${entry}.d.ts`));
  for (const file of globSync(`${folder}/**/*.d.ts`)) if (!reached.has(file)) rmSync(file);
  for (const inner of globSync(`${folder}/**/`).toSorted().toReversed()) removeIfEmpty(inner);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it.
  }
}
