import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHecServer } from 'hec-server';
import { expect, test } from 'vitest';
import { goodHeaders, request, token } from '../support/request.ts';

const bin = fileURLToPath(new URL('../../bin/hec-server.js', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  /** Resolves when stderr or stdout has matched. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function run(args: readonly string[], nodeArgs: readonly string[] = []): Run {
  const child = spawn(process.execPath, [...nodeArgs, bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const look of watchers) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const look of watchers) look();
  });
  return {
    child,
    until(pattern) {
      const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
      const look = (): void => {
        const found = pattern.exec(stdout + stderr);
        if (found === null) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
      return promise;
    },
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
  };
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves until %s and ends with a summary and code 0', async (signal) => {
  const { child, until, ended } = run(['--port', '0', '--token', token, '--print']);
  const [, url] = await until(/answers as splunk at (http:\/\/127\.0\.0\.1:\d+)\n[^]*token {3}the one you gave/);
  const body = '{"event":"one"}\n{"event":"two"}';
  expect(await request(`${url}/services/collector`, { headers: goodHeaders, body })).toMatchObject({ status: 200 });
  await until(/two/);
  child.kill(signal);
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(stdout).toBe(`${body}\n`);
  expect(stderr).toContain('2 events in 1 request (0 rejected), 31 bytes\n');
  expect(stderr).not.toContain(token);
});

test('lets in any token on loopback when it was given none, but not a request without', async () => {
  const { child, until, ended } = run(['--port', '0', '--fault', '503,times=1']);
  const [, url] = await until(/at (\S+)\n[^]*any, from this machine only[^]*faults {2}\{.*\}\n/);
  const post = (headers = {}) => request(`${url}/services/collector`, { headers, body: '{"event":1}' });
  expect((await post({ authorization: 'Splunk whatever' })).status).toBe(503);
  expect((await post({ authorization: 'Splunk whatever' })).status).toBe(200);
  expect((await post()).status).toBe(401);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test('makes a certificate, writes it and is trusted by it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hec-server-'));
  const caOut = join(folder, 'ca.pem');
  const { child, until, ended } = run(['--port', '0', '--tls', '--ca-out', caOut]);
  const [, url] = await until(/at (https:\S+)\n[^]*trust {3}.*ca\.pem\n/);
  const ca = readFileSync(caOut, 'utf8');
  expect((await request(`${url}/services/collector/health`, { method: 'GET', ca })).status).toBe(200);
  child.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true });
});

test('says in words that its port is taken', async () => {
  await using server = await startHecServer();
  const { code, stderr } = await run(['--port', String(server.port)]).ended;
  expect(code).toBe(1);
  expect(stderr).toBe(
    `hec-server: Port ${server.port} on 127.0.0.1 is taken by another program: choose another port, or 0 for a free one.\n`,
  );
});

test.each([
  [['--host', '0.0.0.0'], 'would take any token from anyone who can reach 0.0.0.0'],
  [['--nope'], "Unknown option '--nope'"],
  [['--as', 'nobody'], 'Invalid option `as`: expected one of splunk,'],
  [['--port', 'x'], '--port is a whole number, not "x".'],
  [['--fault', 'explode'], 'Invalid fault "explode"'],
  [['--cert', 'x.pem'], '--cert and --key go together.'],
])('refuses %j with code 2', async (args, message) => {
  const { code, stderr } = await run(args).ended;
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Try `hec-server --help`.');
});

test('prints its help and its version', async () => {
  const [helped, versioned] = await Promise.all([run(['--help']).ended, run(['--version']).ended]);
  const manifest = new URL('../../package.json', import.meta.url);
  expect(helped).toMatchObject({ code: 0, stderr: '' });
  expect(helped.stdout).toContain('hec-server [options]');
  expect(versioned).toMatchObject({ code: 0, stderr: '' });
  expect(versioned.stdout.trim()).toBe((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version);
});

test('says on an old Node what it needs', async () => {
  const preload = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });";
  const old = ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  expect(await run([], old).ended).toMatchObject({
    code: 1,
    stderr: 'hec-server needs Node.js 22.19 or newer; this is Node.js 18.20.0.\n',
  });
});
