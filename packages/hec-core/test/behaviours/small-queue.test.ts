import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { spoolDirectory } from '../support/disk.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, range, scene } from '../support/scene.ts';

/** A kilobyte that no compression makes smaller. */
const noise = (): string => randomBytes(512).toString('hex');

describe('a queue no larger than a batch', () => {
  const queue = { maxBytes: 65_536 };
  const batch = { lingerMs: 60_000 };

  it('is sent as soon as it is full, however long the linger', async () => {
    const { hec } = await scene({ queue, batch });
    while (hec.send(noise())) continue;
    expect(imbalance(await ledgerOf(hec, ({ delivered }) => delivered.taken > 0))).toBe(0);
  });

  it('is sent as soon as it is full of events', async () => {
    const { hec } = await scene({ queue: { maxEvents: 10 }, batch });
    while (hec.send('x')) continue;
    expect(imbalance(await ledgerOf(hec, ({ delivered }) => delivered.taken > 0))).toBe(0);
  });

  it('has room again for a producer that waits', async () => {
    const { hec } = await scene({ queue: { maxEvents: 10, onFull: 'wait' }, batch });
    for (const i of range(30)) {
      await hec.room();
      hec.send({ i });
    }
    expect(hec.stats().ledger).toMatchObject({ entered: { logged: 30 }, dropped: {} });
  });

  it('is sent where the disk refuses to take it', async () => {
    const dir = join(await spoolDirectory(), 'file');
    await writeFile(dir, '');
    const { hec } = await scene({ queue, batch, spool: dir });
    while (hec.send(noise())) continue;
    expect(imbalance(await ledgerOf(hec, ({ delivered }) => delivered.taken > 0))).toBe(0);
  });
});

describe('drop-oldest', () => {
  it('drops nobody for an event that would not fit all the same', async () => {
    const { hec, server } = await scene({
      queue: { maxBytes: 65_536, onFull: 'drop-oldest' },
      batch: { maxEvents: 1 },
      request: { concurrency: 1 },
      gzip: false,
    });
    hec.pause();
    for (const i of range(5)) hec.send({ i });
    expect(hec.send('x'.repeat(100_000))).toBe(false);
    hec.resume();
    await hec.flush();
    expect(await arrived(server)).toEqual(range(5).map((i) => ({ i })));
  });

  it('takes the newest of lines of which there are more than the queue holds', async () => {
    const { hec, server } = await scene({ queue: { maxEvents: 10, onFull: 'drop-oldest' }, batch: { maxEvents: 5 } });
    hec.pause();
    hec.sendLines(
      range(100)
        .map((i) => `{"i":${i}}`)
        .join('\n'),
    );
    hec.resume();
    await hec.flush();
    expect(await arrived(server)).toContainEqual({ i: 99 });
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it.each([true, false])(
    'keeps the newest of a burst, whether bodies wait for gzip or are ready (%s)',
    async (gzip) => {
      const { hec, server } = await scene({
        queue: { maxBytes: 200_000, onFull: 'drop-oldest' },
        batch: { maxBytes: 20_000 },
        reportGaps: false,
        gzip,
      });
      hec.pause();
      for (const i of range(1000)) hec.send({ i, pad: 'x'.repeat(1000) });
      hec.resume();
      await hec.flush();
      const numbers = (await arrived(server)).map((event) => (event as { i: number }).i).toSorted((a, b) => a - b);
      // One body was being compressed when the queue filled.
      const late = numbers.filter((i) => i >= 100);
      expect(late).toEqual(range(1000).slice(1000 - late.length));
      expect([late.length > 150, numbers.length - late.length < 25]).toEqual([true, true]);
      expect(imbalance(hec.stats().ledger)).toBe(0);
    },
  );
});

describe('batch.maxBytes', () => {
  it('holds for lines that come in one call', async () => {
    const { hec, server } = await scene({ batch: { maxBytes: 5000 }, gzip: false });
    hec.sendLines(
      range(500)
        .map((i) => JSON.stringify({ i, x: 'x'.repeat(80) }))
        .join('\n'),
    );
    await hec.flush();
    expect(await arrived(server)).toHaveLength(500);
    const sizes = (await server.requests()).map(({ headers }) => Number(headers['content-length']));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5000);
    expect(Math.max(...sizes)).toBeGreaterThan(4000);
  });
});

describe('a client that has left what it held to the disk', () => {
  it('keeps nobody waiting, for a flush or for room', async () => {
    const spool = await spoolDirectory();
    const { hec, server } = await scene({ spool, queue: { maxEvents: 10, onFull: 'wait' } });
    await server.close();
    for (const i of range(10)) hec.send({ i });
    const room = hec.room();
    const flushed = hec.flush({ timeoutMs: 600_000 });
    await hec.close({ timeoutMs: 50 });
    expect(await flushed).toMatchObject({ drained: false, held: 10 });
    expect(await hec.flush({ timeoutMs: 600_000 })).toMatchObject({ drained: false, held: 10 });
    await room;
    await hec.room();
  });
});
