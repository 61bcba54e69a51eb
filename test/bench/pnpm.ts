import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

/** Runs the package manager of the repository, in the version that it names. */
export function pnpm(args: readonly string[], cwd = root): void {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  execFileSync('npx', ['-y', packageManager, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
