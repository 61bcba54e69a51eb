import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HecOptions, Ledger } from 'hec-core';
import { type HecServerOptions, startHecServer } from 'hec-server';
import { afterAll, describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

interface Situation {
  readonly server: HecServerOptions;
  readonly options?: HecOptions;
  /** Whether everything can be delivered or refused. */
  readonly well?: true;
}

/** What may keep a process alive: a timer, a socket or a file, and somebody who waits for it. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  'all goes well': { server: {}, well: true },
  'heartbeats and ids': { server: {}, options: { heartbeatMs: 1_000, eventIds: true }, well: true },
  'requests hang': { server: { faults: [{ do: 'hang' }] } },
  'the gate is parked': { server: { token: 'another' } },
  'asked for an hour': { server: { faults: [{ do: 'status', status: 429, code: 26, retryAfter: 3_600 }] } },
  'no acknowledgement': { server: { ack: { delayMs: 3_600_000 } }, options: { ack: { enabled: true } } },
  'poison in quarantine': { server: { faults: [{ do: 'status', status: 500, code: 8, contains: '"i":3}' }] } },
};

interface Said {
  readonly ledgers: readonly Ledger[];
  readonly imbalances: readonly number[];
  /** What kept the process alive after `close` or `flush`. */
  readonly alive: readonly string[];
}

/** The programs of all tests send to these. */
const urls = await Promise.all(
  Object.values(SITUATIONS).map(async ({ server }) => {
    const collector = await startHecServer({ token: 'T', indexes: ['main'], ...server });
    afterAll(() => collector.close());
    return collector.url;
  }),
);

/** @param disk whether there is a spool and a dead letter file */
async function run(how: string, disk: boolean): Promise<{ code: number | null; said: Said }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hec-core-exit-'));
  try {
    const clients = Object.values(SITUATIONS).map(
      ({ options, well }, at): HecOptions => ({
        url: urls[at] ?? '',
        token: 'T',
        // What can be delivered is, on a busy machine too; what cannot is given up soon.
        shutdownTimeoutMs: well === true ? 15_000 : 1_000,
        batch: { maxEvents: 20, lingerMs: 20 },
        retry: { baseMs: 5, capMs: 20 },
        ...options,
        ...(disk ? { spool: path.join(folder, `spool-${at}`), deadLetter: path.join(folder, `dead-${at}`) } : {}),
      }),
    );
    await using program = start('test/exit/fixtures/core-ends.ts', { args: [how, JSON.stringify(clients)] });
    // Resolves only when the process has come to its end by itself: nobody kills it.
    const { code, stdout } = await program.ended;
    return { code, said: JSON.parse(stdout) as Said };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a program with clients in all sorts of trouble', () => {
  it.concurrent.each([
    { how: 'closes', disk: false },
    { how: 'closes', disk: true },
    { how: 'flushes', disk: true },
    { how: 'does neither', disk: false },
  ])(
    'that $how ends by itself, with every event accounted for and nothing left active (on disk: $disk)',
    async ({ how, disk }) => {
      const { code, said } = await run(how, disk);
      expect(code).toBe(0);
      // The pipes are the process's own; a client that is not closed may go on.
      expect(how === 'closes' ? said.alive.filter((what) => what !== 'PipeWrap') : []).toEqual([]);
      expect(said.imbalances).toEqual(said.ledgers.map(() => 0));
      const names = Object.keys(SITUATIONS);
      const held = said.ledgers.map(({ held: { open, queued, inFlight, awaitingAck } }, at) => [
        names[at],
        open + queued + inFlight + awaitingAck,
      ]);
      expect(held).toEqual(names.map((name) => [name, 0]));
      const wells = Object.values(SITUATIONS).flatMap(({ well }, at) => (well === true ? [said.ledgers[at]] : []));
      expect(wells).toHaveLength(2);
      // The four of an index that the token may not write to.
      for (const ledger of wells) {
        expect((ledger?.deadLettered ?? 0) + (ledger?.dropped.refused ?? 0)).toBe(4);
        expect(ledger?.delivered.taken).toBeGreaterThanOrEqual(196);
      }
    },
  );
});
