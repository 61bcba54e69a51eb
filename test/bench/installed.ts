import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly private?: boolean;
}

/**
 * Bytes that a package and everything it depends on take in `node_modules`. Of ours, which are linked here, it is
 * what they would be published with; what is not built yet counts with its sources.
 */
export function installedBytes(name: string): number {
  return [...closure(folderOf(name, import.meta.dirname))].reduce((sum, folder) => {
    const { files } = manifestOf(folder);
    const linked = !folder.includes('node_modules');
    const built = existsSync(path.join(folder, 'dist'));
    const parts = linked ? (built ? (files ?? ['dist']) : ['src']) : ['.'];
    return sum + parts.reduce((all, part) => all + bytesIn(path.join(folder, part)), 0);
  }, 0);
}

/** The package's folder and those of all it depends on. */
function closure(folder: string, seen = new Set<string>()): Set<string> {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) closure(folderOf(name, folder), seen);
  return seen;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** As Node finds it: in the nearest `node_modules` that has it. */
function folderOf(name: string, from: string): string {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(folder)) return realpathSync(folder);
    if (at === path.dirname(at)) {
      if (name === 'undici') return folderOf(name, path.join(import.meta.dirname, '../../packages/hec-core'));
      throw new Error(`${name} is not installed`);
    }
  }
}

function bytesIn(place: string): number {
  if (!existsSync(place)) return 0;
  if (!statSync(place).isDirectory()) return statSync(place).size;
  return readdirSync(place)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(path.join(place, name)), 0);
}
