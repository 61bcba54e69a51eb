import type { DestinationStats } from '../types.ts';

/** What a sample is about, beside the destination. */
export type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** One metric of a destination, made of its stats. */
export interface Metric {
  /** Its name after `hec.`, as OpenTelemetry has it. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** As UCUM writes it; empty for a number that is none of anything. */
  readonly unit: '{event}' | '{request}' | 'By' | 's' | '';
  readonly help: string;
  readonly samples: (stats: DestinationStats) => readonly Sample[];
}

const each = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(counts).map(([name, value]) => [{ [label]: name }, value]);

/** What is measured, for whatever reads it. */
export const METRICS: readonly Metric[] = [
  {
    name: 'events.entered',
    type: 'counter',
    unit: '{event}',
    help: 'Events taken into custody, by origin.',
    samples: ({ ledger }) => each('origin', ledger.entered),
  },
  {
    name: 'events.delivered',
    type: 'counter',
    unit: '{event}',
    help: "Events delivered, acknowledged by the indexer or taken at the endpoint's word.",
    samples: ({ ledger }) => each('how', ledger.delivered),
  },
  {
    name: 'events.dead_lettered',
    type: 'counter',
    unit: '{event}',
    help: 'Events refused for good and kept in the dead letter file.',
    samples: ({ ledger }) => [[{}, ledger.deadLettered]],
  },
  {
    name: 'events.dropped',
    type: 'counter',
    unit: '{event}',
    help: 'Events lost, by reason.',
    samples: ({ ledger }) => each('reason', ledger.dropped),
  },
  {
    name: 'events.held',
    type: 'gauge',
    unit: '{event}',
    help: 'Events in custody, by place.',
    samples: ({ ledger }) => each('place', ledger.held),
  },
  {
    name: 'events.passed_over',
    type: 'counter',
    unit: '{event}',
    help: 'Events that minLevel or match left to other destinations.',
    samples: ({ passedOver }) => [[{}, passedOver]],
  },
  {
    name: 'events.ambiguous',
    type: 'counter',
    unit: '{event}',
    help: 'Events that may arrive twice, by cause.',
    samples: ({ ambiguous }) => each('cause', ambiguous),
  },
  {
    name: 'held',
    type: 'gauge',
    unit: 'By',
    help: 'Bytes held in memory.',
    samples: ({ heldBytes }) => [[{}, heldBytes]],
  },
  {
    name: 'volume',
    type: 'counter',
    unit: 'By',
    help: 'Bytes of events taken, uncompressed and without envelope.',
    samples: ({ volume }) =>
      volume.map(({ bytes, index = '', sourcetype = '', level = '' }) => [{ index, sourcetype, level }, bytes]),
  },
  {
    name: 'requests',
    type: 'counter',
    unit: '{request}',
    help: 'Requests, by result.',
    samples: ({ requests }) =>
      each('result', { ok: requests.sent - requests.failed - requests.inFlight, failed: requests.failed }),
  },
  {
    name: 'request.body',
    type: 'counter',
    unit: 'By',
    help: 'Body bytes, as written and as they travelled.',
    samples: ({ requests }) => each('as', { written: requests.bytes, travelled: requests.wireBytes }),
  },
  {
    name: 'endpoint.open',
    type: 'gauge',
    unit: '',
    help: 'Whether an endpoint is sent to.',
    samples: ({ endpoints }) => endpoints.map(({ origin, state }) => [{ endpoint: origin }, state === 'open' ? 1 : 0]),
  },
  {
    name: 'endpoint.last_success',
    type: 'gauge',
    unit: 's',
    help: 'When an endpoint last took events, epoch seconds.',
    samples: ({ endpoints }) =>
      endpoints.flatMap(({ origin, lastSuccessAt }): Sample[] =>
        lastSuccessAt === undefined ? [] : [[{ endpoint: origin }, lastSuccessAt / 1000]],
      ),
  },
];
