import { expect, it } from 'vitest';
import { observeStats, type StatsMeter } from '../src/observe/meter.ts';
import { prometheusText } from '../src/observe/prometheus.ts';
import { clientOf, scene } from './support/scene.ts';

type Observe = Parameters<StatsMeter['addBatchObservableCallback']>[0];
type Sample = readonly [name: string, value: number, attributes: Readonly<Record<string, string>>];

/** A meter in the form of OpenTelemetry's, which collects when it is told to. */
function meter() {
  const names = new Map<object, string>();
  const observers = new Set<Observe>();
  const create = (name: string): object => {
    const instrument = {};
    names.set(instrument, name);
    return instrument;
  };
  const made: StatsMeter = {
    createObservableCounter: create,
    createObservableGauge: create,
    addBatchObservableCallback: (observe) => observers.add(observe),
    removeBatchObservableCallback: (observe) => observers.delete(observe),
  };
  return {
    meter: made,
    async collect(): Promise<Sample[]> {
      const samples: Sample[] = [];
      for (const observe of observers)
        await observe({
          observe: (instrument, value, attributes) =>
            void samples.push([names.get(instrument) ?? 'unknown', value, attributes]),
        });
      return samples;
    },
  };
}

it('shows on a meter what Prometheus would scrape, under names that become the same there', async () => {
  const { hec } = await scene({ index: 'main' });
  for (const event of ['a', 'b']) hec.send(event);
  await hec.flush();
  const { meter: given, collect } = meter();
  observeStats(given, hec);
  const samples = await collect();
  expect(samples).toContainEqual(['hec.events.delivered', 2, { destination: 'splunk', how: 'taken' }]);
  const scraped = prometheusText(hec.stats()).split('\n');
  const values = scraped.filter((line) => line.startsWith('hec_')).map((line) => Number(line.split(' ').at(-1)));
  expect(samples.map(([, value]) => value)).toEqual(values);
  const suffix = /(?:_bytes|_seconds)?(?:_total)?\{.*$/;
  expect(samples.map(([name]) => name.replaceAll('.', '_'))).toEqual(
    scraped.filter((line) => line.startsWith('hec_')).map((line) => line.replace(suffix, '')),
  );
});

it('reads when it is asked to, until it is told to stop', async () => {
  const { hec } = clientOf('http://127.0.0.1:9');
  const { meter: given, collect } = meter();
  const end = observeStats(given, hec);
  hec.pause();
  hec.send('a');
  expect(await collect()).toContainEqual(['hec.events.entered', 1, { destination: 'splunk', origin: 'logged' }]);
  end();
  expect(await collect()).toEqual([]);
});

it('asks a source that answers later, and shows nothing of one that has ended', async () => {
  const { hec } = clientOf('http://127.0.0.1:9');
  const { meter: given, collect } = meter();
  observeStats(given, { stats: () => Promise.resolve(hec.stats()) });
  observeStats(given, { stats: () => Promise.reject(new Error('ended')) });
  const names = (await collect()).map(([name]) => name);
  expect(names.filter((name) => name === 'hec.events.dead_lettered')).toHaveLength(1);
});
