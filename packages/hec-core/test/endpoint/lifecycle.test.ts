import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { freePort, onRequest, SUCCESS, startCollector, startTcp } from './support/collector.ts';
import { endpointAt } from './support/endpoint.ts';

// A process of its own takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const run = promisify(execFile);
const program = fileURLToPath(new URL('./support/one-request.ts', import.meta.url));

describe('connections', () => {
  it.each([
    ['without jitter', 0.5, 300_000],
    ['20 % earlier at most', 0, 240_000],
    ['20 % later at most', 1, 360_000],
  ])('are made anew after request.maxConnectionAgeMs, %s', async (_, random, age) => {
    const runtime = fakeRuntime(0, () => random);
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(url, {}, { runtime });
    await endpoint.post();
    runtime.advance(age - 1);
    await endpoint.post();
    runtime.advance(1);
    await endpoint.post();
    const [first, second, third] = requests.map(({ port }) => port);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('are kept for ever when it is 0', async () => {
    const runtime = fakeRuntime(0);
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(url, { request: { maxConnectionAgeMs: 0 } }, { runtime });
    await endpoint.post();
    runtime.advance(10 ** 12);
    await endpoint.post();
    expect(requests[1]?.port).toBe(requests[0]?.port);
  });

  it('in use when their time comes finish their request', async () => {
    const runtime = fakeRuntime(0);
    let answerFirst: (() => void) | undefined;
    const { url, received, requests } = await startCollector((_, __, response) => {
      if (answerFirst === undefined) answerFirst = () => response.end('first');
      else response.end(SUCCESS);
    });
    const endpoint = endpointAt(url, { request: { timeoutMs: 600_000 } }, { runtime });
    const first = endpoint.posted();
    await received(1);
    runtime.advance(400_000);
    expect((await endpoint.posted()).body).toBe(SUCCESS);
    answerFirst?.();
    expect((await first).body).toBe('first');
    expect(new Set(requests.map(({ port }) => port)).size).toBe(2);
  });

  it('are made anew after refresh', async () => {
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(url);
    await endpoint.post();
    endpoint.refresh();
    await endpoint.post();
    expect(requests[1]?.port).not.toBe(requests[0]?.port);
  });

  it('follow a Connection: close at once', async () => {
    const { url, requests } = await startCollector((_, __, response) =>
      response.setHeader('connection', 'close').end(SUCCESS),
    );
    const endpoint = endpointAt(url);
    for (let i = 0; i < 5; i++) expect((await endpoint.posted()).status).toBe(200);
    expect(new Set(requests.map(({ port }) => port)).size).toBe(5);
  });

  it('reach a collector that comes up later', async () => {
    const port = await freePort();
    const endpoint = endpointAt(new URL(`http://127.0.0.1:${port}`));
    for (let i = 0; i < 10; i++) expect((await endpoint.failed()).reason).toBe('connection-refused');
    const server = createServer((socket) =>
      onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    );
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect((await endpoint.posted()).status).toBe(200);
    server.close();
  });
});

describe('close', () => {
  it('ends idle connections at once', async () => {
    const { url, server } = await startCollector();
    const connection = once(server, 'connection') as Promise<[import('node:net').Socket]>;
    const endpoint = endpointAt(url);
    await endpoint.post();
    const [socket] = await connection;
    const closed = once(socket, 'close');
    await endpoint.close(60_000);
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('lets what is under way finish within the grace', async () => {
    const runtime = fakeRuntime();
    let answer: (() => void) | undefined;
    const { url, received } = await startCollector((_, __, response) => {
      answer = () => response.end(SUCCESS);
    });
    const endpoint = endpointAt(url, {}, { runtime });
    const under = endpoint.posted();
    await received(1);
    const closing = endpoint.close(5000);
    runtime.advance(4999);
    answer?.();
    expect((await under).status).toBe(200);
    await closing;
    expect(runtime.timers).toBe(0);
  });

  it('aborts what is under way after the grace: written is ambiguous, waiting is not', async () => {
    const runtime = fakeRuntime();
    const { url, received } = await startCollector(() => {});
    const endpoint = endpointAt(url, { request: { concurrency: 1 } }, { runtime });
    const requests = [endpoint.failed(), endpoint.failed(), endpoint.failed()];
    await received(2);
    const closing = endpoint.close(1000);
    runtime.advance(1000);
    const failures = await Promise.all(requests);
    expect(failures.map(({ reason }) => reason)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(failures.map(({ ambiguous }) => ambiguous)).toEqual([true, true, false]);
    await closing;
  });

  it('gives up connections being made', async () => {
    const { url, server } = await startTcp(() => {});
    const endpoint = endpointAt(new URL(`https://${url.host}`));
    const failing = endpoint.failed();
    const [socket] = (await once(server, 'connection')) as [import('node:net').Socket];
    const closed = once(socket.resume(), 'close');
    await endpoint.close(0);
    expect(await failing).toMatchObject({ reason: 'aborted', ambiguous: false });
    await closed;
  });

  it('may be called again with less patience', async () => {
    const { url, received } = await startCollector(() => {});
    const endpoint = endpointAt(url);
    const failing = endpoint.failed();
    await received(1);
    const patient = endpoint.close(600_000);
    await endpoint.close(0);
    await patient;
    expect((await failing).reason).toBe('aborted');
  });

  it('makes later requests fail, without a connection', async () => {
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(url);
    await endpoint.close(0);
    expect(await endpoint.failed()).toEqual({
      reason: 'aborted',
      ambiguous: false,
      message: `${url.origin}: no answer had come when the client was closed.`,
    });
    expect(requests).toEqual([]);
  });
});

describe('a process', () => {
  const args = ['--conditions=hec-source', program];

  it('ends by itself while a kept connection is idle', async () => {
    const { url } = await startCollector();
    const { stdout } = await run(process.execPath, [...args, url.href, 'waits']);
    expect(stdout.trim()).toBe('200');
  });

  it('that waits for a request has its end, at its deadline at the latest', async () => {
    const { url } = await startCollector(() => {});
    const { stdout } = await run(process.execPath, [...args, url.href, 'waits', '300']);
    expect(stdout.trim()).toBe('timeout');
  });

  it.each(['127.0.0.1', 'two-addresses'])(
    'is not kept alive by a request to %s that nobody waits for',
    async (host) => {
      const { url, received } = await startCollector(() => {});
      const running = run(process.execPath, [...args, `http://${host}:${url.port}`, 'leaves it', '600000']);
      await received(1);
      running.child.stdin?.end();
      expect((await running).stdout).toBe('');
    },
  );
});
