import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { imbalance, type Ledger } from 'hec-core';
import { type Fault, startHecServer } from 'hec-server';
import { describe, expect, it } from 'vitest';
import { start } from '../support/program.ts';

const QUEUE_BYTES = 1_000_000;

interface Cost {
  readonly errors: readonly string[];
  readonly logged: number;
  readonly ledger: Ledger;
  readonly heldBytes: number;
  readonly slowestMs: number;
  readonly delayMs: number;
  readonly grownBytes: number;
}

/** Nobody listens, everybody is refused at once. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

async function live(url: string): Promise<{ cost: Cost; stderr: string; tookMs: number }> {
  const startedAt = performance.now();
  await using program = start('test/exit/fixtures/outlives-an-outage.ts', {
    env: {
      HEC_URL: url,
      HEC_TOKEN: 'a-token',
      HEC_QUEUE_MAX_BYTES: String(QUEUE_BYTES),
      // Not compressed, so that the queue is full soon.
      HEC_GZIP: '0',
      HEC_BATCH_MAX_BYTES: '100000',
      HEC_SHUTDOWN_TIMEOUT_MS: '2000',
    },
  });
  const { code, stdout, stderr } = await program.ended;
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { cost: JSON.parse(stdout) as Cost, stderr, tookMs: performance.now() - startedAt };
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'answers 503': { do: 'status', status: 503, code: 9 },
  'answers 401': { do: 'status', status: 401, code: 2 },
  'never answers': { do: 'hang' },
  'resets every connection': { do: 'reset' },
};

describe('an application whose endpoint', () => {
  it.each([...Object.keys(FAULTS), 'is down'])(
    '%s neither throws nor slows, and its memory is bounded (pitfalls 7 and 8)',
    async (how) => {
      const fault = FAULTS[how];
      await using server =
        fault === undefined ? undefined : await startHecServer({ token: 'a-token', faults: [fault] });
      const { cost, stderr, tookMs } = await live(server?.url ?? (await closedPort()));

      expect(cost.errors).toEqual([]);
      expect(cost.ledger.entered.logged).toBe(cost.logged);
      // Every event is somewhere, and most are where they belong once the queue is full.
      expect(imbalance(cost.ledger)).toBe(0);
      expect(cost.ledger.delivered).toEqual({ acked: 0, taken: 0 });
      expect(cost.ledger.dropped['queue-full']).toBeGreaterThan(cost.logged / 2);
      expect(cost.heldBytes).toBeLessThanOrEqual(QUEUE_BYTES);
      // pino blocks the event loop for 10 s when a transport stops reading (pitfall 7); another process may cost a pause.
      expect(cost.slowestMs).toBeLessThan(2000);
      expect(cost.delayMs).toBeLessThan(3000);
      // 15 MB were logged, and a megabyte of it is held.
      expect(cost.grownBytes).toBeLessThan(200_000_000);
      expect(stderr).toMatch(/^pino-hec: \d+ of \d+ events were lost \(.*queue-full \d+/m);
      expect(tookMs).toBeLessThan(25_000);
    },
  );
});
