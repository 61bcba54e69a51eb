import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { HecOptions } from 'hec-core';
import { type Program, startLife } from './child.ts';
import type { Receiver } from './receiver.ts';

/** What is on its way at a kill may arrive twice: so many requests of so many events. Progress is written at once. */
const REQUESTS_AT_ONCE = 4;
const EVENTS_A_REQUEST = 20;
export const DUPLICATES_A_KILL: number = REQUESTS_AT_ONCE * EVENTS_A_REQUEST;
const EVENTS_A_LIFE = 3_000;

export interface Scenario {
  readonly name: string;
  readonly program: Program;
  /** Nobody listens in the first life. */
  readonly down: boolean;
  /** A life is killed at a random moment within so many milliseconds after its first sign. */
  readonly withinMs: number;
  /** So many events at most have been taken at a kill whose acceptance nobody has been told of. */
  readonly unsaidAKill: number;
}

// The worker reads on between two questions for what it has.
export const SCENARIOS: readonly Scenario[] = [
  { name: 'hec-core', program: 'core-life', down: false, withinMs: 500, unsaidAKill: 1 },
  {
    name: 'hec-core, endpoint down in the first life',
    program: 'core-life',
    down: true,
    withinMs: 500,
    unsaidAKill: 1,
  },
  {
    name: 'pino-hec, what the worker has read',
    program: 'pino-life',
    down: false,
    withinMs: 500,
    unsaidAKill: EVENTS_A_LIFE,
  },
];

export interface Verdict {
  readonly kills: number;
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
    spool: { dir, mode: 'always' },
    batch: { lingerMs: 5, maxEvents: EVENTS_A_REQUEST },
    request: { concurrency: REQUESTS_AT_ONCE },
    retry: { baseMs: 10, capMs: 50 },
    reportGaps: false,
  };
  const nobody = scenario.down ? await closedPort() : receiver.url;
  const accepted = new Set<string>();
  for (const life of ['first', 'second']) {
    const url = life === 'first' ? nobody : receiver.url;
    const child = startLife(scenario.program, [JSON.stringify({ ...options, url }), life, String(EVENTS_A_LIFE), dir]);
    await child.up;
    await after(random() * scenario.withinMs);
    for (const line of await child.kill()) if (line !== 'up') accepted.add(line);
  }
  const last = startLife('last-life', [JSON.stringify(options), 'last', '0', dir]);
  const emptied = (await last.ended) === 0;
  const arrivals = await receiver.arrivals();
  await rm(dir, { recursive: true, force: true });
  return {
    kills: 2,
    accepted: accepted.size,
    lost: [...accepted].filter((id) => !arrivals.has(id)),
    duplicates: [...arrivals.values()].reduce((sum, times) => sum + times - 1, 0),
    unsaid: [...arrivals.keys()].filter((id) => !accepted.has(id)).length,
    emptied,
  };
}

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
