import type { Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { HecLogRecordExporter, HecLogRecordProcessor, type StatsMeter } from '../src/index.ts';
import { record } from './records.ts';

const server = await startHecServer();
afterAll(() => server.close());

/** The metrics SDK, which exports when it is flushed and otherwise not within this test. */
function sdk() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  onTestFinished(() => provider.shutdown());
  return {
    meter: provider.getMeter('otel-hec'),
    /** Points by name, with unit, value and attributes. */
    async points() {
      exporter.reset();
      await provider.forceFlush();
      const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
      return metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => ({
          name: descriptor.name,
          unit: descriptor.unit,
          value,
          attributes,
        })),
      );
    },
  };
}

describe('the stats, as metrics', () => {
  it('of a processor are what the SDK collects, after the shutdown too', async () => {
    const { meter, points } = sdk();
    const processor = new HecLogRecordProcessor({ url: server.url, token: 't', batch: { lingerMs: 60_000 }, meter });
    processor.onEmit(record());
    expect(await points()).toContainEqual({
      name: 'hec.events.held',
      unit: '{event}',
      value: 1,
      attributes: { destination: 'splunk', place: 'open' },
    });
    await processor.shutdown();
    expect(await points()).toContainEqual({
      name: 'hec.events.delivered',
      unit: '{event}',
      value: 1,
      attributes: { destination: 'splunk', how: 'taken' },
    });
  });

  it('of an exporter, too', async () => {
    const { meter, points } = sdk();
    const exporter = new HecLogRecordExporter({ url: server.url, token: 't', meter });
    exporter.export([record(), record()], () => undefined);
    await exporter.shutdown();
    expect(await points()).toContainEqual(expect.objectContaining({ name: 'hec.volume', unit: 'By' }));
    expect((await points()).find(({ name }) => name === 'hec.endpoint.last_success')?.value).toBeCloseTo(
      Date.now() / 1000,
      -3,
    );
  });
});

describe('the option', () => {
  it("takes the API's Meter, without a cast", () => {
    expectTypeOf<Meter>().toExtend<StatsMeter>();
  });

  it('says so when it is something else', () => {
    for (const meter of ['otel-hec', null, {}] as never[])
      expect(() => new HecLogRecordProcessor({ meter })).toThrow('Invalid option `meter`: expected a Meter');
  });
});
