import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import { type Life, type Program, startLife } from './child.ts';
import { deathAt, PLACES, type Place, type Step, stepIn } from './places.ts';
import { DONE, UP } from './programs/say.ts';
import type { Receiver } from './receiver.ts';

/** What is on its way at a kill may arrive twice: so many requests of so many events. Progress is written at once. */
const REQUESTS_AT_ONCE = 4;
const EVENTS_A_REQUEST = 20;
export const DUPLICATES_A_KILL: number = REQUESTS_AT_ONCE * EVENTS_A_REQUEST;
const EVENTS_A_LIFE = 600;
/** Segments of 64 KiB, the smallest there are: a life fills three to five of them, and the directory has room for all. */
const SPOOL_BYTES = 1_048_576;
const MOMENTS_LATER_MS = 100;
const ALIVE = 'alive';
/** A life that neither dies nor gets done is killed from outside. */
const PATIENCE_MS = 10_000;

export interface Scenario {
  readonly name: string;
  readonly program: Program;
  /** Nobody listens in the first life. */
  readonly down: boolean;
  /** Where it dies, one of these at random; without, at any moment of its work. */
  readonly inside: readonly Place[];
  /** So many events at most have been taken at a kill whose acceptance nobody has been told of. */
  readonly unsaidAKill: number;
}

const core = { program: 'core-life', down: false, unsaidAKill: 1 } as const;
// The worker reads on between two questions for what it has.
const pino = { program: 'pino-life', down: false, unsaidAKill: EVENTS_A_LIFE } as const;

export const SCENARIOS: readonly Scenario[] = [
  { ...core, name: 'hec-core', inside: [] },
  { ...core, name: 'hec-core, endpoint down in the first life', down: true, inside: [] },
  ...PLACES.map((place) => ({ ...core, name: `hec-core, killed inside ${place}`, inside: [place] })),
  { ...pino, name: 'pino-hec, what the worker has read', inside: [] },
  { ...pino, name: 'pino-hec, endpoint down in the first life', down: true, inside: [] },
  { ...pino, name: 'pino-hec, killed inside the spool', inside: PLACES },
];

/** The call of the spool that each life in turn is to die in; one without dies at any moment. */
export type Deaths = readonly (Step | undefined)[];

export interface Verdict {
  readonly kills: number;
  /** The calls of the spool that were hit. */
  readonly inside: readonly Step[];
  readonly accepted: number;
  /** Accepted, and never seen by the receiver. */
  readonly lost: readonly string[];
  /** Arrivals beyond the first of each event. */
  readonly duplicates: number;
  /** Arrived though nobody was told that they were accepted: the kill came in between. */
  readonly unsaid: number;
  /** Whether the last life left nothing on disk. */
  readonly emptied: boolean;
}

/**
 * One run: two lives, unless told otherwise, that are killed, the second while it takes over from the first, and a last
 * one that delivers what is left.
 */
export async function live(
  scenario: Scenario,
  receiver: Receiver,
  random: () => number,
  deaths: Deaths = deathsIn(scenario, random),
): Promise<Verdict> {
  const dir = await mkdtemp(join(tmpdir(), 'hec-crash-'));
  const source = randomUUID();
  const options: HecOptions = {
    url: receiver.url,
    source,
    token: 'T',
    proxy: 'none',
    spool: { dir, mode: 'always', maxBytes: SPOOL_BYTES },
    batch: { lingerMs: 5, maxEvents: EVENTS_A_REQUEST },
    request: { concurrency: REQUESTS_AT_ONCE },
    retry: { baseMs: 10, capMs: 50 },
    reportGaps: false,
  };
  const nobody = scenario.down ? await closedPort() : receiver.url;
  const accepted = new Set<string>();
  const inside: Step[] = [];
  for (const [life, step] of deaths.entries()) {
    const url = life === 0 ? nobody : receiver.url;
    const args = [JSON.stringify({ ...options, url }), String(life), String(EVENTS_A_LIFE), dir];
    const child = startLife(scenario.program, args, step && deathAt(step, random));
    await child.said(1);
    const moment = step === undefined ? momentIn(child, random) : unhurt(child);
    const code = await Promise.race([child.ended, moment]);
    if (typeof code === 'number') throw new Error(`${scenario.name}: life ${life} ended with ${code}`);
    if (code === null && step !== undefined) inside.push(step);
    for (const line of await child.kill()) if (line !== UP && line !== DONE) accepted.add(line);
  }
  const last = startLife('last-life', [JSON.stringify(options), 'last', '0', dir]);
  const emptied = (await last.ended) === 0;
  const arrivals = await receiver.arrivals(source);
  await rm(dir, { recursive: true, force: true });
  return {
    kills: deaths.length,
    inside,
    accepted: accepted.size,
    lost: [...accepted].filter((id) => !arrivals.has(id)),
    duplicates: [...arrivals.values()].reduce((sum, times) => sum + times - 1, 0),
    unsaid: [...arrivals.keys()].filter((id) => !accepted.has(id)).length,
    emptied,
  };
}

function deathsIn({ inside }: Scenario, random: () => number): Deaths {
  const oneOf = (places: readonly Place[]): Step | undefined => {
    const place = places[Math.floor(random() * places.length)];
    return place && stepIn(place, random);
  };
  // Nobody has left anything yet that a first life could adopt.
  return [oneOf(inside.filter((place) => place !== 'adoption')), oneOf(inside)];
}

/** Somewhere in its work, wherever that is on this machine, and up to some requests later. */
async function momentIn(child: Life, random: () => number): Promise<typeof ALIVE> {
  const patience = after(PATIENCE_MS, undefined, { ref: false });
  await Promise.race([child.said(1 + Math.floor(random() * EVENTS_A_LIFE)), patience]);
  return after(random() * MOMENTS_LATER_MS, ALIVE, { ref: false });
}

/** When it has done all its work, and has not died over it. */
async function unhurt(child: Life): Promise<typeof ALIVE> {
  await Promise.race([child.done, after(PATIENCE_MS, undefined, { ref: false })]);
  return after(MOMENTS_LATER_MS, ALIVE, { ref: false });
}

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
