import type { HecOptions } from 'hec-core';
import { createRandom, type Random } from '../random.ts';
import { type EventMix, type Mark, POISON, planSteps, REFUSED_INDEX, type Step, type Way } from './events.ts';
import { type Incident, planIncidents } from './incidents.ts';
import { planToxics, type Toxic } from './toxics.ts';

/** How its acknowledgements are. */
export interface AckPlan {
  readonly delayMs: number;
  /** Whether events go with the acknowledgement that is lost. */
  readonly forgetsEvents: boolean;
  /**
   * Whether ids of a channel begin at 0 again after it was forgotten. Not where answers get lost as well: should an id
   * be in one that the client waits for already, nobody could tell them apart (docs/delivery.md).
   */
  readonly reusesIds: boolean;
}

/** How the collector of a scenario is made. */
export interface CollectorPlan {
  /** Whether a 400 names the event; Fluent Bit and others do not. */
  readonly names: boolean;
  /** Largest body, uncompressed; 0 for any. */
  readonly maxBody: number;
  /** How it refuses larger ones: in HTTP's words, or as Splunk Cloud does (S40). */
  readonly tooLarge: '413' | 'cloud';
  readonly ack: AckPlan | undefined;
}

/** Everything about a scenario that its seed decides. */
export interface Plan {
  readonly seed: number;
  readonly options: HecOptions;
  readonly deadLetter: boolean;
  /** How it uses the disk, if it does. */
  readonly spool: 'always' | 'overflow' | undefined;
  readonly collector: CollectorPlan;
  readonly steps: readonly Step[];
  readonly incidents: readonly Incident[];
  readonly toxics: readonly Toxic[];
  /** Addresses of the collector, used in turn. */
  readonly fronts: number;
  /** Whether something goes wrong that leaves it open whether events were taken. */
  readonly unclear: boolean;
  /** Whether the client may drop events that it took: they are counted, not lost. */
  readonly lossy: boolean;
  /** Closes in the middle of it all, rather than when all is delivered. */
  readonly abrupt: boolean;
  /**
   * Whether the application goes on logging and flushes at the end. A client that is left alone has to come to an end by
   * itself, unless what it holds is poison: without other events to compare with that looks like an outage.
   */
  readonly goesOn: boolean;
}

export function planScenario(seed: number): Plan {
  const random = createRandom(seed);
  const ack = random.chance(0.25);
  const unclear = random.chance(0.55);
  const fronts = !ack && random.chance(0.2) ? 2 : 1;
  const raw = !ack && random.chance(0.1);
  const cloud = random.chance(0.04);
  const abrupt = random.chance(0.08);
  const only = ack && unclear && random.chance(0.5) ? 'acknowledgements' : undefined;
  const incidents = planIncidents(random.fork(), { unclear, ack, only });
  const toxics = planToxics(random.fork(), unclear && only === undefined);
  const options = planOptions(random.fork(), { ack, unclear, raw, cloud, hangs: hangs(incidents, toxics) });
  const maxBytes = options.batch?.maxBytes ?? 0;
  const { retry, queue } = options;
  const mix = planBad(random, { unclear: unclear && only === undefined, raw });
  return {
    seed,
    options,
    deadLetter: random.chance(0.6),
    spool: random.chance(0.12) ? random.pick(['always', 'overflow']) : undefined,
    collector: planCollector(random, { ack, everyAnswer: only === 'acknowledgements', cloud, maxBytes }),
    steps: planSteps(
      {
        count: random.int(1000, 1400),
        ...mix,
        ways: planWays(random, raw),
        indexes: ['audit'],
        size: cloud ? 4000 : random.pick([60, 200, 200, 600]),
        huge: random.chance(0.3) ? Math.floor(maxBytes * 1.5) : 0,
      },
      random.fork(),
    ),
    incidents,
    toxics,
    fronts,
    unclear,
    lossy: abrupt || (retry?.maxAttempts ?? 0) > 0 || queue?.onFull === 'drop-oldest',
    abrupt,
    goesOn: random.chance(0.5) || mix.bad.some(({ mark }) => POISON.has(mark)),
  };
}

function planOptions(
  random: Random,
  about: { ack: boolean; unclear: boolean; raw: boolean; cloud: boolean; hangs: boolean },
): HecOptions {
  const concurrency = random.int(1, 6);
  const tight = random.chance(0.35);
  return {
    endpoint: about.raw ? 'raw' : 'event',
    host: 'chaos',
    ...(random.chance(0.5) ? { index: 'main' } : {}),
    ...(random.chance(0.4) ? { fields: { env: 'test', n: 1 } } : {}),
    batch: {
      maxEvents: about.cloud ? 1000 : random.int(20, 150),
      maxBytes: about.cloud ? 1_900_000 : random.pick([8_000, 20_000, 60_000, 120_000]),
      lingerMs: random.pick([0, 50, 300]),
    },
    gzip: random.pick([false, true, true, 6]),
    request: {
      concurrency,
      // Six real seconds, unless requests hang on purpose.
      timeoutMs: about.hangs ? random.int(40_000, 60_000) : 600_000,
      maxConnectionAgeMs: random.pick([0, 20_000, 300_000]),
      maxBytesPerSecond: random.chance(0.1) ? 50_000 : 0,
    },
    retry: {
      baseMs: random.int(10, 500),
      capMs: random.pick([500, 5_000, 30_000]),
      maxRetryAfterMs: random.pick([180_000, 180_000, 4_000]),
      maxAttempts: random.chance(0.08) ? random.int(3, 8) : 0,
    },
    queue: tight
      ? {
          maxBytes: random.int(65_536, 150_000),
          maxEvents: random.chance(0.5) ? random.int(200, 600) : 0,
          onFull: random.pick(['drop-newest', 'drop-oldest', 'wait']),
        }
      : {},
    oversize: random.pick(['truncate', 'deadLetter']),
    eventIds: random.chance(0.4),
    reportGaps: random.chance(0.85),
    ...(about.ack
      ? { ack: { enabled: true, pollMs: random.pick([500, 2_000]), timeoutMs: about.unclear ? 40_000 : 1_000_000 } }
      : {}),
  };
}

function planCollector(
  random: Random,
  about: { ack: boolean; everyAnswer: boolean; cloud: boolean; maxBytes: number },
): CollectorPlan {
  return {
    names: random.chance(0.75),
    maxBody: about.cloud ? 1_100_000 : random.chance(0.15) ? Math.floor(about.maxBytes * (0.3 + random.next() / 2)) : 0,
    tooLarge: about.cloud ? 'cloud' : '413',
    ack: about.ack
      ? { delayMs: random.pick([1_000, 3_000]), forgetsEvents: random.chance(0.5), reusesIds: about.everyAnswer }
      : undefined,
  };
}

function planBad(random: Random, about: { unclear: boolean; raw: boolean }): Pick<EventMix, 'bad' | 'run'> {
  const refused: readonly Mark[] = about.raw ? ['c7'] : ['broken', 'c12', 'c13', 'c15', 'c7'];
  const poison: readonly Mark[] = about.unclear ? ['waf', 'boom', 'crash'] : ['waf'];
  const bad: { mark: Mark; permille: number }[] = [];
  const run = random.pick([1, 1, 2, 12]);
  if (random.chance(0.75)) {
    const permille = random.pick([1, 5, 40]) / run;
    for (let kinds = random.int(1, 3); kinds > 0; kinds--) bad.push({ mark: random.pick(refused), permille });
  }
  if (random.chance(0.3)) bad.push({ mark: random.pick(poison), permille: random.pick([1, 2, 6]) });
  return { bad, run };
}

function planWays(random: Random, raw: boolean): Way[] {
  const all: readonly Way[] = ['send', 'json', 'child', 'lines', 'resend'];
  const ways = all.filter(() => random.chance(0.6)).filter((way) => !raw || way !== 'resend');
  return ways.length > 0 ? ways : ['send', 'lines'];
}

function hangs(incidents: readonly Incident[], toxics: readonly Toxic[]): boolean {
  return incidents.some(({ trouble }) => trouble.do === 'hang') || toxics.some(({ do: kind }) => kind === 'stall');
}

/** Every index the token may write to; what is not on it is refused. */
export const INDEXES: readonly string[] = ['main', 'audit'];
if (INDEXES.includes(REFUSED_INDEX)) throw new Error('the refused index is on the list');
