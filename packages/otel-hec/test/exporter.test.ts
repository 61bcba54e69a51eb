import { inspect } from 'node:util';
import { diag, SeverityNumber } from '@opentelemetry/api';
import type { LogRecordExporter as LogRecordExporter3 } from '@opentelemetry/sdk-logs';
import { HecError } from 'hec-core';
import { startHecServer } from 'hec-server';
import type { LogRecordExporter as LogRecordExporter223 } from 'sdk-logs-0';
import type { LogRecordExporter as LogRecordExporter203 } from 'sdk-logs-0.203';
import { afterAll, afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { type ExportResult, HecLogRecordExporter, type HecLogRecordExporterOptions } from '../src/index.ts';
import { record } from './records.ts';
import { SDKS } from './sdks.ts';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());
afterEach(() => server.setFaults([]));

const ignore = (): void => undefined;

const make = (options: HecLogRecordExporterOptions = {}): HecLogRecordExporter =>
  new HecLogRecordExporter({ url: server.url, token: 'secret-token', batch: { lingerMs: 60_000 }, ...options });

const exported = (exporter: HecLogRecordExporter, count = 1): Promise<ExportResult> =>
  new Promise((resolve) =>
    exporter.export(
      Array.from({ length: count }, () => record()),
      resolve,
    ),
  );

describe.each(SDKS)('HecLogRecordExporter in SDK $version', (sdk) => {
  it('delivers what a logger emits through the batch processor', async () => {
    const provider = sdk.batch(make({ host: 'h' }));
    const logger = provider.getLogger('checkout', '1.0.0');
    logger.emit({
      severityNumber: SeverityNumber.WARN,
      severityText: 'WARN',
      body: { amount: 3 },
      attributes: { 'user.id': 7 },
    });
    logger.emit({ body: 'second', eventName: 'paid', timestamp: [1_700_000_000, 123_456_789] });
    await provider.shutdown();
    const [first, second] = await server.events();
    expect(first).toMatchObject({
      host: 'h',
      event: { amount: 3 },
      fields: {
        'otel.log.severity.text': 'WARN',
        'otel.log.severity.number': 13,
        'otel.scope.name': 'checkout',
        'otel.scope.version': '1.0.0',
        'telemetry.sdk.language': 'nodejs',
        'user.id': 7,
      },
    });
    expect(second).toMatchObject({ event: 'second', fields: { 'otel.event.name': 'paid' } });
    expect(second?.raw).toContain('"time":1700000000.123456789,');
  });

  it('delivers through the simple processor, and bodies that the SDK passes on as they are', async () => {
    const provider = sdk.simple(make());
    provider.getLogger('a').emit({ body: { big: 2n ** 64n, when: new Date(0) } });
    await provider.shutdown();
    expect(await server.events()).toMatchObject([
      { event: { big: '18446744073709551616', when: '1970-01-01T00:00:00.000Z' } },
    ]);
  });
});

describe('HecLogRecordExporter', () => {
  it('fits the interface of every SDK', () => {
    expectTypeOf<HecLogRecordExporter>().toExtend<LogRecordExporter3>();
    expectTypeOf<HecLogRecordExporter>().toExtend<LogRecordExporter223>();
    expectTypeOf<HecLogRecordExporter>().toExtend<LogRecordExporter203>();
  });

  it('answers success when custody has taken the records, before anything is sent', async () => {
    const exporter = make();
    expect(await exported(exporter, 3)).toEqual({ code: 0 });
    expect(exporter.stats().ledger).toMatchObject({ entered: { logged: 3 }, held: { open: 3 } });
    await exporter.forceFlush();
    expect(exporter.stats().ledger).toMatchObject({ delivered: { taken: 3 }, held: { open: 0 } });
    expect(await server.events()).toHaveLength(3);
  });

  it('answers failure when the queue is full', async () => {
    await server.setFaults([{ do: 'hang' }]);
    const exporter = make({ queue: { maxBytes: 65_536 }, gzip: false, shutdownTimeoutMs: 1 });
    const result = await exported(exporter, 5000);
    expect(result).toMatchObject({
      code: 1,
      error: { message: expect.stringMatching(/^\d+ of 5000 log records were dropped: queue-full\.$/) },
    });
    expect(result.error).toBeInstanceOf(Error);
    await exporter.shutdown();
  });

  it('answers failure when nothing is configured', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      const result = await exported(new HecLogRecordExporter(), 2);
      expect(result.error?.message).toBe('2 of 2 log records were dropped: not-configured.');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });

  it('answers failure after shutdown, and counts what came', async () => {
    const exporter = make();
    await exporter.shutdown();
    const result = await exported(exporter, 2);
    expect(result.error).toBeInstanceOf(HecError);
    expect(result.error).toMatchObject({
      code: 'HEC_CLOSED',
      message: '2 log records came after the exporter was shut down.',
    });
    expect(exporter.stats().ledger.dropped).toEqual({ closed: 2 });
  });

  it('delivers what is held on shutdown, once', async () => {
    const exporter = make();
    await exported(exporter, 2);
    await Promise.all([exporter.shutdown(), exporter.shutdown()]);
    expect(await server.events()).toHaveLength(2);
  });

  it('takes an empty export', async () => {
    expect(await exported(make(), 0)).toEqual({ code: 0 });
  });

  it('tells `diag` of problems rather than the process', async () => {
    const warnings: string[] = [];
    const { promise: warned, resolve } = Promise.withResolvers<void>();
    diag.setLogger({
      error: ignore,
      info: ignore,
      debug: ignore,
      verbose: ignore,
      warn(message) {
        warnings.push(message);
        resolve();
      },
    });
    await server.setFaults([{ do: 'status', status: 401, code: 3 }]);
    const exporter = make({ shutdownTimeoutMs: 1 });
    await exported(exporter);
    void exporter.forceFlush();
    await warned;
    expect(warnings[0]).toContain(server.url);
    expect(warnings[0]).not.toContain('secret-token');
    await exporter.shutdown();
    diag.disable();
  });

  it('shows its token nowhere', async () => {
    const exporter = make();
    await exported(exporter);
    expect(inspect(exporter, { depth: Infinity, showHidden: true })).not.toContain('secret-token');
    expect(JSON.stringify([exporter, exporter.stats()])).not.toContain('secret-token');
    await exporter.shutdown();
  });

  it.each<[HecLogRecordExporterOptions, string]>([
    [{ mapping: 'loki' as never }, '`mapping`'],
    [{ waitForDelivery: 1 as never }, '`waitForDelivery`'],
    [{ timeoutMillis: 3 } as HecLogRecordExporterOptions, '`request.timeoutMs`'],
  ])('refuses %j at construction', (options, named) => {
    expect(() => make(options)).toThrow(expect.objectContaining({ name: 'HecError', code: 'HEC_INVALID_OPTION' }));
    expect(() => make(options)).toThrow(named);
  });
});

describe('waitForDelivery', () => {
  it('answers when the endpoint has taken the records, without waiting out the linger', async () => {
    const exporter = make({ waitForDelivery: true });
    expect(await exported(exporter, 3)).toEqual({ code: 0 });
    expect((await server.stats()).events).toBe(3);
    await exporter.shutdown();
  });

  it('answers failure when the endpoint refuses them', async () => {
    await server.setFaults([{ do: 'status', status: 400, code: 6 }]);
    const exporter = make({ waitForDelivery: true });
    expect((await exported(exporter)).error?.message).toContain('1 were refused, 0 dropped and 0 not delivered');
    await exporter.shutdown();
  });
});
