import type { Stats } from '../types.ts';
import { METRICS } from './metrics.ts';

/** An instrument that a meter has made; only the meter looks into it. */
type Instrument = object;

interface Observations {
  observe(instrument: Instrument, value: number, attributes: Readonly<Record<string, string>>): void;
}

type Observe = (observations: Observations) => Promise<void>;

interface InstrumentOptions {
  readonly description: string;
  readonly unit: string;
}

/** As much of an OpenTelemetry `Meter` as is used: any copy and version of the API fits, and none is needed. */
export interface StatsMeter {
  createObservableCounter(name: string, options: InstrumentOptions): Instrument;
  createObservableGauge(name: string, options: InstrumentOptions): Instrument;
  addBatchObservableCallback(observe: Observe, instruments: Instrument[]): void;
  removeBatchObservableCallback(observe: Observe, instruments: Instrument[]): void;
}

/** Whatever has stats: a client, a transport, a processor; or a pino transport's control, whose worker is asked. */
export interface StatsSource {
  stats(): Stats | Promise<Stats>;
}

/**
 * Shows stats on an OpenTelemetry meter: `hec.events.delivered`, `hec.events.held` and so on, each with the attribute
 * `destination`. They are read when the SDK collects, never in between. A source that has ended shows nothing.
 *
 * @returns what ends it
 * @example
 * const end = observeStats(metrics.getMeter('hec'), hec);
 */
export function observeStats(meter: StatsMeter, source: StatsSource): () => void {
  const instruments = METRICS.map(({ name, type, unit, help }) => {
    const options = { description: help, unit };
    return type === 'counter'
      ? meter.createObservableCounter(`hec.${name}`, options)
      : meter.createObservableGauge(`hec.${name}`, options);
  });
  const observe: Observe = async (observations) => {
    const stats = await read(source);
    for (const destination of stats?.destinations ?? [])
      for (const [at, instrument] of instruments.entries())
        for (const [labels, value] of METRICS[at]?.samples(destination) ?? [])
          observations.observe(instrument, value, { destination: destination.name, ...labels });
  };
  meter.addBatchObservableCallback(observe, instruments);
  return () => meter.removeBatchObservableCallback(observe, instruments);
}

/** A worker that has ended answers no more, and that is no failure of the application's metrics. */
async function read(source: StatsSource): Promise<Stats | undefined> {
  try {
    return await source.stats();
  } catch {
    return undefined;
  }
}
