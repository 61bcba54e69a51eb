import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import { arrived } from '../support/scene.ts';

const PROGRAM = fileURLToPath(new URL('../fixtures/says-goodbye.ts', import.meta.url));

it('delivers what is logged as the process ends, by a listener that came after the client', async () => {
  const server = await startHecServer({ token: 'T' });
  onTestFinished(() => server.close());
  const options = JSON.stringify({ url: server.url, token: 'T', proxy: 'none', batch: { lingerMs: 60_000 } });
  const { stderr } = await promisify(execFile)(process.execPath, [PROGRAM, options]);
  expect(stderr).toBe('');
  expect(await arrived(server)).toEqual(['goodbye']);
});
