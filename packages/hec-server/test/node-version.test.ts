import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('importing the package on an old Node says in words what it needs', () => {
  const preload = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });";
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(preload)}`,
      '--input-type=module',
      '--eval',
      `await import(${JSON.stringify(import.meta.resolve('../src/index.ts'))})`,
    ],
    { encoding: 'utf8' },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('hec-server needs Node.js 22.19 or newer; this is Node.js 20.20.2.');
});
