import { once } from 'node:events';
import { imbalance } from 'hec-core';
import pino from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { rig, TOKEN } from './support/transport.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const flushed = (logger: Pick<pino.Logger, 'flush'>): Promise<void> =>
  new Promise((resolve, reject) => logger.flush((error) => (error ? reject(error) : resolve())));

describe('the transport in its worker', () => {
  it('delivers lines as pino wrote them, with time and level beside them', async () => {
    await using test = await rig({
      options: { batch: { lingerMs: 0 }, sourcetype: 'pino', fields: { service: 'shop' } },
    });
    const logger = pino({ base: { pid: 1 }, timestamp: () => ',"time":1700000000123' }, test.transport);
    logger.info({ order: 42 }, 'placed');
    logger.error('failed');
    await flushed(logger);
    expect((await test.server.events()).map(({ raw }) => raw)).toEqual([
      expect.stringContaining('"event":{"level":30,"time":1700000000123,"pid":1,"order":42,"msg":"placed"}'),
      expect.stringContaining('"event":{"level":50,"time":1700000000123,"pid":1,"msg":"failed"}'),
    ]);
    const [placed] = await test.server.events();
    expect(placed?.raw).toContain('"time":1700000000.123');
    expect(placed).toMatchObject({ sourcetype: 'pino', fields: { service: 'shop', severity: 'info' } });
  });

  it.each([
    ['epoch milliseconds', pino.stdTimeFunctions.epochTime],
    ['epoch seconds', pino.stdTimeFunctions.unixTime],
    ['epoch nanoseconds as text', pino.stdTimeFunctions.isoTimeNano],
    ['ISO 8601', pino.stdTimeFunctions.isoTime],
    ['none at all', pino.stdTimeFunctions.nullTime],
  ])('takes the time of the line from pino timestamps: %s', async (_, timestamp) => {
    await using test = await rig();
    const before = Date.now();
    const logger = pino({ timestamp }, test.transport);
    logger.info('now');
    await flushed(logger);
    const [event] = await test.server.events();
    // pino rounds to whole seconds: up to half of one to either side.
    expect((event?.time ?? 0) * 1000).toBeGreaterThan(before - 1001);
    expect((event?.time ?? 0) * 1000).toBeLessThan(Date.now() + 501);
  });

  it('calls back from logger.flush when the lines are delivered, not when they are handed over', async () => {
    await using test = await rig({ options: { batch: { lingerMs: 60_000 } } });
    const logger = pino(test.transport);
    for (let i = 0; i < 100; i++) logger.info({ i }, 'line');
    await flushed(logger);
    expect(await test.server.stats()).toMatchObject({ events: 100 });
    expect(test.seen('hec:flushed')).toEqual([{ drained: true, delivered: 100, refused: 0, dropped: 0, held: 0 }]);
  });

  it('routes by level as data, for labels, numbers and custom levels', async () => {
    await using test = await rig({
      options: {
        batch: { lingerMs: 0 },
        levels: {
          error: { index: 'errors' },
          60: { index: 'pager', fields: { wake: true } },
          audit: { sourcetype: 'audit' },
        },
      },
    });
    const logger = pino({ customLevels: { audit: 35 } }, test.transport);
    logger.info('i');
    logger.error('e');
    logger.fatal('f');
    logger.audit('a');
    await flushed(logger);
    const byMessage = new Map(
      (await test.server.events()).map((event) => [(event.event as { msg: string }).msg, event]),
    );
    expect(byMessage.get('i')?.index).toBeUndefined();
    expect(byMessage.get('e')).toMatchObject({ index: 'errors', fields: { severity: 'error' } });
    expect(byMessage.get('f')).toMatchObject({ index: 'pager', fields: { severity: 'fatal', wake: true } });
    expect(byMessage.get('a')).toMatchObject({ sourcetype: 'audit', fields: { severity: 'audit' } });
  });

  it('passes on lines with other keys and redacted values as they are', async () => {
    await using test = await rig();
    const logger = pino(
      {
        messageKey: 'message',
        errorKey: 'problem',
        nestedKey: 'data',
        redact: ['password'],
        timestamp: false,
        base: null,
      },
      test.transport,
    );
    logger.info({ password: 'secret' }, 'login');
    logger.error(new Error('no'), 'refused');
    await flushed(logger);
    const [login, refused] = await test.server.events();
    expect(login?.event).toEqual({ level: 30, data: { password: '[Redacted]' }, message: 'login' });
    expect(refused?.event).toMatchObject({ message: 'refused', data: { problem: { message: 'no' } } });
  });

  it('takes options of its own beside those of hec-core', async () => {
    await using test = await rig({
      options: { batch: { lingerMs: 0 }, timeKey: 'ts', levelKey: 'severity', levelField: 'level' },
    });
    const logger = pino(
      { timestamp: () => ',"ts":1700000000000', formatters: { level: (severity) => ({ severity }) } },
      test.transport,
    );
    logger.warn('w');
    await flushed(logger);
    const [event] = await test.server.events();
    expect(event).toMatchObject({ time: 1_700_000_000, fields: { level: 'warn' } });
  });

  it('delivers a hundred thousand lines once each, and its ledger balances', async () => {
    await using test = await rig({ options: {} });
    const logger = pino(test.transport);
    for (let i = 0; i < 100_000; i++) logger.info({ i }, 'line');
    const result = await test.control.flush();
    expect(result).toEqual({ drained: true, delivered: 100_000, refused: 0, dropped: 0, held: 0 });
    const { ledger } = await test.control.stats();
    expect(imbalance(ledger)).toBe(0);
    const numbers = new Set((await test.server.events()).map(({ event }) => (event as { i: number }).i));
    expect(numbers.size).toBe(100_000);
  });

  it('delivers what is held when it is ended', async () => {
    await using test = await rig({ options: { batch: { lingerMs: 60_000 } } });
    const logger = pino(test.transport);
    logger.info('last');
    const closed = once(test.transport, 'close');
    test.transport.end();
    await closed;
    expect(await test.server.stats()).toMatchObject({ events: 1 });
    expect(test.errors).toEqual([]);
  });

  it('is the last step of a pipeline', async () => {
    await using test = await rig({
      transport: (url) => ({
        pipeline: [
          { target: new URL('fixtures/passing-on.ts', import.meta.url).pathname },
          { target: 'pino-hec', options: { url, token: TOKEN, batch: { lingerMs: 0 } } },
        ],
      }),
    });
    const logger = pino(test.transport);
    logger.info('through');
    const [event] = await test.server.waitForEvents(1);
    expect(event?.event).toMatchObject({ msg: 'through', passed: true });
  });

  it('takes everything from the environment', async () => {
    const { env } = process;
    await using test = await rig({
      transport: (url) => ({
        target: 'pino-hec',
        worker: { env: { ...env, HEC_URL: url, HEC_TOKEN: TOKEN, HEC_INDEX: 'main' } },
      }),
    });
    const logger = pino(test.transport);
    logger.info('hello');
    await flushed(logger);
    expect(await test.server.events()).toMatchObject([{ index: 'main', event: { msg: 'hello' } }]);
  });
});

describe('events of the transport', () => {
  it('tell of retries that end well: stats, then hec:recovered', async () => {
    await using test = await rig({
      server: { faults: [{ do: 'status', status: 503, code: 9, times: 2 }] },
      options: { batch: { lingerMs: 0 }, retry: { baseMs: 1 } },
    });
    const recovered = once(test.transport, 'hec:recovered');
    pino(test.transport).info('hello');
    expect(await recovered).toEqual([
      { client: expect.stringMatching(/^[\da-f]{8}$/), destination: 'splunk', endpoint: test.server.url },
    ]);
    expect(test.seen('hec:stats').length).toBeGreaterThan(0);
    expect(test.errors).toEqual([]);
  });

  it('tell of refused events, with the reason and whether they are kept', async () => {
    await using test = await rig({
      server: { indexes: ['main'] },
      options: { batch: { lingerMs: 0 }, index: 'main', levels: { error: { index: 'missing' } }, reportGaps: false },
    });
    const refused = once(test.transport, 'hec:deadletter');
    const logger = pino(test.transport);
    logger.error('to nowhere');
    logger.info('to main');
    expect(await refused).toMatchObject([{ endpoint: test.server.url, events: 1, status: 400, kept: false }]);
    const { ledger } = await test.control.stats();
    expect(ledger.dropped).toEqual({ refused: 1 });
    expect(await test.server.waitForEvents(1)).toMatchObject([{ index: 'main' }]);
  });

  it('tell of drops by reason at most once a second, and their counts add up', async () => {
    await using test = await rig({
      server: { faults: [{ do: 'hang' }] },
      options: { gzip: false, queue: { maxBytes: 65_536 }, shutdownTimeoutMs: 100 },
    });
    const logger = pino(test.transport);
    await test.control.stats();
    const startedAt = performance.now();
    for (let i = 0; i < 5000; i++) logger.info({ i }, 'x'.repeat(100));
    const closed = once(test.transport, 'close');
    test.transport.end();
    await closed;
    const drops = test.seen('hec:drop').filter(({ reason }) => reason === 'queue-full');
    const last = test.seen('hec:stats').at(-1)?.ledger;
    expect(drops.reduce((sum, { events }) => sum + events, 0)).toBe(last?.dropped['queue-full']);
    expect(last?.dropped['queue-full']).toBeGreaterThan(1000);
    // The first at once, one for each further second, and the rest at the end.
    expect(drops.length).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - startedAt) / 1000));
  });

  it('tell in words what is wrong with the endpoint', async () => {
    await using test = await rig({ options: { token: 'wrong', batch: { lingerMs: 0 }, shutdownTimeoutMs: 100 } });
    const warned = once(test.transport, 'hec:warning');
    pino(test.transport).info('hello');
    const [{ code, message }] = (await warned) as [{ code: string; message: string }];
    expect(code).toBe('endpoint-parked');
    expect(message).toContain(test.server.url);
    expect(message).toContain('does not know the token');
    expect(message).not.toContain('wrong');
    expect(test.errors).toEqual([]);
  });

  it('say when nothing is held any more', async () => {
    await using test = await rig();
    const drained = once(test.transport, 'hec:drained');
    pino(test.transport).info('hello');
    const [{ ledger }] = (await drained) as [{ ledger: { delivered: unknown } }];
    expect(ledger.delivered).toEqual({ acked: 0, taken: 1 });
  });
});
