import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { createDeadLetters } from '../../src/dead-letter/dead-letter.ts';
import { nodeRuntime } from '../../src/runtime.ts';
import { LINES } from '../support/routes.ts';
import { range, scene } from '../support/scene.ts';

async function letters(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hec-letters-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'letters.ndjson');
}

describe('a dead letter file', () => {
  it('is not longer than it may be: what does not fit is counted as dropped, and said', async () => {
    const file = await letters();
    const { hec, server, warned } = await scene({
      deadLetter: { file, maxBytes: 8_192 },
      batch: { maxEvents: 1, lingerMs: 10 },
      reportGaps: false,
    });
    await server.setFaults([{ do: 'status', status: 400, code: 12, take: 0, contains: 'bad' }]);
    // A good one after every bad one: nobody's configuration is wrong.
    for (const i of range(40)) {
      hec.send({ i, bad: 'x'.repeat(200) });
      hec.send({ i });
    }
    expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({ drained: true, delivered: 40, refused: 40 });
    expect(await warned('dead-letter-full')).toContain(`${file} holds 8192 bytes (deadLetter.maxBytes)`);
    await hec.close();
    const { ledger } = hec.stats();
    expect(imbalance(ledger)).toBe(0);
    expect(ledger.deadLettered).toBeGreaterThan(5);
    expect(ledger.dropped).toEqual({ refused: 40 - ledger.deadLettered });
    expect((await stat(file)).size).toBeLessThanOrEqual(8_192);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(ledger.deadLettered);
  });

  it('stays closed: a refusal that comes late opens it no more', async () => {
    const file = await letters();
    const warnings: string[] = [];
    const warn = (code: string): void => void warnings.push(code);
    const dead = createDeadLetters({ file, maxBytes: 100_000 }, { destination: 'd', runtime: nodeRuntime, warn });
    expect(dead.write(['{"event":1}'], { route: LINES, reason: 'refused' })).toBe(true);
    await dead.close();
    const before = await readFile(file, 'utf8');
    expect(dead.write(['{"event":2}'], { route: LINES, reason: 'refused' })).toBe(false);
    await dead.close();
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(warnings).toEqual([]);
  });

  it('holds no token, not even where the endpoint says it back; others of the machine cannot read it', async () => {
    const file = await letters();
    const { hec, server } = await scene({
      deadLetter: file,
      token: 'T-very-secret-token',
      headers: { 'x-api-key': 'another-secret' },
    });
    const body = '{"text":"no: Authorization: Splunk T-very-secret-token","code":6,"invalid-event-number":0}';
    await server.set({ token: 'T-very-secret-token' });
    await server.setFaults([{ do: 'status', status: 400, body, times: 1 }]);
    hec.send({ i: 1 });
    await hec.flush();
    await hec.close();
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ status: 400, code: 6, envelope: { event: { i: 1 } } });
    expect(text).toContain('no: Authorization:');
    expect(text).not.toMatch(/secret/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify([hec.stats(), hec.status()])).not.toMatch(/secret/);
  });

  it.each(['splunk', 'generic'] as const)(
    "holds what is too large to be sent as it was given, without the id that is the next event's (%s)",
    async (dialect) => {
      const file = await letters();
      const { hec } = await scene({
        dialect,
        deadLetter: file,
        oversize: 'deadLetter',
        eventIds: true,
        batch: { maxBytes: 2_000, lingerMs: 10 },
      });
      const large = { large: 'x'.repeat(3_000) };
      hec.pause();
      for (const event of [{ i: 0 }, large, { i: 1 }]) hec.send(event);
      hec.sendLines(`{"i":2}\n${JSON.stringify(large)}\n{"i":3}\n`);
      await hec.close({ timeoutMs: 0 });
      const { ledger } = hec.stats();
      expect(ledger).toMatchObject({ deadLettered: 2, dropped: { shutdown: 4 } });
      expect(imbalance(ledger)).toBe(0);
      const kept = (await readFile(file, 'utf8')).trim().split('\n');
      expect(kept).toHaveLength(2);
      for (const line of kept) {
        const { reason, envelope } = JSON.parse(line) as { reason: string; envelope: Record<string, unknown> };
        expect(reason).toBe('oversize');
        expect(envelope['event'] ?? envelope).toMatchObject(large);
        expect(line).not.toContain('hec_id');
      }
    },
  );
});
