import { once } from 'node:events';
import pino from 'pino';
import { describe, expect, it, vi } from 'vitest';
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
