import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { entryPoints, programs } from './catalogue.ts';
import { attempt } from './run.ts';

const cwd = inject('consumer');
const oldNode = inject('oldNode');
const WORDS = /needs Node\.js 22\.19 or newer.*18\.20\.8/;

const node = (...args: string[]) => attempt(oldNode ?? '', args, { cwd });

// npm carries an old Node for Linux only.
describe.runIf(oldNode !== undefined)('on a Node that is too old (18.20.8)', () => {
  it.each(entryPoints)('%s says which one it needs when it is imported', (name) => {
    const { status, stderr } = node('--input-type=module', '-e', `await import('${name}')`);
    expect(stderr).toMatch(WORDS);
    expect(status).toBe(1);
  });

  it.each(entryPoints)('%s says which one it needs when it is required', (name) => {
    const { status, stderr } = node('-e', `require('${name}')`);
    expect(stderr).toMatch(WORDS);
    expect(status).toBe(1);
  });

  it.each(programs)('the program %s says which one it needs', (program) => {
    const { status, stderr } = node(path.join('node_modules/.bin', program), '--help');
    expect(stderr).toMatch(WORDS);
    expect(status).toBe(1);
  });

  it('the pino worker says which one it needs', () => {
    const { status, stderr } = node('log.cjs');
    expect(stderr).toMatch(WORDS);
    expect(status).not.toBeNull();
  });
});
