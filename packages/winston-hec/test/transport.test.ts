import { once } from 'node:events';
import { createHecClient } from 'hec-core';
import { startHecServer } from 'hec-server';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import winston from 'winston';
import HecTransportByDefault, { HEC, HecTransport, type HecTransportOptions } from '../src/index.ts';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());

const open: HecTransport[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.flush()));
});

function transport(options: HecTransportOptions = {}): HecTransport {
  const made = new HecTransport({ url: server.url, token: 't', host: 'h', batch: { lingerMs: 0 }, ...options });
  open.push(made);
  return made;
}

/** Logs, ends the logger, and says what arrived. */
async function arrived(
  options: HecTransportOptions,
  log: (logger: winston.Logger) => void,
  more: winston.LoggerOptions = {},
): Promise<Awaited<ReturnType<typeof server.events>>> {
  const logger = winston.createLogger({ ...more, transports: [transport(options)] });
  log(logger);
  logger.end();
  await once(logger, 'finish');
  return server.events();
}

describe('HecTransport', () => {
  it('is the default export, too', () => {
    expect(HecTransportByDefault).toBe(HecTransport);
  });

  it('delivers a record as an envelope with level, time and host', async () => {
    const before = Date.now();
    const [received] = await arrived({ sourcetype: '_json', index: 'main' }, (logger) =>
      logger.info('paid', { amount: 3 }),
    );
    expect(received).toMatchObject({
      event: { level: 'info', message: 'paid', amount: 3 },
      host: 'h',
      sourcetype: '_json',
      index: 'main',
      fields: { severity: 'info' },
    });
    expect((received?.time ?? 0) * 1000).toBeGreaterThanOrEqual(before);
  });

  it('sends the JSON of the format byte for byte', async () => {
    const text = '{"z":1,"a":"\\u00e9 \\/ é","level":"info","n":1.0}';
    const verbatim = winston.format((info) => ({ ...info, [Symbol.for('message')]: text }));
    const [received] = await arrived({}, (logger) => logger.info('x'), { format: verbatim() });
    expect(received?.raw).toContain(`"event":${text}`);
  });

  it('sends JSON that the format spread over lines as one event', async () => {
    const events = await arrived({}, (logger) => logger.info('x', { a: { b: 1 } }), {
      format: winston.format.json({ space: 2 }),
    });
    expect(events.map(({ event }) => event)).toEqual([{ level: 'info', message: 'x', a: { b: 1 } }]);
  });

  it('takes the time of the timestamp format', async () => {
    const stamp = winston.format((info) => ({ ...info, timestamp: '2026-01-02T03:04:05.678Z' }));
    const format = winston.format.combine(stamp(), winston.format.json());
    const [received] = await arrived({}, (logger) => logger.info('x'), { format });
    expect(received?.raw).toContain('"time":1767323045.678');
  });

  it('sends the text of the format when asked to', async () => {
    const [received] = await arrived({ event: 'message' }, (logger) => logger.info('x'), {
      format: winston.format.simple(),
    });
    expect(received?.event).toBe('info: x');
  });

  it('respects level, silent and its own format', async () => {
    const upper = winston.format((info) => ({ ...info, message: String(info.message).toUpperCase() }));
    const events = await arrived(
      { level: 'warn', format: winston.format.combine(upper(), winston.format.json()) },
      (logger) => logger.info('no').warn('yes').error('also'),
    );
    expect(events.map(({ event }) => event)).toEqual([
      { level: 'warn', message: 'YES' },
      { level: 'error', message: 'ALSO' },
    ]);
    expect(await arrived({ silent: true }, (logger) => logger.error('never'))).toHaveLength(2);
  });

  it('keeps an error that is the record, with a format of its own as well (pitfall 29)', async () => {
    const format = winston.format.json();
    const [received] = await arrived({ format }, (logger) =>
      logger.error(new TypeError('bad', { cause: new Error('why') })),
    );
    expect(received?.event).toMatchObject({
      level: 'error',
      name: 'TypeError',
      message: 'bad',
      cause: { message: 'why' },
    });
    await server.clear();
    const only = winston.format((info) => info)();
    const [other] = await arrived({ format: only }, (logger) => logger.error(new TypeError('bad')));
    expect(other).toMatchObject({ event: { level: 'error', message: 'bad' }, fields: { severity: 'error' } });
  });

  it('names the level field as asked, or leaves it out', async () => {
    expect((await arrived({ levelField: 'lvl' }, (logger) => logger.warn('x')))[0]?.fields).toEqual({ lvl: 'warn' });
    await server.clear();
    expect((await arrived({ levelField: false }, (logger) => logger.warn('x')))[0]).not.toHaveProperty('fields');
  });

  it('sends a record where its symbol HEC says', async () => {
    const [routed, usual] = await arrived({ index: 'main' }, (logger) => {
      logger.child({ [HEC]: { index: 'audit', fields: { tenant: 'a' } } }).info('x');
      logger.info('y');
    });
    expect(routed).toMatchObject({
      index: 'audit',
      fields: { severity: 'info', tenant: 'a' },
      event: { message: 'x' },
    });
    expect(routed?.event).toEqual({ level: 'info', message: 'x' });
    expect(usual).toMatchObject({ index: 'main', fields: { severity: 'info' } });
  });

  it('resolves flush with what was delivered and counts it', async () => {
    const made = transport({ batch: { lingerMs: 60_000 } });
    const logger = winston.createLogger({ transports: [made] });
    logger.info('one').info('two');
    expect(await made.flush()).toMatchObject({ drained: true, delivered: 2 });
    expect(made.stats().ledger).toMatchObject({ entered: { logged: 2 }, delivered: { taken: 2 } });
  });

  it('delivers what is held when it is taken off its logger', async () => {
    const made = transport({ batch: { lingerMs: 60_000 } });
    const logger = winston.createLogger({ transports: [made] });
    logger.info('one');
    logger.remove(made);
    expect(await server.waitForEvents(1)).toHaveLength(1);
  });

  it('shares a client that stays open when the transport ends', async () => {
    const client = createHecClient({ url: server.url, token: 't', batch: { lingerMs: 60_000 } });
    const loggers = [1, 2].map(() => winston.createLogger({ transports: [new HecTransport({ client })] }));
    for (const [at, logger] of loggers.entries()) logger.info(`from ${at}`);
    loggers[0]?.end();
    expect(await server.waitForEvents(2)).toHaveLength(2);
    loggers[1]?.info('still open');
    await client.close();
    expect(client.stats().ledger).toMatchObject({ entered: { logged: 3 }, delivered: { taken: 3 } });
  });

  it('is configured by nothing but the environment', async () => {
    process.env['HEC_URL'] = server.url;
    process.env['HEC_TOKEN'] = 'from-the-environment';
    try {
      const logger = winston.createLogger({ transports: [new HecTransport()] });
      logger.info('hello');
      logger.end();
      expect(await server.waitForEvents(1)).toMatchObject([{ event: { message: 'hello' } }]);
    } finally {
      delete process.env['HEC_URL'];
      delete process.env['HEC_TOKEN'];
    }
  });

  it.each<[HecTransportOptions, string]>([
    [{ event: 'text' as never }, '`event`'],
    [{ levelField: '' }, '`levelField`'],
    [{ levelField: 3 as never }, '`levelField`'],
    [{ batch: { maxEvents: -1 } }, '`batch.maxEvents`'],
    [{ colour: true } as HecTransportOptions, '`colour`'],
  ])('refuses %j at construction', (options, named) => {
    expect(() => new HecTransport(options)).toThrow(
      expect.objectContaining({ name: 'HecError', code: 'HEC_INVALID_OPTION' }),
    );
    expect(() => new HecTransport(options)).toThrow(named);
  });
});
