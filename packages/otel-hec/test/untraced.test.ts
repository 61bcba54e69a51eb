import { trace } from '@opentelemetry/api';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { startHecServer } from 'hec-server';
import { afterAll, describe, expect, it } from 'vitest';
import { HecLogRecordExporter, HecLogRecordProcessor } from '../src/index.ts';
import { record } from './records.ts';

const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
tracing.register();
const instrumentation = new UndiciInstrumentation();
instrumentation.setTracerProvider(tracing);
instrumentation.enable();

const server = await startHecServer();
afterAll(async () => {
  await server.close();
  instrumentation.disable();
  await tracing.shutdown();
});

const clientSpans = (): readonly string[] =>
  spans.getFinishedSpans().flatMap(({ name }) => (name === 'request' ? [] : [name]));

describe("pitfall 35: the exporter's own HTTP is traced", () => {
  it('traces a request of the application, so that the next tests can fail', async () => {
    await (await fetch(server.url)).text();
    expect(clientSpans()).toHaveLength(1);
    spans.reset();
  });

  it('is not when the lane sends in its own time', async () => {
    const exporter = new HecLogRecordExporter({ url: server.url, token: 't', batch: { lingerMs: 0 } });
    trace.getTracer('app').startActiveSpan('request', (span) => {
      exporter.export([record()], () => undefined);
      span.end();
    });
    await server.waitForEvents(1);
    await exporter.shutdown();
    expect(clientSpans()).toEqual([]);
  });

  it('is not when a flush hurries it, nor on retries', async () => {
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 2 }]);
    const processor = new HecLogRecordProcessor({ url: server.url, token: 't', retry: { baseMs: 1 } });
    processor.onEmit(record());
    await trace.getTracer('app').startActiveSpan('request', (span) => processor.forceFlush().finally(() => span.end()));
    await processor.shutdown();
    expect((await server.stats()).rejected).toBe(2);
    expect(clientSpans()).toEqual([]);
  });
});
