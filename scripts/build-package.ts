// Builds the package in the current folder twice with tsc, as ES modules and as CommonJS: `node ../../scripts/build-package.ts`.
// Plain tsc, because a bundler gives nothing here and a pino target has to be a file of its own anyway.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const tsc = path.join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

function compile(config: string): void {
  const { status, error } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) {
    // What was emitted before the error must not be taken for a build.
    rmSync('dist', { recursive: true, force: true });
    process.stderr.write(`${path.basename(process.cwd())}: tsc -p ${config} failed; dist is removed\n`);
    process.exit(1);
  }
}

if (!existsSync('tsconfig.build.json') || !existsSync('tsconfig.cjs.json')) {
  process.stderr.write(`${process.cwd()} is no package: run this in a folder of packages/\n`);
  process.exit(1);
}
rmSync('dist', { recursive: true, force: true });
compile('tsconfig.build.json');
compile('tsconfig.cjs.json');

// The nearest package.json decides what a .js file is, and bundlers read `sideEffects` from the same one, with its paths.
const { sideEffects } = JSON.parse(readFileSync('package.json', 'utf8')) as { sideEffects: false | string[] };
const inCjs = sideEffects && sideEffects.filter((file) => file.startsWith('./dist/cjs/'));
const marker = { type: 'commonjs', sideEffects: inCjs && inCjs.map((file) => file.replace('dist/cjs/', '')) };
writeFileSync('dist/cjs/package.json', `${JSON.stringify(marker)}\n`);
