import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { startHecServer } from 'hec-server';
import { describe, expect, inject, it } from 'vitest';
import { entryPoints, mainExports } from './catalogue.ts';
import { attempt, run } from './run.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

const cwd = inject('consumer');
const names = Object.entries(mainExports);

describe('a package installed from its tarball', () => {
  it.each(names)('%s is imported by an ES module', (name, main) => {
    const code = `import * as all from '${name}'; console.log(typeof all['${main}'])`;
    expect(run(process.execPath, ['--input-type=module', '-e', code], { cwd })).toBe('function\n');
  });

  it.each(names)('%s is required by CommonJS, as CommonJS', (name, main) => {
    // Node would also load an ES module here, but jest and older bundlers would not.
    const code = `const all = require('${name}'); console.log(typeof all['${main}'], !!require.cache[require.resolve('${name}')])`;
    expect(run(process.execPath, ['--no-experimental-require-module', '-e', code], { cwd })).toBe('function true\n');
  });

  it('the entry points of the catalogue are all there are', () => {
    const found = Object.keys(mainExports).flatMap((name) => {
      const { exports } = JSON.parse(
        readFileSync(path.join(cwd, 'node_modules', name, 'package.json'), 'utf8'),
      ) as Manifest;
      return Object.keys(exports).map((key) => path.posix.join(name, key));
    });
    expect(found.filter((entry) => !entry.endsWith('/package.json')).toSorted()).toEqual(entryPoints.toSorted());
  });

  it.each(entryPoints)('%s loads both ways and lets its process end', (entry) => {
    const code = `require('${entry}'); import('${entry}').then(() => console.log('both'))`;
    expect(run(process.execPath, ['-e', code], { cwd })).toBe('both\n');
  });

  it('all of them are required by jest as it comes, and deliver there', () => {
    const tests = names.map(
      ([name, main]) => `test('${name}', () => expect(typeof require('${name}')['${main}']).toBe('function'));`,
    );
    // Jest cannot do what `import()` does: where the build has one nothing would be delivered in anybody's tests.
    tests.push(`test('hec-core delivers', async () => {
      const server = await require('hec-server').startHecServer({ token: 'T' });
      const client = require('hec-core').createHecClient({ url: server.url, token: 'T' });
      client.send('from jest');
      expect(await client.close()).toMatchObject({ drained: true, delivered: 1 });
      await server.close();
    });`);
    writeFileSync(path.join(cwd, 'load.test.js'), tests.join('\n'));
    const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
    const { stderr } = attempt(process.execPath, [jest, '--rootDir', cwd], { cwd });
    expect(stderr).toMatch(`Tests:       ${tests.length} passed, ${tests.length} total`);
  });

  // The thread that delivers is started from a file of the same build.
  it.each([
    ['ES module', "import('hec-core')"],
    ['CommonJS', "Promise.resolve(require('hec-core'))"],
  ])('hec-core delivers at process.exit from its %s build', async (_build, load) => {
    const server = await startHecServer({ token: 'T' });
    const code = `${load}.then(({ createHecClient }) => { createHecClient().send('last words'); process.exit() })`;
    const env = { HEC_URL: server.url, HEC_TOKEN: 'T' };
    expect(attempt(process.execPath, ['-e', code], { cwd, env })).toEqual({ status: 0, stdout: '', stderr: '' });
    expect((await server.events()).map(({ event }) => event)).toEqual(['last words']);
    await server.close();
  });

  it.each(['deliver.mjs', 'deliver.cjs'])('pino loads its worker target by name and it delivers (%s)', (program) => {
    expect(run(process.execPath, [program], { cwd })).toBe('[0,1,2,3,4,5,6,7,8,9]\n');
  });
});
