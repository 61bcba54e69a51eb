import { once } from 'node:events';
import { HecError } from 'hec-core';
import { startHecServer } from 'hec-server';
import pino from 'pino';
import { describe, expect, it, vi } from 'vitest';
import transport, { control, createHecStream } from '../src/index.ts';
import { run } from './support/child.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const TOKEN = 'in-process';
const at = (url: string) => ({ url, token: TOKEN, batch: { lingerMs: 0 } });

describe('createHecStream', () => {
  it('delivers the lines of a logger in this thread, with the levels that the logger announces', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = createHecStream(at(server.url));
    const logger = pino({ customLevels: { audit: 35 } }, stream);
    logger.audit({ who: 'me' }, 'seen');
    expect(await stream.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(await server.events()).toMatchObject([
      { event: { level: 35, who: 'me', msg: 'seen' }, fields: { severity: 'audit' } },
    ]);
    expect(stream.stats().ledger.delivered.taken).toBe(1);
    stream.destroy();
    await once(stream, 'close');
  });

  it('calls back from logger.flush when the lines are delivered', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = createHecStream({ ...at(server.url), batch: { lingerMs: 60_000 } });
    const logger = pino(stream);
    logger.info('hello');
    await new Promise((resolve) => logger.flush(resolve));
    expect(await server.stats()).toMatchObject({ events: 1 });
    stream.destroy();
    await once(stream, 'close');
  });

  it('delivers what is held when it is ended', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = createHecStream({ ...at(server.url), batch: { lingerMs: 60_000 } });
    pino(stream).info('last');
    stream.end('{"level":30,"msg":"without LF"}');
    await once(stream, 'close');
    expect((await server.events()).map(({ event }) => (event as { msg: string }).msg)).toEqual(['last', 'without LF']);
  });

  it('takes a token from a function, and the same control as the transport', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = createHecStream({ ...at(server.url), token: async () => TOKEN });
    pino(stream).info('hello');
    expect(await control(stream).flush()).toMatchObject({ drained: true, delivered: 1 });
    expect((await control(stream).stats()).ledger.entered.logged).toBe(1);
    stream.destroy();
    await once(stream, 'close');
  });

  it('throws for options that cannot be right, at once', () => {
    expect(() => createHecStream({ levels: { error: 'x' as never } })).toThrow(HecError);
    expect(() => createHecStream({ urll: 'x' } as never)).toThrow('Unknown option `urll`: did you mean `url`');
  });

  it('emits events itself, warnings of its options included', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = createHecStream({ ...at(server.url), tls: { rejectUnauthorized: false } });
    const [warning] = (await once(stream, 'hec:warning')) as [{ message: string }];
    expect(warning.message).toContain('rejectUnauthorized');
    stream.destroy();
    await once(stream, 'close');
  });

  it('is what the transport function returns outside of a worker of pino', async () => {
    await using server = await startHecServer({ token: TOKEN });
    const stream = await transport(at(server.url));
    pino(stream).info('hello');
    expect(await stream.flush()).toMatchObject({ delivered: 1 });
    stream.destroy();
    await once(stream, 'close');
  });
});

describe('a program with an in-process stream', () => {
  it('ends by itself when it has nothing to do, having delivered (pitfalls 17, 18 and 19)', async () => {
    await using server = await startHecServer({
      token: TOKEN,
      faults: [{ do: 'status', status: 503, code: 9, times: 2 }],
    });
    await using child = run('fixtures/logs-in-process.ts', ['ends'], {
      env: { HEC_URL: server.url, HEC_TOKEN: TOKEN },
    });
    const { end, stderr } = await child.ended;
    const endedAt = Date.now();
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    const events = await server.events();
    expect(events.map(({ event }) => (event as { msg: string }).msg)).toEqual(['hello']);
    // Neither the keep-alive of a socket (5 s and more) nor the shutdown deadline was waited for after the delivery. How
    // long a process takes to start is the machine's affair.
    expect(endedAt - (events[0]?.receivedAt ?? 0)).toBeLessThan(4500);
  });

  it('delivers what it holds when it calls process.exit', async () => {
    await using server = await startHecServer({ token: TOKEN });
    await using child = run('fixtures/logs-in-process.ts', ['exits'], {
      env: { HEC_URL: server.url, HEC_TOKEN: TOKEN },
    });
    const { end, stderr } = await child.ended;
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    expect((await server.events()).map(({ event }) => (event as { msg: string }).msg)).toEqual(['hello']);
  });

  it('says what is lost when it calls process.exit and nobody is there', async () => {
    await using child = run('fixtures/logs-in-process.ts', ['exits'], {
      env: { HEC_URL: 'http://127.0.0.1:9', HEC_TOKEN: TOKEN },
    });
    const { end, stderr } = await child.ended;
    expect(end).toBe(0);
    expect(stderr).toBe(
      'hec: 1 event not delivered when the process ended; Nothing listens on http://127.0.0.1:9 (connection refused). Is it running, and is the port right?\n',
    );
  });
});
