import type { DestinationStats, Stats } from '../types.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** One metric: its name after `hec_`, its help, and its samples of a destination. */
interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: (stats: DestinationStats) => readonly Sample[];
}

const each = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(counts).map(([name, value]) => [{ [label]: name }, value]);

const METRICS: readonly Metric[] = [
  {
    name: 'events_entered_total',
    type: 'counter',
    help: 'Events taken into custody, by origin.',
    samples: ({ ledger }) => each('origin', ledger.entered),
  },
  {
    name: 'events_delivered_total',
    type: 'counter',
    help: "Events delivered, acknowledged by the indexer or taken at the endpoint's word.",
    samples: ({ ledger }) => each('how', ledger.delivered),
  },
  {
    name: 'events_dead_lettered_total',
    type: 'counter',
    help: 'Events refused for good and kept in the dead letter file.',
    samples: ({ ledger }) => [[{}, ledger.deadLettered]],
  },
  {
    name: 'events_dropped_total',
    type: 'counter',
    help: 'Events lost, by reason.',
    samples: ({ ledger }) => each('reason', ledger.dropped),
  },
  {
    name: 'events_held',
    type: 'gauge',
    help: 'Events in custody, by place.',
    samples: ({ ledger }) => each('place', ledger.held),
  },
  {
    name: 'events_passed_over_total',
    type: 'counter',
    help: 'Events that minLevel or match left to other destinations.',
    samples: ({ passedOver }) => [[{}, passedOver]],
  },
  {
    name: 'events_ambiguous_total',
    type: 'counter',
    help: 'Events that may arrive twice, by cause.',
    samples: ({ ambiguous }) => each('cause', ambiguous),
  },
  {
    name: 'held_bytes',
    type: 'gauge',
    help: 'Bytes held in memory.',
    samples: ({ heldBytes }) => [[{}, heldBytes]],
  },
  {
    name: 'volume_bytes_total',
    type: 'counter',
    help: 'Bytes of events taken, uncompressed and without envelope.',
    samples: ({ volume }) =>
      volume.map(({ bytes, index = '', sourcetype = '', level = '' }) => [{ index, sourcetype, level }, bytes]),
  },
  {
    name: 'requests_total',
    type: 'counter',
    help: 'Requests, by result.',
    samples: ({ requests }) =>
      each('result', { ok: requests.sent - requests.failed - requests.inFlight, failed: requests.failed }),
  },
  {
    name: 'request_bytes_total',
    type: 'counter',
    help: 'Body bytes, as written and as they travelled.',
    samples: ({ requests }) => each('as', { written: requests.bytes, travelled: requests.wireBytes }),
  },
  {
    name: 'endpoint_open',
    type: 'gauge',
    help: 'Whether an endpoint is sent to.',
    samples: ({ endpoints }) => endpoints.map(({ origin, state }) => [{ endpoint: origin }, state === 'open' ? 1 : 0]),
  },
  {
    name: 'endpoint_last_success_seconds',
    type: 'gauge',
    help: 'When an endpoint last took events, epoch seconds.',
    samples: ({ endpoints }) =>
      endpoints.flatMap(({ origin, lastSuccessAt }): Sample[] =>
        lastSuccessAt === undefined ? [] : [[{ endpoint: origin }, lastSuccessAt / 1000]],
      ),
  },
];

/** Stats in the text format Prometheus scrapes (version 0.0.4), every metric with the label `destination`. */
export function prometheusText(stats: Stats): string {
  return METRICS.map((metric) => {
    const samples = stats.destinations.flatMap((one) =>
      metric.samples(one).map(([labels, value]) => sample(metric.name, { destination: one.name, ...labels }, value)),
    );
    return [
      `# HELP hec_${metric.name} ${metric.help}`,
      `# TYPE hec_${metric.name} ${metric.type}`,
      ...samples,
      '',
    ].join('\n');
  }).join('');
}

function sample(name: string, labels: Labels, value: number): string {
  const text = Object.entries(labels).map(([label, content]) => `${label}="${escape(content)}"`);
  return `hec_${name}{${text.join(',')}} ${value}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
