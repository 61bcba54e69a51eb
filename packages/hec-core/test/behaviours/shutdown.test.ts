import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { arrived, range, scene } from '../support/scene.ts';

describe('closing', () => {
  it('delivers what is held', async () => {
    const { hec, server } = await scene({ batch: { lingerMs: 60_000 } });
    for (const i of range(500)) hec.send({ i });
    expect(await hec.close()).toEqual({ drained: true, delivered: 500, refused: 0, dropped: 0, held: 0 });
    expect(await arrived(server)).toHaveLength(500);
  });

  it('gives up at the deadline on an endpoint that hangs, by name', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'hang' }]);
    for (const i of range(5)) hec.send({ i });
    const started = performance.now();
    expect(await hec.close({ timeoutMs: 300 })).toEqual({
      drained: true,
      delivered: 0,
      refused: 0,
      dropped: 5,
      held: 0,
    });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(hec.stats().ledger.dropped).toEqual({ shutdown: 5 });
  });

  it('tries a second at most where nobody listens', async () => {
    const { hec, server } = await scene();
    await server.close();
    for (const i of range(5)) hec.send({ i });
    const started = performance.now();
    await hec.close();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(imbalance(hec.stats().ledger)).toBe(0);
    expect(hec.stats().ledger.dropped).toEqual({ shutdown: 5 });
  });

  it('waits for a busy endpoint', async () => {
    const { hec, server } = await scene();
    await server.setFaults([{ do: 'status', status: 503, code: 9, times: 4 }]);
    hec.send('a');
    expect(await hec.close()).toMatchObject({ drained: true, delivered: 1, dropped: 0 });
  });

  it('is the same promise however often it is asked for', async () => {
    const { hec } = await scene();
    expect(hec.close()).toBe(hec.close());
    await hec[Symbol.asyncDispose]();
  });
});

describe('the dead letter file', () => {
  it.skipIf(!existsSync('/dev/full'))('counts as kept only what is', async () => {
    const { hec, warned } = await scene({ deadLetter: '/dev/full' }, { indexes: ['main'] });
    hec.send('bad', { index: 'nope' });
    expect(await warned('dead-letter-unwritable')).toContain('ENOSPC');
    await hec.close();
    expect(hec.stats().ledger).toMatchObject({ deadLettered: 0, dropped: { refused: 1 } });
  });

  it('keeps refused events, one a line, with the reason and without a token', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'hec-')), 'dead', 'letters.ndjson');
    const { hec, server } = await scene({ deadLetter: file }, { indexes: ['main'] });
    hec.send({ good: 1 });
    hec.send({ bad: 'é' }, { index: 'nope', time: 1_700_000_000_000 });
    await hec.close();
    expect(await arrived(server)).toEqual([{ good: 1 }]);
    const text = await readFile(file, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      destination: 'splunk',
      endpoint: server.url,
      status: 400,
      code: 7,
      envelope: { time: 1_700_000_000, event: { bad: 'é' }, index: 'nope' },
    });
    expect(text).not.toContain('"T"');
    expect(hec.stats().ledger).toMatchObject({ deadLettered: 1, dropped: {} });
  });

  it('that cannot be written costs a warning, not the client', async () => {
    const plain = join(await mkdtemp(join(tmpdir(), 'hec-')), 'plain');
    await writeFile(plain, '');
    const { hec, warned } = await scene({ deadLetter: join(plain, 'below') }, { indexes: ['main'] });
    hec.send('bad', { index: 'nope' });
    hec.send('good');
    await hec.flush();
    expect(await warned('dead-letter-unwritable')).toContain(plain);
    expect(hec.stats().ledger).toMatchObject({ deadLettered: 0, dropped: { refused: 1 }, delivered: { taken: 1 } });
  });
});
