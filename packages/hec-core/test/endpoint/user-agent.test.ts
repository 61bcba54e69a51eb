import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { USER_AGENT, VERSION } from '../../src/endpoint/user-agent.ts';

it('names the version of package.json and of Node', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(manifest.version);
  expect(USER_AGENT).toBe(`hec-core/${manifest.version} node/${process.versions.node}`);
});
