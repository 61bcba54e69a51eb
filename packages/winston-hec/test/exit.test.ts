import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startHecServer } from 'hec-server';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());
afterEach(() => server.setFaults([]));

interface Ended {
  readonly code: number | null;
  readonly tookMs: number;
  readonly stderr: string;
}

/** Runs a program of `test/fixtures`, configured by nothing but the environment. */
async function run(fixture: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const started = performance.now();
  const child = fork(fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url)), [], {
    env: { ...process.env, HEC_URL: server.url, HEC_TOKEN: 't', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += String(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, tookMs: performance.now() - started, stderr };
}

describe('pitfall 34: handleExceptions leaves 3 s to live', { timeout: 20_000 }, () => {
  it('delivers an uncaught exception at once, with stack and cause', async () => {
    expect(await run('uncaught.mjs')).toMatchObject({ code: 1 });
    expect(await server.events()).toMatchObject([
      {
        fields: { severity: 'error' },
        event: {
          level: 'error',
          exception: true,
          error: {
            name: 'TypeError',
            message: 'nobody caught me',
            stack: expect.stringContaining('uncaught.mjs'),
            cause: { message: 'deep down' },
          },
        },
      },
    ]);
  });

  it('delivers it as one of the exceptionHandlers, too', async () => {
    expect(await run('exception-handlers.mjs')).toMatchObject({ code: 1 });
    expect(await server.events()).toMatchObject([{ event: { exception: true, error: { message: 'to the handler' } } }]);
  });

  it('delivers an unhandled rejection at once', async () => {
    expect(await run('rejected.mjs')).toMatchObject({ code: 1 });
    expect(await server.events()).toMatchObject([
      { event: { level: 'error', error: { name: 'RangeError', message: 'nobody awaited me' } } },
    ]);
  });

  it('does not outlive the 3 s when the endpoint hangs', async () => {
    await server.setFaults([{ do: 'hang' }]);
    const { code, stderr } = await run('uncaught.mjs');
    const endedAt = Date.now();
    expect(code).toBe(1);
    // The request is the exception's; before it the process had to start.
    const [request] = await server.requests();
    expect(endedAt - (request?.receivedAt ?? 0)).toBeLessThan(6000);
    expect(stderr).toContain('1 event not delivered');
  });
});

describe('pitfalls 1, 17 and 18: the end of a process', { timeout: 20_000 }, () => {
  it('a program that logs and returns loses nothing, though nobody ends its logger', async () => {
    const { code, tookMs } = await run('logs-and-returns.mjs');
    expect(code).toBe(0);
    expect((await server.stats()).events).toBe(100);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('an idle transport keeps no process alive', async () => {
    const { code } = await run('idle.mjs');
    const endedAt = Date.now();
    expect(code).toBe(0);
    const events = await server.events();
    expect(events).toHaveLength(1);
    // Counted from the delivery: how long a process takes to start is the machine's affair.
    expect(endedAt - (events[0]?.receivedAt ?? 0)).toBeLessThan(4000);
  });

  it('a logger that has finished may be followed by process.exit', async () => {
    expect(await run('ends-then-exits.mjs')).toMatchObject({ code: 0, stderr: '' });
    expect((await server.stats()).events).toBe(100);
  });

  it('process.exit right behind the last log call loses nothing', async () => {
    expect(await run('exits-hard.mjs')).toMatchObject({ code: 3, stderr: '' });
    const messages = (await server.events()).map(({ event }) => (event as { message: string }).message);
    expect(messages.toSorted()).toEqual(Array.from({ length: 2000 }, (_, n) => `line ${n}`).toSorted());
  });

  it('process.exit right behind the last log call says what is lost when nobody is there', async () => {
    const { code, stderr } = await run('exits-hard.mjs', { HEC_URL: 'http://127.0.0.1:9' });
    expect(code).toBe(3);
    expect(stderr).toContain('hec: 2000 events not delivered when the process ended');
  });

  it('an exception that winston does not handle leaves what was logged before it, and its stack', async () => {
    const { code, stderr } = await run('throws.mjs');
    expect(code).toBe(1);
    expect(stderr).toContain('Error: nobody caught me');
    expect(stderr).not.toContain('not delivered');
    expect(await server.events()).toMatchObject([{ event: { message: 'last words' } }]);
  });

  it('an endpoint that is down holds the end up for no longer than the deadline', async () => {
    const { code, tookMs, stderr } = await run('logs-and-returns.mjs', {
      HEC_URL: 'http://127.0.0.1:9',
      HEC_SHUTDOWN_TIMEOUT_MS: '1000',
    });
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(6000);
    expect(stderr).toContain('100 events not delivered');
  });
});
