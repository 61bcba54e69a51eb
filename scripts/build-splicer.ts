// Compiles packages/hec-core/assembly/splicer.ts to WebAssembly and writes it, as text, into src/splicer/module.ts:
//   node scripts/build-splicer.ts [--check]
// The compiler is installed beside its source first: nobody else needs it, as what comes out is in the repository.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'packages/hec-core/assembly');
const target = path.join(root, 'packages/hec-core/src/splicer/module.ts');

const FLAGS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort='];
/** As splicer.ts divides it. */
const PAGES = ['--initialMemory', '5', '--maximumMemory', '5'];
/** Characters of a line of the file. */
const WIDTH = 116;

function install(): void {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  execFileSync('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function compile(): Buffer {
  const out = mkdtempSync(path.join(tmpdir(), 'splicer-'));
  try {
    const file = path.join(out, 'splicer.wasm');
    const asc = path.join(folder, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [asc, 'splicer.ts', ...FLAGS, ...PAGES, '-o', file], {
      cwd: folder,
      stdio: 'inherit',
    });
    return readFileSync(file);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function render(wasm: Buffer): string {
  const text = wasm.toString('base64');
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [];
  return `// Written by \`pnpm splicer\` from ../../assembly/splicer.ts: WebAssembly, ${wasm.byteLength} bytes, in base64.
export const MODULE: string = \`
${lines.join('\n')}
\`;
`;
}

install();
const wanted = render(compile());
if (!process.argv.includes('--check')) writeFileSync(target, wanted);
else if (readFileSync(target, 'utf8') !== wanted) {
  process.stderr.write(`${path.relative(root, target)} is not what splicer.ts compiles to: run \`pnpm splicer\`\n`);
  process.exit(1);
}
