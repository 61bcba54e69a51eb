import assert from 'node:assert/strict';
import { HecLogRecordExporter } from 'otel-hec';
import { startRecorder } from './recorder.ts';
import { success, TOKEN } from './vector.ts';
import type { OtelVector } from './vectors/otel.ts';

/** Section 7.10's base record: 1,700,000,000,123,456,789 ns. */
const TIME = [1_700_000_000, 123_456_789] as const;

/** The exporter sends for a record what the row says, with the token it says, and nothing else. */
export async function playOtel({ record, envelope, token = TOKEN }: OtelVector): Promise<void> {
  await using recorder = await startRecorder(Date.now, () => success);
  const exporter = new HecLogRecordExporter({
    url: recorder.url,
    token: TOKEN,
    proxy: 'none',
    mapping: 'collector',
  });
  const { body = 'hi', resource = {}, attributes = {}, span, time = TIME, observed = TIME, ...severity } = record;
  const exported = {
    hrTime: time,
    hrTimeObserved: observed,
    body,
    resource: { attributes: resource },
    instrumentationScope: { name: 'conformance' },
    attributes,
    droppedAttributesCount: 0,
    ...(span === undefined ? {} : { spanContext: span }),
    ...severity,
  };
  exporter.export([exported] as unknown as Parameters<typeof exporter.export>[0], () => undefined);
  await exporter.shutdown();
  const envelopes = recorder.requests.flatMap((request) =>
    request.body.split('\n').map((line) => JSON.parse(line) as unknown),
  );
  assert.deepEqual(envelopes, envelope === undefined ? [] : [envelope]);
  for (const { headers } of recorder.requests) assert.equal(headers['authorization'], `Splunk ${token}`);
}
