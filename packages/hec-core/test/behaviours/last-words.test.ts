import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHecServer } from 'hec-server';
import { expect, it, onTestFinished } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { arrived } from '../support/scene.ts';

const commandOf = (program: string, options: HecOptions): string[] => [
  fileURLToPath(new URL(`../fixtures/${program}`, import.meta.url)),
  JSON.stringify({ token: 'T', proxy: 'none', ...options }),
];

const run = (program: string, options: HecOptions): Promise<{ stderr: string }> =>
  promisify(execFile)(process.execPath, commandOf(program, options));

it('delivers what is logged as the process ends, by a listener that came after the client', async () => {
  const server = await startHecServer({ token: 'T' });
  onTestFinished(() => server.close());
  const { stderr } = await run('says-goodbye.ts', { url: server.url, batch: { lingerMs: 60_000 } });
  expect(stderr).toBe('');
  expect(await arrived(server)).toEqual(['goodbye']);
});

it('delivers what is logged while the log is flushed as the process ends', async () => {
  const server = await startHecServer({ token: 'T' });
  onTestFinished(() => server.close());
  const { stderr } = await run('closes-down.ts', { url: server.url, batch: { lingerMs: 60_000 } });
  expect(stderr).toBe('');
  expect(await arrived(server)).toEqual(['at work', 'closed']);
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

it('ends as it would have though nobody reads what it says of its losses: `app 2>&1 | head`', async () => {
  const command = commandOf('says-goodbye.ts', { url: 'http://127.0.0.1:9', shutdownTimeoutMs: 0 });
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.destroy();
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'the last listener\n' });
});
