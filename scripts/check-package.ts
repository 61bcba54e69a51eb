// Checks the package in the current folder as npm will carry it: `node ../../scripts/check-package.ts`, after the build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** What a tarball may weigh, in bytes: some more than it weighs today, so that a stray folder is noticed. */
const MAX_TARBALL_BYTES: Readonly<Record<string, number>> = { 'hec-core': 270_000, 'hec-server': 130_000 };
const MAX_OTHER_TARBALL_BYTES = 60_000;
const EXPECTED = [
  'LICENSE',
  'README.md',
  'package.json',
  'dist/esm/index.js',
  'dist/cjs/index.js',
  'dist/cjs/package.json',
];
const ALLOWED = /^(LICENSE|README\.md|package\.json|bin\/[\w-]+\.js|dist\/(esm|cjs)\/.*(\.js|\.d\.ts|package\.json))$/;

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

function run(command: string, args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** What is wrong with the list of packed files and the packed manifest; empty when nothing is. */
function findings({ name, files, size }: Packed, manifest: string): string[] {
  const maxBytes = MAX_TARBALL_BYTES[name] ?? MAX_OTHER_TARBALL_BYTES;
  const paths = files.map((file) => file.path);
  const bins = Object.values((JSON.parse(manifest) as { bin?: Record<string, string> }).bin ?? {});
  const expected = [...EXPECTED, ...bins.map((bin) => path.posix.normalize(bin))];
  return [
    ...expected.filter((file) => !paths.includes(file)).map((file) => `${file} is missing`),
    ...paths.filter((file) => !ALLOWED.test(file)).map((file) => `${file} does not belong in it`),
    ...['workspace:', 'catalog:', 'hec-source']
      .filter((text) => manifest.includes(text))
      .map((text) => `its package.json still says ${text}`),
    ...(size > maxBytes ? [`${size} bytes are more than ${maxBytes}`] : []),
  ];
}

/** Packs and checks; returns what there is to say about a sound package and throws what is wrong with another. */
function check(folder: string): string {
  const root = path.join(import.meta.dirname, '..');
  const tool = (name: string): string => path.join(root, 'node_modules/.bin', name);
  const tarball = path.join(folder, 'package.tgz');
  if (!existsSync('dist/esm') || !existsSync('dist/cjs')) throw new Error('there is no dist: build first');

  const packed = JSON.parse(run('pnpm', ['pack', '--json', '--out', tarball])) as Packed;
  const wrong = findings(packed, run('tar', ['-xzOf', tarball, 'package/package.json']));
  if (wrong.length > 0) throw new Error(`the tarball is not fit to publish:\n  ${wrong.join('\n  ')}`);
  run(tool('publint'), ['run', tarball, '--strict']);
  // Without a profile: node10, node16 from CommonJS and from ESM, and bundlers must all be green.
  run(tool('attw'), [tarball]);
  return `${(packed.size / 1000).toFixed(1)} kB packed, ${packed.files.length} files, publint and attw clean`;
}

const name = path.basename(process.cwd());
const folder = mkdtempSync(path.join(tmpdir(), 'check-package-'));
try {
  process.stdout.write(`${name}: ${check(folder)}\n`);
} catch (error) {
  process.stderr.write(`${name}: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
