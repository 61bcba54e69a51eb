import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { TestProject } from 'vitest/node';
import { run } from './run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder outside the repository in which the packed packages are installed. */
    readonly consumer: string;
    /** The last Node that is too old for the suite; undefined where npm has none for this system. */
    readonly oldNode: string | undefined;
    /** The packed packages, by name, as dependencies in a manifest. */
    readonly tarballs: Readonly<Record<string, string>>;
  }
}

const root = path.join(import.meta.dirname, '../..');
// What users have beside the suite. TypeScript 5.4 is the oldest that the declarations are meant for.
const BESIDE = {
  '@opentelemetry/api': '^1.10.0',
  '@opentelemetry/sdk-logs': '^3.1.1',
  '@types/node': '22.20.5',
  pino: '^10.4.0',
  'typescript-5.4': 'npm:typescript@5.4.5',
  winston: '^3.19.0',
};
const oldNodePackage = process.platform === 'linux' ? `node-linux-${process.arch}` : undefined;

function pack(into: string): Record<string, string> {
  const tarballs: Record<string, string> = {};
  for (const name of readdirSync(path.join(root, 'packages'))) {
    const tarball = path.join(into, `${name}.tgz`);
    run('pnpm', ['pack', '--out', tarball], { cwd: path.join(root, 'packages', name) });
    tarballs[name] = `file:${tarball}`;
  }
  return tarballs;
}

/** Installs dependencies, packed packages among them, with npm. */
export function install(
  folder: string,
  dependencies: Readonly<Record<string, string>>,
  tarballs: Readonly<Record<string, string>>,
): void {
  // The packages name each other by version; the overrides keep npm from looking for those in the registry.
  const manifest = { private: true, dependencies, overrides: tarballs };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    timeoutMs: 300_000,
  });
}

/** Vitest's global setup: packs every package and installs the tarballs with npm, as a user would. */
export default function setup(project: TestProject): () => void {
  // The real path, because that is how Node names files in what it prints.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hec-load-')));
  const consumer = path.join(folder, 'consumer');
  mkdirSync(consumer);
  const tarballs = pack(folder);
  const dependencies = {
    ...BESIDE,
    ...tarballs,
    ...(oldNodePackage && { 'old-node': `npm:${oldNodePackage}@18.20.8` }),
  };
  install(consumer, dependencies, tarballs);
  cpSync(path.join(import.meta.dirname, 'consumer'), consumer, { recursive: true });
  project.provide('consumer', consumer);
  project.provide('tarballs', tarballs);
  project.provide('oldNode', oldNodePackage && path.join(consumer, 'node_modules/old-node/bin/node'));
  return () => rmSync(folder, { recursive: true, force: true });
}
