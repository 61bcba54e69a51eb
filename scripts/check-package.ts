// Checks the package in the current folder as npm will carry it: `node ../../scripts/check-package.ts`, after the build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** What a tarball may weigh, in bytes: about twice what it weighs today, so that a stray folder is noticed. */
const MAX_TARBALL_BYTES = 200_000;
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
function findings({ files, size }: Packed, manifest: string): string[] {
  const paths = files.map((file) => file.path);
  const bins = Object.values((JSON.parse(manifest) as { bin?: Record<string, string> }).bin ?? {});
  const expected = [...EXPECTED, ...bins.map((bin) => path.posix.normalize(bin))];
  return [
    ...expected.filter((file) => !paths.includes(file)).map((file) => `${file} is missing`),
    ...paths.filter((file) => !ALLOWED.test(file)).map((file) => `${file} does not belong in it`),
    ...['workspace:', 'catalog:', 'hec-source']
      .filter((text) => manifest.includes(text))
      .map((text) => `its package.json still says ${text}`),
    ...(size > MAX_TARBALL_BYTES ? [`${size} bytes are more than ${MAX_TARBALL_BYTES}`] : []),
  ];
}

const folder = mkdtempSync(path.join(tmpdir(), 'check-package-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const root = path.join(import.meta.dirname, '..');
const tool = (name: string): string => path.join(root, 'node_modules/.bin', name);
const tarball = path.join(folder, 'package.tgz');

if (!existsSync('dist/esm') || !existsSync('dist/cjs')) throw new Error('there is no dist: build first');
const packed = JSON.parse(run('pnpm', ['pack', '--json', '--out', tarball])) as Packed;
const manifest = run('tar', ['-xzOf', tarball, 'package/package.json']);
const wrong = findings(packed, manifest);
if (wrong.length > 0) throw new Error(`the tarball of ${packed.name} is not fit to publish:\n  ${wrong.join('\n  ')}`);
run(tool('publint'), ['run', tarball, '--strict']);
// Without a profile: node10, node16 from CommonJS and from ESM, and bundlers must all be green.
run(tool('attw'), [tarball]);

process.stdout.write(
  `${packed.name}@${packed.version}: ${(packed.size / 1000).toFixed(1)} kB packed, ${packed.files.length} files, publint and attw clean\n`,
);
