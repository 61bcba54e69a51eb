import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import { type Life, type Program, startLife } from './child.ts';
import { deathAt, PLACES, type Place } from './places.ts';
import type { Receiver } from './receiver.ts';

/** What is on its way at a kill may arrive twice: so many requests of so many events. Progress is written at once. */
const REQUESTS_AT_ONCE = 4;
const EVENTS_A_REQUEST = 20;
export const DUPLICATES_A_KILL: number = REQUESTS_AT_ONCE * EVENTS_A_REQUEST;
const EVENTS_A_LIFE = 1_500;
/** Segments of 128 KiB: a life fills three to five of them, and the directory has room for all. */
const SPOOL_BYTES = 2_097_152;
const MOMENTS_LATER_MS = 100;
const ALIVE = 'alive';
/** A life whose own death does not come is killed from outside. */
const PATIENCE_MS = 5_000;

export interface Scenario {
  readonly name: string;
  readonly program: Program;
  /** Nobody listens in the first life. */
  readonly down: boolean;
  /** It dies inside such a call of its spool, the how many-th is random; without, at any moment of its work. */
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

export interface Verdict {
  readonly kills: number;
  /** Those of them that hit inside a call of the spool. */
  readonly inside: number;
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
 * One run: two lives that are killed, the second while it takes over from the first, and a last one that delivers what
 * is left.
 */
export async function live(scenario: Scenario, receiver: Receiver, random: () => number): Promise<Verdict> {
  const dir = await mkdtemp(join(tmpdir(), 'hec-crash-'));
  const options: HecOptions = {
    url: receiver.url,
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
  let inside = 0;
  for (const life of ['first', 'second'] as const) {
    const url = life === 'first' ? nobody : receiver.url;
    const args = [JSON.stringify({ ...options, url }), life, String(EVENTS_A_LIFE), dir];
    const place = placeFor(scenario, life, random);
    const child = startLife(scenario.program, args, place && deathAt(place, random));
    // Its first line says that it has begun.
    await child.said(1);
    const moment = place === undefined ? momentIn(child, random) : after(PATIENCE_MS, ALIVE, { ref: false });
    const code = await Promise.race([child.ended, moment]);
    if (typeof code === 'number') throw new Error(`${scenario.name}: the ${life} life ended with ${code}`);
    if (code === null) inside++;
    for (const line of await child.kill()) if (line !== 'up') accepted.add(line);
  }
  const last = startLife('last-life', [JSON.stringify(options), 'last', '0', dir]);
  const emptied = (await last.ended) === 0;
  const arrivals = await receiver.arrivals();
  await rm(dir, { recursive: true, force: true });
  return {
    kills: 2,
    inside,
    accepted: accepted.size,
    lost: [...accepted].filter((id) => !arrivals.has(id)),
    duplicates: [...arrivals.values()].reduce((sum, times) => sum + times - 1, 0),
    unsaid: [...arrivals.keys()].filter((id) => !accepted.has(id)).length,
    emptied,
  };
}

/** Nobody has left anything yet that a first life could adopt. */
function placeFor({ inside }: Scenario, life: 'first' | 'second', random: () => number): Place | undefined {
  const possible = inside.filter((place) => life === 'second' || place !== 'adoption');
  return possible[Math.floor(random() * possible.length)];
}

/** Somewhere in its work, wherever that is on this machine, and up to some requests later. */
async function momentIn(child: Life, random: () => number): Promise<typeof ALIVE> {
  const patience = after(PATIENCE_MS, undefined, { ref: false });
  await Promise.race([child.said(1 + Math.floor(random() * EVENTS_A_LIFE)), patience]);
  return after(random() * MOMENTS_LATER_MS, ALIVE, { ref: false });
}

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
