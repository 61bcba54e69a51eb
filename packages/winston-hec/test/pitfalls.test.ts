import { once } from 'node:events';
import { Writable } from 'node:stream';
import { createHecClient } from 'hec-core';
import { startHecServer } from 'hec-server';
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import winston from 'winston';
import { HecTransport, type HecTransportOptions, type HecWarning } from '../src/index.ts';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());
afterEach(() => server.setFaults([]));

const options: HecTransportOptions = { url: server.url, token: 't', batch: { lingerMs: 0 }, shutdownTimeoutMs: 200 };

describe('pitfall 30: one blocked winston transport stops all', () => {
  it('keeps its neighbour going while the endpoint hangs', async () => {
    await server.setFaults([{ do: 'hang' }]);
    const hec = new HecTransport(options);
    const seen: unknown[] = [];
    const neighbour = new winston.transports.Stream({
      stream: new Writable({ write: (line, _encoding, next) => next(void seen.push(line)) }),
    });
    const logger = winston.createLogger({ transports: [hec, neighbour] });
    for (let n = 0; n < 1000; n++) logger.info(`line ${n}`);
    logger.end();
    await once(logger, 'finish');
    expect(seen).toHaveLength(1000);
    expect(hec.writableLength).toBe(0);
  });

  it('calls back before log returns', async () => {
    const hec = new HecTransport(options);
    let called = 0;
    hec.log({ level: 'info', message: 'x' }, () => called++);
    expect(called).toBe(1);
    await hec.flush();
  });
});

describe('pitfall 31: winston `finish` before delivery', () => {
  it('finishes when everything has arrived', async () => {
    await server.setFaults([{ do: 'slow', ms: 50 }]);
    const logger = winston.createLogger({ transports: [new HecTransport({ ...options, shutdownTimeoutMs: 8000 })] });
    for (let n = 0; n < 500; n++) logger.info(`line ${n}`);
    logger.end();
    await once(logger, 'finish');
    expect((await server.stats()).events).toBe(500);
  });

  it('finishes at the deadline when nothing arrives, with every event accounted for', async () => {
    await server.setFaults([{ do: 'hang' }]);
    const hec = new HecTransport(options);
    hec.on('warn', () => undefined);
    const logger = winston.createLogger({ transports: [hec] });
    for (let n = 0; n < 10; n++) logger.info(`line ${n}`);
    const started = performance.now();
    logger.end();
    await once(logger, 'finish');
    expect(performance.now() - started).toBeLessThan(5000);
    expect(hec.stats().ledger).toMatchObject({ entered: { logged: 10 }, dropped: { shutdown: 10 } });
  });
});

describe('pitfall 32: a winston `error` event crashes the app', () => {
  it('says what is wrong with delivery as `warn` on transport and logger, never as `error`', async () => {
    await server.setFaults([{ do: 'status', status: 401, code: 3 }]);
    const hec = new HecTransport(options);
    const logger = winston.createLogger({ transports: [hec] });
    const errors: unknown[] = [];
    hec.on('error', (error) => errors.push(error));
    const warned = once(logger, 'warn') as Promise<[HecWarning]>;
    logger.info('refused');
    const [warning] = await warned;
    expect(warning).toBeInstanceOf(Error);
    expect(warning).toMatchObject({
      name: 'HecWarning',
      code: 'endpoint-parked',
      message: expect.stringContaining(server.url),
    });
    logger.end();
    await once(logger, 'finish');
    expect(errors).toEqual([]);
  });

  it('tells the process where nobody listens', async () => {
    await server.setFaults([{ do: 'status', status: 401, code: 3 }]);
    const logger = winston.createLogger({ transports: [new HecTransport(options)] });
    const warned = once(process, 'warning') as Promise<[HecWarning]>;
    logger.info('refused');
    expect(await warned).toMatchObject([{ name: 'HecWarning', code: 'endpoint-parked' }]);
    logger.end();
    await once(logger, 'finish');
  });

  it('lets the warnings of its construction be listened to', async () => {
    const hec = new HecTransport({
      ...options,
      url: server.url.replace('http:', 'https:'),
      tls: { rejectUnauthorized: false },
    });
    const [warning] = (await once(hec, 'warn')) as [HecWarning];
    expect(warning.message).toContain('rejectUnauthorized');
    hec.destroy();
  });
});

describe('pitfall 33: MaxListeners warnings when many loggers share a transport', () => {
  it('is silent for 40 loggers on one transport and on one client', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on('warning', listen);
    onTestFinished(() => void process.off('warning', listen));
    const shared = new HecTransport(options);
    const client = createHecClient({ url: server.url, token: 't' });
    for (let n = 0; n < 40; n++) {
      winston.createLogger({ transports: [shared] }).info(`shared ${n}`);
      winston.createLogger({ transports: [new HecTransport({ client })] }).info(`own ${n}`);
    }
    await shared.flush();
    await client.close();
    expect(warnings).toEqual([]);
    expect((await server.stats()).events).toBe(80);
    shared.destroy();
  });
});

describe('pitfall 28: circular and throwing values', () => {
  it('a bad record hurts none of its neighbours', async () => {
    const hec = new HecTransport(options);
    const logger = winston.createLogger({ format: winston.format.simple(), transports: [hec] });
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    logger.info('before');
    logger.info('circular', { circle, big: 1n, symbol: Symbol('s') });
    hec.log({
      level: 'info',
      message: 'trap',
      get trap(): never {
        throw new Error('no');
      },
    });
    logger.info('after');
    logger.end();
    await once(logger, 'finish');
    expect((await server.events()).map(({ event }) => event)).toMatchObject([
      { message: 'before' },
      { message: 'circular', big: '1', circle: { self: '[Circular]' } },
      { message: 'trap', trap: '[Threw: no]' },
      { message: 'after' },
    ]);
  });
});

describe('pitfall 7 and promise 2: a stalled destination', () => {
  it('bounds memory by its own queue and counts what it drops', async () => {
    await server.setFaults([{ do: 'hang' }]);
    const hec = new HecTransport({ ...options, queue: { maxBytes: 65_536 }, gzip: false, batch: { maxBytes: 8_192 } });
    hec.on('warn', () => undefined);
    const logger = winston.createLogger({ transports: [hec] });
    for (let n = 0; n < 2000; n++) logger.info('x'.repeat(200));
    const { ledger, heldBytes } = hec.stats();
    expect(heldBytes).toBeLessThanOrEqual(65_536);
    expect(ledger.dropped['queue-full']).toBeGreaterThan(1000);
    expect(ledger.entered.logged).toBe(2000);
    logger.end();
    await once(logger, 'finish');
  });
});
