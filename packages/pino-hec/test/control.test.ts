import { once } from 'node:events';
import { startHecServer } from 'hec-server';
import pino from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { control } from '../src/index.ts';
import { run } from './support/child.ts';
import { rig, TOKEN } from './support/transport.ts';

// Each starts processes or worker threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe('control(transport)', () => {
  it('answers with stats before the worker is ready, and after', async () => {
    await using test = await rig();
    const [early, alsoEarly] = await Promise.all([test.control.stats(), test.control.stats()]);
    expect([early.ledger.entered.logged, alsoEarly.ledger.entered.logged]).toEqual([0, 0]);
    pino(test.transport).info('hello');
    await test.control.flush();
    const { ledger, destinations } = await test.control.stats();
    expect(ledger.delivered).toEqual({ acked: 0, taken: 1 });
    expect(destinations).toMatchObject([{ name: 'splunk', endpoints: [{ origin: test.server.url, lastStatus: 200 }] }]);
  });

  it('flushes everything logged before, and tells what became of it', async () => {
    await using test = await rig({ options: { batch: { lingerMs: 60_000 } } });
    const logger = pino(test.transport);
    for (let i = 0; i < 1000; i++) logger.info({ i }, 'line');
    expect(await test.control.flush()).toEqual({ drained: true, delivered: 1000, refused: 0, dropped: 0, held: 0 });
    expect(await test.server.stats()).toMatchObject({ events: 1000 });
  });

  it('waits no longer for a flush than it is told to', async () => {
    await using test = await rig({ server: { faults: [{ do: 'hang' }] }, options: { shutdownTimeoutMs: 1000 } });
    const logger = pino(test.transport);
    await test.control.stats();
    logger.info('hello');
    const startedAt = performance.now();
    expect(await test.control.flush({ timeoutMs: 50 })).toMatchObject({ drained: false, delivered: 0, held: 1 });
    expect(performance.now() - startedAt).toBeLessThan(900);
  });

  it('flushes with several targets too, where logger.flush does not reach the transport (pitfall 13)', async () => {
    await using test = await rig({
      transport: (url) => ({
        targets: [
          { target: 'pino-hec', options: { url, token: TOKEN, batch: { lingerMs: 60_000 } } },
          { target: 'pino/file', options: { destination: '/dev/null' }, level: 'error' },
        ],
      }),
    });
    const logger = pino(test.transport);
    await test.control.stats();
    logger.info('hello');
    expect(await test.control.flush()).toMatchObject({ drained: true, delivered: 1 });
    expect(await test.server.stats()).toMatchObject({ events: 1 });
  });

  it('answers as many as ask at once, and Node sees no leak in them', async () => {
    await using test = await rig();
    const warned: string[] = [];
    const listener = ({ name }: Error): number => warned.push(name);
    process.on('warning', listener);
    onTestFinished(() => void process.off('warning', listener));
    const { stats, flush, status } = test.control;
    // Before the worker is ready thread-stream itself has a listener for each flush.
    await flush();
    const answers = await Promise.all(Array.from({ length: 12 }, () => Promise.all([stats(), flush(), status()])));
    expect(answers.every(([{ ledger }]) => ledger.entered.logged === 0)).toBe(true);
    expect(warned).toEqual([]);
  });

  it('rejects when the transport has ended', async () => {
    await using test = await rig();
    await test.control.stats();
    const closed = once(test.transport, 'close');
    test.transport.end();
    await closed;
    await expect(test.control.stats()).rejects.toMatchObject({ code: 'HEC_CLOSED' });
  });

  it('listens to events until it is told to stop', async () => {
    await using test = await rig();
    const totals: number[] = [];
    const stop = test.control.on('hec:flushed', ({ delivered }) => totals.push(delivered));
    const logger = pino(test.transport);
    logger.info('one');
    await test.control.flush();
    const heard = totals.length;
    expect(totals.reduce((a, b) => a + b, 0)).toBe(1);
    stop();
    await test.control.flush();
    expect(totals.length).toBe(heard);
  });
});

describe('control(transport), while the application logs', () => {
  it('pauses and resumes, and tells the state and the configuration', async () => {
    await using test = await rig({ options: { name: 'main' } });
    const logger = pino(test.transport);
    await test.control.pause();
    logger.info('held');
    expect(await test.control.flush({ timeoutMs: 50 })).toMatchObject({ drained: false, held: 1 });
    expect(await test.control.status()).toMatchObject([{ name: 'main', state: 'paused' }]);
    await test.control.resume();
    expect(await test.control.flush()).toMatchObject({ drained: true });
    expect(await test.control.status()).toMatchObject([{ state: 'connected', lastStatus: 200, lastText: 'Success' }]);
    const config = await test.control.config();
    expect(config.destinations[0]).toMatchObject({ name: 'main', token: 'redacted', batch: { lingerMs: 0 } });
    expect(JSON.stringify(config)).not.toContain(TOKEN);
    expect(await test.control.check()).toMatchObject({ ok: true, destinations: [{ name: 'main' }] });
  });

  it('moves to another collector, with another token and level, without losing a line', async () => {
    await using test = await rig();
    const next = await startHecServer({ token: 'next-token' });
    const logger = pino({ level: 'debug' }, test.transport);
    for (let i = 0; i < 200; i++) logger.info({ i }, 'line');
    await test.server.waitForEvents(1);
    await test.control.update({ url: next.url, token: 'next-token', level: 'info' });
    logger.debug('not worth it any more');
    for (let i = 200; i < 400; i++) logger.info({ i }, 'line');
    await test.control.flush();
    const events = [...(await test.server.events()), ...(await next.events())].map(
      ({ event }) => event as { i: number },
    );
    expect(events.map(({ i }) => i).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i));
    const { ledger, destinations } = await test.control.stats();
    expect(ledger).toMatchObject({ entered: { logged: 400 }, delivered: { taken: 400 }, dropped: {} });
    expect(destinations[0]?.passedOver).toBe(1);
    await next.close();
  });

  it('rejects an update that cannot be right with the error that says so, and goes on', async () => {
    await using test = await rig();
    await expect(test.control.update({ url: 'nowhere' })).rejects.toMatchObject({
      name: 'HecError',
      code: 'HEC_INVALID_OPTION',
      option: 'url',
    });
    await expect(test.control.update({ level: 'loud' }, 'other')).rejects.toThrow('No destination is named `other`');
    await expect(test.control.update({ token: () => 'x' })).rejects.toThrow('cannot travel to the worker thread');
    pino(test.transport).info('hello');
    expect(await test.control.flush()).toMatchObject({ drained: true });
    expect(test.errors).toEqual([]);
  });

  it('does not keep the process alive', async () => {
    await using child = run('fixtures/controls-and-goes.ts');
    expect(await child.ended).toMatchObject({ end: 0, stderr: '' });
  });
});

describe('two pino-hec targets in one worker', () => {
  it('hear of their own destination only, though both have one name', async () => {
    const second = await startHecServer({ token: TOKEN });
    await using test = await rig({
      transport: (url) => ({
        targets: [
          { target: 'pino-hec', options: { url, token: TOKEN, batch: { lingerMs: 0 } } },
          {
            target: 'pino-hec',
            options: {
              url: second.url,
              token: 'wrong',
              batch: { lingerMs: 0 },
              queue: { maxEvents: 3 },
              reportGaps: false,
            },
          },
        ],
      }),
    });
    const drops: number[] = [];
    test.control.on('hec:drop', ({ events }) => drops.push(events));
    const logger = pino(test.transport);
    for (let i = 0; i < 50; i++) logger.info({ i }, 'line');
    await test.server.waitForEvents(50);
    const closed = once(test.transport, 'close');
    test.transport.end();
    await closed;
    // 47 found no room and 3 were left at the end; told twice it would be 100.
    expect(drops.reduce((a, b) => a + b, 0)).toBe(50);
    await second.close();
  });

  it('answer together, and do what they are told', async () => {
    const second = await startHecServer({ token: TOKEN });
    await using test = await rig({
      transport: (url) => ({
        targets: [
          { target: 'pino-hec', options: { url, token: TOKEN, name: 'one' } },
          { target: 'pino-hec', options: { url: second.url, token: TOKEN, name: 'other' } },
        ],
      }),
    });
    const logger = pino(test.transport);
    await test.control.pause();
    expect((await test.control.status()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'one paused',
      'other paused',
    ]);
    logger.info('hello');
    expect(await test.control.flush({ timeoutMs: 500 })).toMatchObject({ drained: false, held: 2 });
    await test.control.resume();
    expect(await test.control.flush()).toMatchObject({ drained: true, held: 0 });
    const { ledger, destinations } = await test.control.stats();
    expect(ledger).toMatchObject({ entered: { logged: 2 }, delivered: { taken: 2 } });
    expect(destinations.map(({ name }) => name)).toEqual(['one', 'other']);
    expect((await test.control.config()).destinations.map(({ name }) => name)).toEqual(['one', 'other']);
    expect(await test.control.check()).toMatchObject({ ok: true, destinations: [{ name: 'one' }, { name: 'other' }] });
    await second.close();
    expect(await test.control.check()).toMatchObject({ ok: false });
  });

  it('are updated one at a time, whichever of them it is', async () => {
    const second = await startHecServer({ token: 'next-token' });
    await using test = await rig({
      transport: (url) => ({
        targets: [
          { target: 'pino-hec', options: { url, token: TOKEN, name: 'one' } },
          { target: 'pino-hec', options: { url, token: TOKEN, name: 'other' } },
        ],
      }),
    });
    const { update, config } = test.control;
    await update({ url: second.url, token: 'next-token' }, 'other');
    const urls = async () => (await config()).destinations.map(({ urls: [url] }) => url);
    expect(await urls()).toEqual([`${test.server.url}/`, `${second.url}/`]);
    await expect(update({ level: 'warn' })).rejects.toThrow(
      'Which destination changes? There are `one`, `other`, of several pino-hec targets',
    );
    await expect(update({ level: 'warn' }, 'another')).rejects.toThrow(
      'No destination is named `another`: there is `one`, `other`',
    );
    await expect(control(test.transport, { destination: 'another' }).stats()).rejects.toMatchObject({
      code: 'HEC_INVALID_OPTION',
      message: 'No destination is named `another`: there is `one`, `other`',
    });
    await control(test.transport, { destination: 'one' }).update({ level: 'warn' });
    expect((await config()).destinations.map(({ minLevel }) => minLevel)).toEqual(['warn', undefined]);
    await second.close();
  });

  it('are asked one by one, by the name of a destination', async () => {
    await using test = await rig({
      transport: (url) => ({
        targets: [
          { target: 'pino-hec', options: { url, token: TOKEN, name: 'one' } },
          { target: 'pino-hec', options: { url, token: TOKEN, name: 'other' } },
        ],
      }),
    });
    const other = control(test.transport, { destination: 'other' });
    expect((await other.stats()).destinations.map(({ name }) => name)).toEqual(['other']);
    await other.pause();
    expect(await other.status()).toMatchObject([{ name: 'other', state: 'paused' }]);
    expect(await control(test.transport, { destination: 'one' }).status()).toMatchObject([
      { name: 'one', state: 'idle' },
    ]);
    await other.resume();
  });
});

describe('a worker that has died', () => {
  it('answers every call with HEC_CLOSED, those that wait too, and keeps no process alive', async () => {
    await using child = run('fixtures/controls-a-dead-worker.ts');
    const { end, stdout, stderr } = await child.ended;
    expect(stderr).toBe('');
    expect(end).toBe(0);
    const calls = ['flush', 'stats', 'pause', 'resume', 'status', 'config', 'check', 'update'];
    expect(stdout.toString().trim().split('\n').toSorted()).toEqual(
      ['waiting', 'dead'].flatMap((when) => calls.map((call) => `${when} ${call}: HEC_CLOSED`)).toSorted(),
    );
  });
});
