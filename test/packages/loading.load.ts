import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, inject, it } from 'vitest';
import { mainExports } from './catalogue.ts';
import { attempt, run } from './run.ts';

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

  it('all of them are required by jest as it comes', () => {
    const tests = names.map(
      ([name, main]) => `test('${name}', () => expect(typeof require('${name}')['${main}']).toBe('function'));`,
    );
    writeFileSync(path.join(cwd, 'load.test.js'), tests.join('\n'));
    const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
    const { stderr } = attempt(process.execPath, [jest, '--rootDir', cwd], { cwd });
    expect(stderr).toMatch(`Tests:       ${names.length} passed, ${names.length} total`);
  });

  it.each(['deliver.mjs', 'deliver.cjs'])('pino loads its worker target by name and it delivers (%s)', (program) => {
    expect(run(process.execPath, [program], { cwd })).toBe('[0,1,2,3,4,5,6,7,8,9]\n');
  });
});
