import { clientOptions } from './client-options.ts';
import type { Bench, Figure, Run } from './figure.ts';
import { installPeers } from './peers-folder.ts';
import { runProgram } from './program.ts';
import type { AdaptersJob, AdaptersResult } from './programs/adapters.ts';
import { startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { cpuAnEvent, eventsASecond } from './units.ts';

/** P7: what the other two adapters cost. */
export const adapters: Bench = {
  name: 'adapters',
  about:
    'winston through winston-hec, against winston with a transport that does nothing; the OpenTelemetry SDK through otel-hec, against its OTLP HTTP exporter with batches of 4,096 and gzip, as ours has',
  async run(run) {
    installPeers(run.say);
    const events = run.quick ? 5000 : 50_000;
    const { calls, whole } = await measure('winston', events, run);
    const rate = (what: string, pair: typeof calls, target?: Figure['target']): Figure => ({
      id: 'P7',
      what,
      ours: eventsASecond(pair.a, events),
      theirs: eventsASecond(pair.b, events),
      ratio: ratios(
        pair.b.map(({ wallUs }) => wallUs),
        pair.a.map(({ wallUs }) => wallUs),
      ),
      ...(target === undefined ? {} : { target }),
    });
    const figures = [
      rate('winston-hec, rate of log calls', calls, { atLeast: 0.8 }),
      rate('winston-hec, rate until the last is delivered', whole),
    ];
    for (const [what, words] of [
      ['otel-processor', 'otel-hec as processor, CPU'],
      ['otel-exporter', "otel-hec as exporter behind the SDK's batch processor, CPU"],
    ] as const) {
      const { a, b } = (await measure(what, events, run)).whole;
      figures.push({
        id: 'P7',
        what: words,
        ours: cpuAnEvent(a, events),
        theirs: cpuAnEvent(b, events),
        ratio: ratios(
          a.map(({ cpuUs }) => cpuUs),
          b.map(({ cpuUs }) => cpuUs),
        ),
        target: { atMost: 0.5 },
      });
    }
    return figures;
  },
};

async function measure(what: AdaptersJob['what'], calls: number, { quick, say }: Run): Promise<AdaptersResult> {
  await using ours = await startSink();
  await using theirs = await startSink();
  const { onFull: _, ...queue } = clientOptions(ours.url).queue ?? {};
  const hec = { ...clientOptions(ours.url), queue: { ...queue, maxBytes: 268_435_456 } };
  const job: AdaptersJob = { what, hec, otlpUrl: `${theirs.url}/v1/logs`, calls, blocks: quick ? 3 : 11 };
  const result = await runProgram<AdaptersResult>('adapters.ts', job, {
    env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  });
  await ours.prove(result.sentByUs);
  if (what !== 'winston') await theirs.prove(result.sentByThem);
  say(`${what}: ${result.sentByUs} records, each came in once`);
  return result;
}
