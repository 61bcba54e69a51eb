import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const tests = path.join(import.meta.dirname, '..');
const readme = readFileSync(path.join(tests, '../packages/pino-hec/README.md'), 'utf8');

/** Blocks that name the file they are from, as `<!-- fastify.mjs -->`. */
const blocks = [...readme.matchAll(/<!-- ([\w./-]+\.\w?js) -->\n\n```js\n(.*?)```/gs)].map(
  ([, file = '', code = '']) => ({
    file,
    code,
  }),
);

/** Where a recipe runs: Next.js's are a whole application. */
const fileOf = (file: string): string =>
  path.join(tests, /^(app\/|next\.)/.test(file) ? 'packages/next-app' : 'recipes/programs', file);

/** Comments and empty lines are for one reader only: the page explains, the program satisfies a linter. */
const bare = (code: string): string => code.replaceAll(/(?<!\S)\/\/.*$/gm, '').replaceAll(/\s*\n\s*/g, '\n');

describe('the recipes of the README', () => {
  it('are these', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      'bundled-stream.mjs',
      'lambda.mjs',
      'fastify.mjs',
      'express.mjs',
      'next.config.mjs',
      'app/logged/route.js',
      'app/streamed/route.js',
      'bundled-transport.cjs',
    ]);
  });

  it.each(blocks)('are what runs in $file', ({ file, code }) => {
    expect(bare(readFileSync(fileOf(file), 'utf8'))).toContain(bare(code));
  });
});
