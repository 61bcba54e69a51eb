import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, inject, it } from 'vitest';
import { attempt } from './run.ts';

const cwd = inject('consumer');
const compilers = {
  'TypeScript 7': path.join(import.meta.dirname, '../../node_modules/typescript/bin/tsc'),
  'TypeScript 5.4': path.join(cwd, 'node_modules/typescript-5.4/bin/tsc'),
};
// How applications are compiled: the settings that decide which of a package's files the compiler sees.
const settings = {
  'an ES module (nodenext)': { type: 'module', module: 'nodenext', moduleResolution: 'nodenext' },
  'a CommonJS module (node16)': { type: 'commonjs', module: 'node16', moduleResolution: 'node16' },
  'a bundled module': { type: 'module', module: 'esnext', moduleResolution: 'bundler' },
};
const cases = Object.entries(compilers).flatMap(([compiler, tsc]) =>
  Object.entries(settings).map(([kind, setting]) => ({ compiler, tsc, kind, setting })),
);

/** Type-checks the application of consumer/app.ts and returns what the compiler says. */
function check(tsc: string, { type, ...resolution }: (typeof settings)[keyof typeof settings], folder: string): string {
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(cwd, 'app.ts'), path.join(folder, 'app.ts'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type }));
  const compilerOptions = {
    ...resolution,
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    esModuleInterop: true,
    noEmit: true,
    // Other people's declarations are theirs; ours are reached through the application.
    skipLibCheck: true,
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['app.ts'] }));
  const { stdout, stderr } = attempt(process.execPath, [tsc, '-p', folder], { cwd });
  return stdout + stderr;
}

describe('the declarations', () => {
  it.each(cases)('type-check in $kind with $compiler', ({ compiler, tsc, kind, setting }) => {
    const folder = path.join(cwd, 'types', `${compiler} ${kind}`.replaceAll(/\W+/g, '-'));
    expect(check(tsc, setting, folder)).toBe('');
  });
});
