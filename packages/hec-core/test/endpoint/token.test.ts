import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createTokenReader, type TokenReader } from '../../src/endpoint/token.ts';
import type { TokenSource } from '../../src/options/groups.ts';
import { temporaryFolder } from './support/folder.ts';

function readerOf(source: TokenSource): TokenReader & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { ...createTokenReader(source, (code, message) => void warnings.push(`${code}: ${message}`)), warnings };
}

describe('a token as a string', () => {
  it('is read as it is, without the blanks around it', async () => {
    expect(await readerOf('  abc-123\n').read()).toEqual({ token: 'abc-123' });
  });

  it.each([
    ['a line break', 'abc\ndef'],
    ['a NUL', 'abc\0def'],
    ['a letter beyond ASCII', 'abcödef'],
    ['an emoji', 'abc🔑def'],
  ])('with %s inside gives a problem that does not quote it', async (_, token) => {
    expect(await readerOf(token).read()).toEqual({
      problem: 'the token holds a character that cannot travel in a header, at position 4',
    });
  });

  it('gives a problem when it is empty', async () => {
    expect(await readerOf(' ').read()).toEqual({ problem: 'the token is empty' });
  });
});

describe('a token in the environment', () => {
  it('is read each time, so that a change is seen', async () => {
    vi.stubEnv('TEST_TOKEN', 'first');
    const reader = readerOf({ env: 'TEST_TOKEN' });
    expect(await reader.read()).toEqual({ token: 'first' });
    vi.stubEnv('TEST_TOKEN', 'second');
    expect(await reader.read()).toEqual({ token: 'second' });
    vi.stubEnv('TEST_TOKEN', undefined);
    expect(await reader.read()).toEqual({ problem: 'the environment variable TEST_TOKEN is empty' });
  });
});

describe('a token in a file', () => {
  it('is read again when the file is replaced by rename', async () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'first\n');
    const reader = readerOf({ file });
    expect(await reader.read()).toEqual({ token: 'first' });
    writeFileSync(`${file}.new`, 'other\n');
    renameSync(`${file}.new`, file);
    expect(await reader.read()).toEqual({ token: 'other' });
  });

  it('is read again when a mounted secret is switched over by its link', async () => {
    const folder = temporaryFolder();
    for (const name of ['one', 'two']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'token'), name);
    }
    symlinkSync('one', join(folder, 'data'));
    const reader = readerOf({ file: join(folder, 'data', 'token') });
    expect(await reader.read()).toEqual({ token: 'one' });
    symlinkSync('two', join(folder, 'data.new'));
    renameSync(join(folder, 'data.new'), join(folder, 'data'));
    expect(await reader.read()).toEqual({ token: 'two' });
  });

  it('stays in use with a warning while the file is gone or empty, and is read anew afterwards', async () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'first');
    const reader = readerOf({ file });
    await reader.read();
    rmSync(file);
    expect(await reader.read()).toEqual({ token: 'first' });
    expect(reader.warnings).toEqual([
      `token-file: the token file ${file} cannot be read (ENOENT); the token read before stays in use.`,
    ]);
    writeFileSync(file, '');
    expect(await reader.read()).toEqual({ token: 'first' });
    expect(reader.warnings[1]).toContain('is empty; the token read before stays in use');
    writeFileSync(file, 'second');
    expect(await reader.read()).toEqual({ token: 'second' });
    expect(reader.warnings).toHaveLength(2);
  });

  it('is read after refresh even if size, time and inode are the same', async () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'first');
    const { atime, mtime } = statSync(file);
    utimesSync(file, atime, mtime);
    const reader = readerOf({ file });
    await reader.read();
    writeFileSync(file, 'other');
    utimesSync(file, atime, mtime);
    expect(await reader.read()).toEqual({ token: 'first' });
    reader.refresh();
    expect(await reader.read()).toEqual({ token: 'other' });
  });

  it('gives a problem while there never was one', async () => {
    const folder = temporaryFolder();
    const missing = join(folder, 'token');
    expect(await readerOf({ file: missing }).read()).toEqual({
      problem: `the token file ${missing} cannot be read (ENOENT)`,
    });
    expect(await readerOf({ file: folder }).read()).toEqual({ problem: `${folder} is not a file that holds a token` });
    expect(await readerOf({ file: '/dev/zero' }).read()).toEqual({
      problem: '/dev/zero is not a file that holds a token',
    });
  });
});

describe('a token from a function', () => {
  it('is asked for once, however many wait for it, and again after refresh', async () => {
    let asked = 0;
    const reader = readerOf(async () => `token-${++asked}`);
    expect(await Promise.all([reader.read(), reader.read()])).toEqual([{ token: 'token-1' }, { token: 'token-1' }]);
    expect(await reader.read()).toEqual({ token: 'token-1' });
    reader.refresh();
    expect(await reader.read()).toEqual({ token: 'token-2' });
  });

  it('may be synchronous', async () => {
    expect(await readerOf(() => 'now').read()).toEqual({ token: 'now' });
  });

  it('is asked again after a failure, whose message is not repeated', async () => {
    let asked = 0;
    const reader = readerOf(() => {
      if (++asked === 1) throw new TypeError('vault says hunter2 is wrong');
      return 'second';
    });
    expect(await reader.read()).toEqual({ problem: 'the token function failed (TypeError)' });
    expect(await reader.read()).toEqual({ token: 'second' });
  });

  it('keeps the newer answer when an older question fails late', async () => {
    const older = Promise.withResolvers<string>();
    let asked = 0;
    const reader = readerOf(() => (++asked === 1 ? older.promise : `token-${asked}`));
    const late = reader.read();
    reader.refresh();
    expect(await reader.read()).toEqual({ token: 'token-2' });
    older.reject(new Error('too late'));
    expect(await late).toEqual({ problem: 'the token function failed (Error)' });
    expect(await reader.read()).toEqual({ token: 'token-2' });
  });

  it('gives a problem when it is no string', async () => {
    const wrong = (() => undefined) as unknown as () => string;
    expect(await readerOf(wrong).read()).toEqual({ problem: 'the token function gave undefined instead of a string' });
  });
});
