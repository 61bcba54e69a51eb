import { resourceFromAttributes } from '@opentelemetry/resources';
import type { LogRecordProcessor as LogRecordProcessor3 } from '@opentelemetry/sdk-logs';
import { startHecServer } from 'hec-server';
import type { LogRecordProcessor as LogRecordProcessor223 } from 'sdk-logs-0';
import type { LogRecordProcessor as LogRecordProcessor203 } from 'sdk-logs-0.203';
import { afterAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { HecLogRecordProcessor, type LogResource } from '../src/index.ts';
import { record } from './records.ts';
import { SDKS } from './sdks.ts';

const server = await startHecServer();
afterAll(() => server.close());
beforeEach(() => server.clear());

const make = (): HecLogRecordProcessor => new HecLogRecordProcessor({ url: server.url, token: 't' });

describe.each(SDKS)('HecLogRecordProcessor in SDK $version', (sdk) => {
  it('pitfall 37: brings 10,000 records of one tick, of which the batch processor drops four fifths', async () => {
    const provider = sdk.direct(make());
    const logger = provider.getLogger('burst');
    for (let n = 0; n < 10_000; n++) logger.emit({ body: n });
    await provider.shutdown();
    const events = await server.events();
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(Array.from({ length: 10_000 }, (_, n) => n)));
    expect(events).toHaveLength(10_000);
  });

  it('waits for a resource that is still being detected', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const resource = resourceFromAttributes({ 'service.name': 'svc', 'cloud.region': promise });
    const provider = sdk.direct(make(), resource);
    provider.getLogger('a').emit({ body: 'early' });
    provider.getLogger('a').emit({ body: 'second' });
    const flushed = provider.forceFlush();
    resolve('eu-1');
    await flushed;
    expect(await server.events()).toMatchObject(
      ['early', 'second'].map((event) => ({ event, fields: { 'service.name': 'svc', 'cloud.region': 'eu-1' } })),
    );
    await provider.shutdown();
  });
});

describe('HecLogRecordProcessor', () => {
  it('fits the interface of every SDK', () => {
    expectTypeOf<HecLogRecordProcessor>().toExtend<LogRecordProcessor3>();
    expectTypeOf<HecLogRecordProcessor>().toExtend<LogRecordProcessor223>();
    expectTypeOf<HecLogRecordProcessor>().toExtend<LogRecordProcessor203>();
  });

  it.each<[string, LogResource['waitForAsyncAttributes']]>([
    ['never ends', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('no metadata service'))],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
  ])('sends what it has when a detector %s', async (_name, waitForAsyncAttributes) => {
    const processor = make();
    const resource = { attributes: { known: 1 }, asyncAttributesPending: true, waitForAsyncAttributes } as LogResource;
    processor.onEmit(record({ resource }));
    await processor.shutdown();
    expect(await server.events()).toMatchObject([{ event: 'hi', fields: { known: 1 } }]);
  });

  it('counts what comes after shutdown', async () => {
    const processor = make();
    await processor.shutdown();
    processor.onEmit(record());
    expect(processor.stats().ledger.dropped).toEqual({ closed: 1 });
  });

  it('respects the timeout of a forced flush', async () => {
    await server.setFaults([{ do: 'hang', times: 1 }]);
    const processor = make();
    processor.onEmit(record());
    await processor.forceFlush({ timeoutMillis: 20 });
    expect(processor.stats().ledger.held).toMatchObject({ inFlight: 1 });
  });
});
