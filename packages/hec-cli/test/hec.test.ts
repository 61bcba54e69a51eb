import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHecServer } from 'hec-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hec } from './support/hec.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const TOKEN = 'cli-token';
const to = (url: string) => ({ HEC_URL: url, HEC_TOKEN: TOKEN, HEC_REQUEST_CONCURRENCY: '1' });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hec-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('hec', () => {
  it('lists its commands, and says more about each', async () => {
    const { code, stdout } = await hec(['--help']);
    expect(code).toBe(0);
    for (const command of ['check', 'send', 'redrive', 'serve'])
      expect(stdout).toMatch(new RegExp(`^  hec ${command} .*  \\S`, 'm'));
    const help = await hec(['send', '--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/^Usage: hec send [\s\S]*--batch-max-bytes …/);
    expect((await hec(['help', 'redrive'])).stdout).toContain('--remove');
  });

  it('has a version', async () => {
    expect((await hec(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[], 'Usage: hec COMMAND'],
    [['sned'], 'hec: there is no command "sned"'],
    [['send', '--indx', 'a', 'x'], 'hec send: --indx does not exist: did you mean --index?'],
    [['send', '--batch-max-bytes', 'big', 'x'], 'hec send: Invalid option `batch.maxBytes`'],
    [['send', '--time', 'soon', 'x'], 'hec send: --time takes epoch seconds or ISO 8601, not "soon"'],
    [['send', '--file', '/nowhere/at/all'], 'hec send: /nowhere/at/all cannot be read (ENOENT)'],
    [['redrive'], 'hec redrive: expected one dead letter file or spool directory'],
    [['redrive', '/nowhere/at/all'], 'hec redrive: /nowhere/at/all cannot be read (ENOENT)'],
  ])('ends with 2 for %j, in words', async (args, words) => {
    const { code, stderr } = await hec(args, { env: { HEC_URL: 'http://127.0.0.1:1', HEC_TOKEN: 't' } });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it.each([['check'], ['send', 'x']])('%s ends with 2 where nothing says where to', async (...args) => {
    const { code, stderr } = await hec(args);
    expect(code).toBe(2);
    expect(stderr).toContain('HEC_URL');
  });
});

describe('hec check', () => {
  it('finds an endpoint that takes the token, without sending an event', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const { code, stdout } = await hec(['check', '--url', server.url, '--token', TOKEN]);
    expect(code).toBe(0);
    expect(stdout).toBe(`✔ ${server.url} answers and accepts the token. (splunk)\n`);
    expect(await server.stats()).toMatchObject({ events: 0 });
  });

  it('says what is wrong, where, and what to do, and never the token', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const { code, stdout, stderr } = await hec(['check', '--url', server.url, '--token', 'wrong-token']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✘ .*\(splunk\)\n$/s);
    expect(stdout).toContain(server.url);
    expect(stdout).toMatch(/token/i);
    expect(stdout + stderr).not.toContain('wrong-token');
  });

  it('answers in JSON', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const { code, stdout } = await hec(['check', '--json', '--url', `http://127.0.0.1:${port}`, '--token', 't']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      destinations: [{ name: 'splunk', endpoints: [{ origin: `http://127.0.0.1:${port}`, ok: false }] }],
    });
  });
});

describe('hec send', () => {
  it('sends its arguments: objects as such, the rest as text', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const events = ['hello', '{"a":1}', '["b"]', '{not json'];
    const { code, stdout } = await hec(['send', ...events, '--index', 'main', '--time', '2026-01-02T03:04:05.678Z'], {
      env: to(server.url),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('✔ 4 events = 4 taken');
    const received = await server.events();
    expect(received.map(({ event }) => event)).toEqual(['hello', { a: 1 }, ['b'], '{not json']);
    expect(received[0]).toMatchObject({ index: 'main', time: 1_767_323_045.678 });
  });

  it('sends the lines of standard input, with the time they say', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const { code } = await hec(['send'], {
      env: to(server.url),
      input: '{"time":1700000000123,"a":1}\nplain\n\n{"b":2}',
    });
    expect(code).toBe(0);
    const received = await server.events();
    expect(received.map(({ event }) => event)).toEqual([{ time: 1_700_000_000_123, a: 1 }, 'plain', { b: 2 }]);
    expect(received[0]?.time).toBe(1_700_000_000.123);
  });

  it('sends a large file through a small queue, and loses nothing', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const file = path.join(folder, 'large.ndjson');
    writeFileSync(file, Array.from({ length: 30_000 }, (_, i) => `{"i":${i}}\n`).join(''));
    const small = ['--queue-max-bytes', '65536', '--batch-max-bytes', '50000', '--no-gzip'];
    const { code, stdout } = await hec(['send', '--file', file, '--json', ...small], { env: to(server.url) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, ledger: { delivered: { taken: 30_000 } } });
    expect(new Set((await server.events()).map(({ event }) => (event as { i: number }).i)).size).toBe(30_000);
  });

  it('sends text as it is to the raw endpoint', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const { code } = await hec(['send', '--raw', '-'], { env: to(server.url), input: '<13>one\n<13>two\n' });
    expect(code).toBe(0);
    expect((await server.events()).map(({ kind, raw }) => [kind, raw])).toEqual([
      ['raw', '<13>one'],
      ['raw', '<13>two'],
    ]);
  });

  it('ends with 1 when not all was delivered, and says why', async () => {
    await using server = await startHecServer({ token: 'another' });
    const { code, stdout, stderr } = await hec(['send', 'x', '--shutdown-timeout-ms', '200'], { env: to(server.url) });
    expect(code).toBe(1);
    expect(stdout).toContain('✘ 1 event = 1 dropped (shutdown)');
    expect(stderr).toContain(`${server.url}: HTTP 403: Invalid token`);
    expect(stderr).not.toContain(TOKEN);
  });
});

describe('hec serve', () => {
  it('is hec-server', async () => {
    const bin = path.join(import.meta.dirname, '../bin/hec.js');
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
    // Listened for from the start: it may come before the end of the test is reached.
    const ended = once(child, 'exit');
    try {
      let said = '';
      // Not destroyed at the end of the loop: a server that has more to say would die of a closed pipe.
      for await (const text of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
        said += text as string;
        if (said.includes('page')) break;
      }
      const [url = ''] = /http:\/\/[\d.:]+/.exec(said) ?? [];
      const { code } = await hec(['send', 'x', '--url', url, '--token', 'any']);
      expect(code).toBe(0);
    } finally {
      child.kill();
      await ended;
    }
  });
});
