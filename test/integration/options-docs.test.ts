import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPTIONS_TABLE } from '../../packages/hec-core/src/options/table.ts';
import { documents, isFresh, renderOptions, withOptions } from '../../scripts/options-table.ts';

function run(...args: string[]): { readonly status: number | null; readonly said: string } {
  const script = path.join(import.meta.dirname, '../../scripts/options-table.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

describe('the options tables of the documentation', () => {
  it.each(documents())('are fresh in %s', (file) => {
    expect(isFresh(file)).toBe(true);
  });

  it('are in the page on options', () => {
    expect(documents()).toContain('docs/options.md');
    const page = readFileSync(path.join(import.meta.dirname, '../../docs/options.md'), 'utf8');
    expect(page.match(/^\| `[\w.]+` \|/gm)).toHaveLength(OPTIONS_TABLE.length);
  });

  it('have as many cells in every row as they have columns', () => {
    const cells = renderOptions(OPTIONS_TABLE)
      .split('\n')
      .map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([7]));
  });

  it('are left out of a text without markers, and markers that do not pair are an error', () => {
    expect(withOptions('# Nothing here\n', OPTIONS_TABLE)).toBeUndefined();
    expect(() => withOptions('a <!-- options --> b', OPTIONS_TABLE)).toThrow('expected one <!-- options -->');
    expect(() => withOptions('a <!-- /options --> b <!-- options -->', OPTIONS_TABLE)).toThrow('expected one');
    expect(() => withOptions('<!-- options --><!-- options --><!-- /options -->', OPTIONS_TABLE)).toThrow(
      'expected one',
    );
  });
});

describe('the command', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'options-table-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds a stale table, writes it, and leaves the text around it alone', () => {
    const file = path.join(folder, 'README.md');
    writeFileSync(file, '# Before\n\n<!-- options -->\nold\n<!-- /options -->\n\nAfter\n');
    expect(run('--check', file)).toMatchObject({ status: 1, said: expect.stringContaining('is stale') as string });
    expect(run(file)).toEqual({ status: 0, said: `${file}: written\n` });
    expect(run('--check', file)).toEqual({ status: 0, said: '' });
    expect(readFileSync(file, 'utf8')).toBe(
      `# Before\n\n<!-- options -->\n\n${renderOptions(OPTIONS_TABLE)}\n\n<!-- /options -->\n\nAfter\n`,
    );
  });
});
