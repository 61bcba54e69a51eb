import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Bench, Figure, Run } from './figure.ts';
import { installPeers } from './peers-folder.ts';
import { pnpm } from './pnpm.ts';
import { startProgram } from './program.ts';
import type { Shipped, ShipperJob, Stopped } from './programs/shipper.ts';
import { type Fault, MOST, type Sink, startSink } from './sink.ts';
import { ratios } from './statistics.ts';
import { grouped, median, microseconds } from './units.ts';

/** Peers by how many events they are given: some take half a millisecond for one. */
const FAST = ['splunk-logging', 'pino-loki', 'pino-elasticsearch', 'pino-opentelemetry-transport', 'otlp-http'];
const SLOW = ['winston-splunk-httplogger', 'winston-http'];
const OURS = ['hec-core', 'pino-hec', 'winston-hec', 'otel-hec'];
/** Behind the SDK's own batch processor, which has its own way to lose records. */
const EXPORTER = 'otel-hec-exporter';
const FILE = 'winston-file';
/** What each peer is compared with: ours for the same logger, and without a logger where it is called without one. */
const RIVALS: Readonly<Record<string, readonly string[]>> = {
  'splunk-logging': ['hec-core'],
  'winston-splunk-httplogger': ['winston-hec'],
  'winston-http': ['winston-hec'],
  [FILE]: ['winston-hec'],
  'otlp-http': [EXPORTER, 'otel-hec'],
};

/** All is well for so long first. */
const BEFORE_FAULT_MS = 2000;

/** What one run of one peer came to. */
interface Outcome {
  readonly events: number;
  readonly arrived: number;
  /** Events a second until most had come. */
  readonly rate: number;
  readonly callNs: number;
  readonly cpuUs: number;
}

/** P5: every way to ship logs there is on npm. */
export const peers: Bench = {
  name: 'peers',
  about:
    'other transports on npm, with settings for throughput (batches of a megabyte or 1000 and more), against ours for the same logger; lines of 200 bytes',
  async run(run) {
    installPeers(run.say);
    run.say('builds the packages');
    pnpm(['run', 'build']);
    const lossy = [...OURS, ...FAST, ...SLOW];
    const all = [EXPORTER, FILE, ...lossy];
    const saturated = new Map<string, Outcome[]>();
    for (let block = 0; block < (run.quick ? 1 : 3); block++)
      for (const peer of all) {
        const events = (SLOW.includes(peer) ? 4000 : 100_000) / (run.quick ? 20 : 1);
        const outcome = await ship({ peer, events }, 3000);
        saturated.set(peer, [...(saturated.get(peer) ?? []), outcome]);
        run.say(`${peer}: ${outcome.arrived} of ${events}`);
      }
    const figures = [...FAST, ...SLOW, FILE].flatMap((peer) => compared(peer, saturated));
    return [...figures, ...(await losses(run, lossy))];
  },
};

/** Rate, time in the call and CPU, ours against a peer's. */
function compared(peer: string, outcomes: ReadonlyMap<string, readonly Outcome[]>): Figure[] {
  const theirs = outcomes.get(peer) ?? [];
  const of = (some: readonly Outcome[], key: 'rate' | 'callNs' | 'cpuUs'): number[] => some.map((one) => one[key]);
  const lost = theirs.reduce((sum, { events, arrived }) => sum + events - arrived, 0);
  const note = lost === 0 ? '' : `; it lost ${grouped(lost)} of ${grouped(theirs.length * (theirs[0]?.events ?? 0))}`;
  const rows = [
    ['rate', (x: number) => `${grouped(x)} events/s`, { atLeast: peer === 'winston-splunk-httplogger' ? 50 : 1 }],
    ['callNs', (x: number) => `${grouped(x)} ns/call`, { atMost: 1 }],
    ['cpuUs', (x: number) => `${microseconds(x)} CPU/event`, { atMost: 1 }],
  ] as const;
  // A file is written to at once; when it was written nobody says.
  const known = rows.filter(([key]) => peer !== FILE || key !== 'rate');
  return (RIVALS[peer] ?? ['pino-hec']).flatMap((rival) =>
    known.map(([key, words, target]) => {
      // The bound of 50 is pino-hec's.
      const us = key === 'rate' && peer === 'winston-splunk-httplogger' ? 'pino-hec' : rival;
      const ours = outcomes.get(us) ?? [];
      return {
        id: 'P5',
        what: `${us} and ${peer}${note}`,
        ours: words(median(of(ours, key))),
        theirs: words(median(of(theirs, key))),
        ratio: ratios(of(ours, key), of(theirs, key)),
        target,
      };
    }),
  );
}

/** Events that never came. In an outage all peers run side by side: nobody is in a hurry there. */
async function losses(run: Run, all: readonly string[]): Promise<Figure[]> {
  const faultMs = run.quick ? 1000 : 10_000;
  const seconds = faultMs / 1000;
  const job = { rate: 200, events: 200 * (seconds + 4) };
  const faulty = (fault: Fault) => (peer: string) =>
    ship({ peer, ...job }, run.quick ? 5000 : 40_000, { fault, forMs: faultMs });
  const kinds = [
    { what: `${seconds} s of 503`, measure: faulty('busy'), together: true },
    { what: `${seconds} s without collector`, measure: faulty('down'), together: true },
    { what: '2,000 calls, then `process.exit()`', measure: exits, together: false },
  ];
  const figures: Figure[] = [];
  for (const { what, measure, together } of kinds) {
    const outcomes = new Map<string, Outcome>();
    const one = async (peer: string): Promise<void> => void outcomes.set(peer, await measure(peer));
    if (together) await Promise.all(all.map(one));
    else for (const peer of all) await one(peer);
    for (const peer of all) {
      const { events, arrived } = outcomes.get(peer) as Outcome;
      const lost = Math.max(0, events - arrived);
      run.say(`${what}: ${peer} lost ${lost} of ${events}`);
      figures.push({
        id: 'P5',
        what: `events lost, ${what}: ${peer}`,
        ours: grouped(lost),
        theirs: `of ${grouped(events)}`,
        ratio: ratios([lost], [events]),
        ...(OURS.includes(peer) ? { target: { atMost: 0 } } : {}),
      });
    }
  }
  return figures;
}

/** Ends right behind its last call. */
const exits = (peer: string): Promise<Outcome> => ship({ peer, events: 2000, exits: true }, 2000);

interface Failing {
  readonly fault: Fault;
  readonly forMs: number;
}

/** @param quietMs so long without a body means that no more will come */
async function ship(job: Omit<ShipperJob, 'url'>, quietMs: number, failing?: Failing): Promise<Outcome> {
  await using sink = await startSink();
  const child = startProgram('shipper.ts', { ...job, url: sink.url } satisfies ShipperJob, {
    silent: true,
    built: true,
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  const shipped = Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (failing !== undefined) {
    await setTimeout(BEFORE_FAULT_MS);
    await sink.fail(failing.fault);
    await setTimeout(failing.forMs);
    await sink.fail('none');
  }
  const [logged] = ((await shipped) ?? []) as [Shipped?];
  await quiet(sink, quietMs);
  let stopped: Stopped | undefined;
  if (child.connected) {
    const answer = Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    child.send({});
    [stopped] = ((await answer) ?? []) as [Stopped?];
    await ended;
  }
  const { unique, mostAtUs } = await sink.inspect(job.events);
  const us = Number(mostAtUs) - Number(logged?.startedAtUs ?? mostAtUs);
  return {
    events: job.events,
    // A file has the line of the beginning too.
    arrived: Math.min(job.events, stopped?.inFile ?? unique),
    rate: (MOST * unique * 1e6) / us,
    callNs: ((logged?.callsUs ?? 0) * 1000) / job.events,
    cpuUs: (stopped?.cpuUs ?? 0) / job.events,
  };
}

/** Waits until nothing comes any more. */
async function quiet(sink: Sink, quietMs: number): Promise<void> {
  const step = 250;
  let before = await sink.progress();
  for (let still = 0; still < quietMs; still += step) {
    await setTimeout(step);
    const now = await sink.progress();
    if (now.bytes !== before.bytes) still = 0;
    before = now;
  }
}
