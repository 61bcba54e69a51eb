import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { HecError } from '../src/errors.ts';
import { requireNode } from '../src/node-version.ts';

function refusal(version: string, oldest?: string): unknown {
  try {
    requireNode('some-package', oldest, version);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('requireNode', () => {
  it.each(['22.19.0', '22.19.1', '22.20.0', '23.0.0', '24.21.0', '26.10.0', '100.0.0', '24.0.0-nightly20261120'])(
    'lets %s pass',
    (version) => {
      expect(refusal(version)).toBeUndefined();
    },
  );

  it.each(['22.18.9', '22.9.0', '20.20.2', '18.0.0', '14.21.3', '9.19.0', '0.12.18'])('refuses %s', (version) => {
    expect(refusal(version)).toMatchObject({ name: 'HecError', code: 'HEC_OLD_NODE' });
  });

  it('asks for another version where it is told to', () => {
    expect(refusal('24.0.0', '24.1')).toBeInstanceOf(HecError);
    expect(refusal('24.1.0', '24.1')).toBeUndefined();
  });

  it('says who needs what, what is running, and what to do', () => {
    expect(refusal('20.20.2')).toHaveProperty(
      'message',
      `some-package needs Node.js 22.19 or newer, but this is 20.20.2, started from ${process.execPath}. ` +
        'Node.js 24 (LTS) is at https://nodejs.org; with nvm it is `nvm install 24`.',
    );
  });

  it('takes the running version when it is told none', () => {
    expect(() => requireNode('some-package')).not.toThrow();
    expect(() => requireNode('some-package', '999.0')).toThrow(`this is ${process.versions.node}, `);
  });
});

describe('the entry check', () => {
  const entry = path.join(import.meta.dirname, '../src/require-node.ts');
  /** Imports it in a Node that says it is of another version, then says that it came through. */
  const importedBy = (version: string) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
         await import(${JSON.stringify(entry)});
         console.log('through');`,
      ],
      { encoding: 'utf8' },
    );

  it('ends an old Node at once, in words', () => {
    const { status, stdout, stderr } = importedBy('20.20.2');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('hec-core needs Node.js 22.19 or newer, but this is 20.20.2');
  });

  it('lets a new one through', () => {
    const { status, stdout } = importedBy('22.19.0');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'through\n' });
  });
});
