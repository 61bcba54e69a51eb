import type { Stats } from '../types.ts';
import { type Labels, METRICS, type Metric } from './metrics.ts';

/** Stats in the text format Prometheus scrapes (version 0.0.4), every metric with the label `destination`. */
export function prometheusText(stats: Stats): string {
  return METRICS.map((metric) => {
    const name = nameOf(metric);
    const samples = stats.destinations.flatMap((one) =>
      metric.samples(one).map(([labels, value]) => sample(name, { destination: one.name, ...labels }, value)),
    );
    return [`# HELP ${name} ${metric.help}`, `# TYPE ${name} ${metric.type}`, ...samples, ''].join('\n');
  }).join('');
}

const UNITS: Readonly<Record<Metric['unit'], string>> = {
  '{event}': '',
  '{request}': '',
  By: '_bytes',
  s: '_seconds',
  '': '',
};

/** The name that an exporter of OpenTelemetry metrics to Prometheus makes: one dashboard serves both ways. */
function nameOf({ name, unit, type }: Metric): string {
  return `hec_${name.replaceAll('.', '_')}${UNITS[unit]}${type === 'counter' ? '_total' : ''}`;
}

function sample(name: string, labels: Labels, value: number): string {
  const text = Object.entries(labels).map(([label, content]) => `${label}="${escape(content)}"`);
  return `${name}{${text.join(',')}} ${value}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
