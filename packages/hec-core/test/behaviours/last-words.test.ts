import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { arrived } from '../support/scene.ts';

const run = (program: string, options: HecOptions): Promise<{ stderr: string }> => {
  const path = fileURLToPath(new URL(`../fixtures/${program}`, import.meta.url));
  return promisify(execFile)(process.execPath, [path, JSON.stringify({ token: 'T', proxy: 'none', ...options })]);
};

it('delivers what is logged as the process ends, by a listener that came after the client', async () => {
  const server = await startHecServer({ token: 'T' });
  onTestFinished(() => server.close());
  const { stderr } = await run('says-goodbye.ts', { url: server.url, batch: { lingerMs: 60_000 } });
  expect(stderr).toBe('');
  expect(await arrived(server)).toEqual(['goodbye']);
});

it('lives on while it waits for room, though the endpoint is busy for longer than a shutdown may take', async () => {
  const server = await startHecServer({ token: 'T', faults: [{ do: 'status', status: 503, code: 9, times: 6 }] });
  onTestFinished(() => server.close());
  const { stderr } = await run('waits-for-room.ts', {
    url: server.url,
    queue: { maxEvents: 10, onFull: 'wait' },
    batch: { lingerMs: 10 },
    retry: { baseMs: 200, capMs: 400 },
    shutdownTimeoutMs: 10,
  });
  expect(stderr).toBe('');
  expect(await arrived(server)).toHaveLength(30);
});
