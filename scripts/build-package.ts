// Builds the package in the current folder twice, as ES modules and as CommonJS: `node ../../scripts/build-package.ts`.
// Plain tsc, file by file. A package of very many files names its entries, `build-package.ts index thread/worker`: they
// are bundled, because to find and load 200 modules takes an application 100 ms more than one (measured, Node 24).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from 'rolldown';
import { keepReachable } from './reachable-types.ts';

const tsc = path.join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

const entries = process.argv.slice(2);
const emit = entries.length > 0 ? ['--emitDeclarationOnly'] : [];

/** What was emitted before an error must not be taken for a build. */
function discard(): void {
  rmSync('dist', { recursive: true, force: true });
}

function compile(config: string): void {
  const { status, error } = spawnSync(process.execPath, [tsc, '-p', config, ...emit], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) {
    discard();
    process.stderr.write(`${path.basename(process.cwd())}: tsc -p ${config} failed; dist is removed\n`);
    process.exit(1);
  }
}

/** Each entry to the top of the folder, so that what is shared is beside all of them; nothing foreign goes in. */
async function bundle(format: 'esm' | 'cjs'): Promise<void> {
  await build({
    input: Object.fromEntries(entries.map((entry) => [path.basename(entry), `src/${entry}.ts`])),
    platform: 'node',
    external: /^[^./]/,
    output: {
      dir: `dist/${format}`,
      format,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      // Jest's modules cannot do an `import()` (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG), nor can some packers.
      dynamicImportInCjs: false,
      comments: { jsdoc: false },
    },
    logLevel: 'warn',
  });
}

if (!existsSync('tsconfig.build.json') || !existsSync('tsconfig.cjs.json')) {
  process.stderr.write(`${process.cwd()} is no package: run this in a folder of packages/\n`);
  process.exit(1);
}
discard();
compile('tsconfig.build.json');
compile('tsconfig.cjs.json');
if (entries.length > 0) {
  try {
    for (const format of ['esm', 'cjs'] as const) {
      await bundle(format);
      keepReachable(`dist/${format}`, 'index');
    }
  } catch (error) {
    discard();
    throw error;
  }
}

// The nearest package.json decides what a .js file is, and bundlers read `sideEffects` from the same one, with its paths.
const { sideEffects } = JSON.parse(readFileSync('package.json', 'utf8')) as { sideEffects: false | string[] };
const inCjs = sideEffects && sideEffects.filter((file) => file.startsWith('./dist/cjs/'));
const marker = { type: 'commonjs', sideEffects: inCjs && inCjs.map((file) => file.replace('dist/cjs/', '')) };
writeFileSync('dist/cjs/package.json', `${JSON.stringify(marker)}\n`);
