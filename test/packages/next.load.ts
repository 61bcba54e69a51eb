// Next.js, which weighs 340 MB, is installed and built for this run alone: it is no dependency of the repository.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { type HecServer, startHecServer } from 'hec-server';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { install } from './install.ts';
import { consumerEnv, run } from './run.ts';

const TOKEN = 'next-token';
const PACKAGES = { next: '16.4.6', pino: '^10.4.0', react: '^19.2.0', 'react-dom': '^19.2.0' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Resolves when the program has printed `text`; rejects when it ends without it. */
function printed(child: ChildProcessByStdio<null, Readable, null>, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (output.includes(text)) resolve();
  });
  child.once('close', (code) => reject(new Error(`it ended with ${code} before it said ${text}\n${output}`)));
  return promise;
}

describe('the recipe for Next.js, built as `standalone` (pitfall 9)', { timeout: 120_000 }, () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hec-next-')));
  const built = path.join(folder, 'app');
  const alone = path.join(folder, 'alone');
  let server: HecServer;

  beforeAll(async () => {
    server = await startHecServer({ token: TOKEN });
    const tarballs = inject('tarballs');
    const { 'hec-core': hecCore, 'pino-hec': pinoHec } = tarballs;
    if (hecCore === undefined || pinoHec === undefined) throw new Error('pino-hec and hec-core were not packed');
    cpSync(path.join(import.meta.dirname, 'next-app'), built, { recursive: true });
    install(built, { ...PACKAGES, 'pino-hec': pinoHec }, { 'hec-core': hecCore });
    const env = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
    run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { cwd: built, env, timeoutMs: 300_000 });
    // Away from the node_modules it was built with: what it needs has to be in it.
    cpSync(path.join(built, '.next/standalone'), alone, { recursive: true, verbatimSymlinks: true });
    rmSync(built, { recursive: true });
  }, 600_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('delivers through the worker and through the in-process stream', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, ['server.js'], {
      cwd: alone,
      env: consumerEnv({
        HEC_URL: server.url,
        HEC_TOKEN: TOKEN,
        HOSTNAME: '127.0.0.1',
        PORT: String(port),
        NODE_ENV: 'production',
      }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await printed(child, 'Ready in');
      for (const route of ['streamed', 'logged']) {
        const response = await fetch(`http://127.0.0.1:${port}/${route}`, { method: 'POST' });
        expect([route, response.status, await response.text()]).toEqual([route, 200, 'ok']);
      }
      expect(await server.waitForEvents(2)).toMatchObject([
        { event: { msg: 'from the stream' }, fields: { severity: 'info' } },
        { event: { msg: 'from the worker' }, fields: { severity: 'info' } },
      ]);
    } finally {
      if (child.exitCode === null) child.kill('SIGKILL');
      await once(child, 'close');
    }
  });
});
