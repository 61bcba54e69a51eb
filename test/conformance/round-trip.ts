import assert from 'node:assert/strict';
import { createHecClient, type HecOptions } from 'hec-core';
import type { HecServerOptions } from 'hec-server';
import type { Chameleon } from './play-server.ts';
import { type DialectName, HOST, TOKEN } from './vector.ts';

/** Our sender and our receiver together, which proves no more than that they understand each other. */
export interface RoundTrip {
  readonly id: string;
  readonly what: string;
  readonly speaker: DialectName;
  readonly as: NonNullable<HecServerOptions['as']>;
  readonly path?: string;
  readonly options?: HecOptions;
}

const trip = (
  speaker: DialectName,
  as: RoundTrip['as'],
  more: Partial<RoundTrip> = {},
  id: string = as,
): RoundTrip => ({
  id: `R-${id}`,
  what: `our sender, our ${as}: forty events, compressed where the dialect does it`,
  speaker,
  as,
  ...more,
});

export const roundTrips: readonly RoundTrip[] = [
  trip('splunk', 'splunk'),
  trip('splunk', 'splunk-cloud'),
  trip('splunk', 'vector'),
  trip('splunk', 'fluent-bit'),
  trip('splunk', 'otel'),
  trip('splunk', 'victorialogs'),
  trip('falcon', 'falcon', { path: '/services/collector' }),
  trip('logscale', 'logscale'),
  trip('xsiam', 'xsiam', { path: '/logs/v1/event' }),
  trip('sekoia', 'sekoia'),
  trip('datadog', 'datadog', { path: '/api/v2/logs', options: { batch: { maxEvents: 15 } } }),
  trip('elastic', 'elastic', { path: '/logs' }),
  trip('sumo', 'sumo', { path: '/receiver/v1/http/T', options: { token: undefined as never } }),
  trip('generic', 'xsiam', { path: '/logs/v1/event' }, 'generic'),
];

const EVENTS = 40;

export async function playRoundTrip(
  { speaker, as, path = '', options = {} }: RoundTrip,
  chameleon: Chameleon,
): Promise<void> {
  const server = await chameleon.become({ as });
  const hec = createHecClient(
    {
      url: `${server.url}${path}`,
      token: TOKEN,
      dialect: speaker,
      host: HOST,
      proxy: 'none',
      request: { concurrency: 1 },
      ...options,
    },
    { env: {} },
  );
  const marks = Array.from({ length: EVENTS }, (_, i) => `mark-${i}-${'·'.repeat(60)}`);
  for (const mark of marks) hec.send({ message: mark });
  const { delivered } = await hec.close({ timeoutMs: 25_000 });
  assert.equal(delivered, EVENTS);
  const events = await server.events();
  assert.deepEqual(
    events.map(({ raw, event }) => /mark-\d+-·+/.exec(JSON.stringify([raw, event]))?.[0]),
    marks,
  );
}
