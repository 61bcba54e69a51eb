import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { imbalance, total } from '../../src/custody/ledger.ts';
import type { HecOptions } from '../../src/options/types.ts';
import type { HecClient } from '../../src/types.ts';
import { segmentsIn, spoolDirectory, textIn } from '../support/disk.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

const BUSY = [{ do: 'status', status: 503, code: 9 }] as const;
/** Small enough that a few thousand events are more than memory may hold. */
const TIGHT: HecOptions = { queue: { maxBytes: 65_536 }, batch: { maxBytes: 10_000, lingerMs: 10 }, gzip: false };
const PAD = 'x'.repeat(200);

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';

/** Sends, as an application that does other things too; all of it has to be taken. */
async function fill(hec: HecClient, count: number, atOnce: number): Promise<void> {
  let refused = 0;
  for (const i of range(count)) {
    if (!hec.send({ i, PAD })) refused++;
    if (i % atOnce === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(refused).toBe(0);
}

const numbersIn = (events: readonly unknown[]): number[] => events.map((event) => (event as { i: number }).i);

describe('a spool that takes what memory cannot hold', () => {
  it('brings every event of an outage once, and counts those on disk', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({ ...TIGHT, spool: dir });
    await server.setFaults(BUSY);
    await fill(hec, 3000, 100);
    const { ledger } = hec.stats();
    expect(ledger.held.spooled).toBeGreaterThan(2000);
    expect(imbalance(ledger)).toBe(0);
    expect(hec.stats().heldBytes).toBeLessThanOrEqual(65_536);
    await server.setFaults([]);
    expect(await hec.flush()).toEqual({ drained: true, delivered: 3000, refused: 0, dropped: 0, held: 0 });
    expect(numbersIn(await arrived(server)).toSorted((a, b) => a - b)).toEqual(range(3000));
    await hec.close();
    expect(await segmentsIn(dir)).toEqual([]);
  });

  it('takes the batch that is still open as well, though nothing is sealed yet', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({ queue: { maxBytes: 65_536 }, batch: { lingerMs: 60_000 }, spool: dir });
    // All in one turn of the event loop: nothing can have been sent or compressed meanwhile.
    expect(range(2000).filter((i) => !hec.send({ i, PAD }))).toEqual([]);
    expect(hec.stats().ledger.dropped).toEqual({});
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 2000 });
    expect(numbersIn(await arrived(server)).toSorted((a, b) => a - b)).toEqual(range(2000));
  });

  it.each(['always', 'overflow'] as const)(
    'takes it though all of memory is on its way to an endpoint that hangs (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      const spool = { dir, mode };
      // Four requests at once are more than memory may hold.
      const { hec, server } = await scene({ ...TIGHT, batch: { maxBytes: 20_000, lingerMs: 10 }, spool });
      await server.setFaults([{ do: 'hang' }]);
      await fill(hec, 3000, 50);
      expect(hec.stats().ledger.dropped).toEqual({});
      expect(hec.stats().heldBytes).toBeLessThan(65_536 + 20_000);
      expect(await hec.close({ timeoutMs: 100 })).toMatchObject({ dropped: 0, held: 3000 });
      await server.setFaults([]);
      const next = clientOf(server.url, { spool });
      await ledgerOf(next.hec, ({ delivered }) => delivered.taken === 3000);
      expect(numbersIn(await arrived(server)).toSorted((a, b) => a - b)).toEqual(range(3000));
      // Not one request an event.
      expect((await server.requests()).length).toBeLessThan(400);
    },
  );

  it('drops the oldest only when the disk is full too', async () => {
    const dir = await spoolDirectory();
    const spool = { dir, maxBytes: 1_048_576 };
    const { hec, server, warned } = await scene({
      ...TIGHT,
      queue: { maxBytes: 65_536, onFull: 'drop-oldest' },
      spool,
      reportGaps: false,
    });
    await server.setFaults(BUSY);
    await fill(hec, 8000, 100);
    expect(await warned('HEC_SPOOL_FULL')).toContain(dir);
    const { ledger } = hec.stats();
    expect(imbalance(ledger)).toBe(0);
    expect(ledger.held.spooled).toBeGreaterThan(1000);
    expect(ledger.dropped['queue-full']).toBeGreaterThan(1000);
    await server.setFaults([]);
    const { delivered, held } = await hec.flush();
    expect({ delivered, held }).toEqual({ delivered: 8000 - (ledger.dropped['queue-full'] ?? 0), held: 0 });
    const came = numbersIn(await arrived(server));
    expect(new Set(came).size).toBe(delivered);
    expect(came).toContain(7999);
  });

  it('replays records that are larger than half of what memory may hold', async () => {
    const dir = await spoolDirectory();
    const first = clientOf(NOWHERE, { batch: { maxBytes: 100_000, lingerMs: 10 }, gzip: false, spool: dir });
    for (const i of range(1000)) first.hec.send({ i, PAD });
    await first.hec.close({ timeoutMs: 0 });
    const { hec, server } = await scene({ queue: { maxBytes: 65_536 }, spool: dir });
    await ledgerOf(hec, ({ delivered }) => delivered.taken === 1000);
    // Several requests are under way at once: which of them arrives first is nobody's promise.
    expect(numbersIn(await arrived(server)).toSorted((a, b) => a - b)).toEqual(range(1000));
  });
});

describe('a spool across lives', () => {
  it.each(['always', 'overflow'] as const)(
    'keeps what could not be delivered by the end, for the next life, with the same ids (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      const options: HecOptions = { spool: { dir, mode }, eventIds: true };
      const first = clientOf(NOWHERE, options);
      for (const i of range(500)) first.hec.send({ i });
      const result = await first.hec.close();
      expect(result).toEqual({ drained: false, delivered: 0, refused: 0, dropped: 0, held: 500 });
      expect(first.hec.stats().ledger).toMatchObject({ dropped: {}, held: { spooled: 500 } });
      expect(first.warnings.map(({ code }) => code).filter((code) => code.startsWith('HEC_SPOOL'))).toEqual([]);

      const { hec, server } = await scene(options);
      const ledger = await ledgerOf(hec, ({ delivered }) => delivered.taken === 500);
      expect(ledger.entered).toEqual({ logged: 0, recovered: 500, gaps: 0 });
      const events = await server.events();
      expect(numbersIn(events.map(({ event }) => event))).toEqual(range(500));
      const ids = events.map(({ fields }) => String(fields?.['hec_id']));
      const instance = ids[0]?.split(':')[0];
      expect(ids).toEqual(range(500).map((at) => `${instance}:${at}`));
      await hec.close();
      expect(await segmentsIn(dir)).toEqual([]);
    },
  );

  it('writes everything before `send` returns, in mode `always`', async () => {
    const dir = await spoolDirectory();
    const { hec } = await scene({ spool: { dir, mode: 'always' }, batch: { lingerMs: 60_000 } });
    expect(hec.send({ order: 1 })).toBe(true);
    expect(await textIn(dir)).toContain('{"order":1}');
    expect(hec.sendLines('{"order":2}\n{"order":3}\n')).toBe(true);
    expect(await textIn(dir)).toContain('{"order":3}');
    expect(hec.stats().ledger.held).toMatchObject({ open: 3, spooled: 0 });
    await hec.flush();
    await hec.close();
    expect(await segmentsIn(dir)).toEqual([]);
  });

  it('has no credential in any of its files, and nobody else can read them', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({
      token: 'the-token',
      headers: { 'x-api-key': 'the-key', cookie: 'session=the-cookie' },
      spool: { dir, mode: 'always' },
    });
    await server.setFaults(BUSY);
    hec.send('an event');
    hec.send('another', { index: 'main' });
    await server.waitForRequests(1);
    await hec.close({ timeoutMs: 0 });
    const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(new Set(files.map(({ name }) => name.split('.').at(-1)))).toEqual(new Set(['lock', 'segment']));
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      const text = await readFile(path, 'latin1');
      for (const secret of ['the-token', 'the-key', 'the-cookie']) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -2));
      }
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(parentPath)).mode & 0o777).toBe(0o700);
    }
    expect(await textIn(dir)).toContain('an event');
  });

  it('flushes what an earlier life left as soon as it has been found', async () => {
    const dir = await spoolDirectory();
    const first = await scene({ spool: dir });
    await first.server.close();
    for (const i of range(50)) first.hec.send({ i });
    await first.hec.close({ timeoutMs: 0 });
    const { hec, server } = await scene({ spool: dir });
    await server.setFaults(BUSY);
    await ledgerOf(hec, ({ entered }) => entered.recovered === 50);
    await server.setFaults([]);
    expect(await hec.flush()).toEqual({ drained: true, delivered: 50, refused: 0, dropped: 0, held: 0 });
  });

  it('counts what was damaged meanwhile, and delivers the rest', async () => {
    const dir = await spoolDirectory();
    const first = await scene({ spool: { dir, mode: 'always' } });
    await first.server.close();
    for (const i of range(100)) first.hec.send({ i, PAD });
    await first.hec.close({ timeoutMs: 0 });
    const [segment = ''] = await segmentsIn(dir);
    const bytes = await readFile(segment);
    bytes[bytes.indexOf('{"i":50,') + 3] = 0x21;
    await writeFile(segment, bytes);

    const { hec, server, warned } = await scene({ spool: { dir, mode: 'always' }, reportGaps: false });
    expect(await warned('HEC_SPOOL_DAMAGED')).toContain('1');
    const ledger = await ledgerOf(hec, ({ delivered }) => delivered.taken === 99);
    expect(ledger).toMatchObject({ entered: { recovered: 100 }, dropped: { 'spool-damaged': 1 } });
    expect(numbersIn(await arrived(server))).toEqual(range(100).filter((i) => i !== 50));
  });

  it('counts what is damaged under its hands', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({ ...TIGHT, spool: dir, reportGaps: false });
    await server.setFaults(BUSY);
    for (const i of range(1000)) {
      hec.send({ i, PAD });
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(hec.stats().ledger.held.spooled).toBeGreaterThan(500);
    for (const segment of await segmentsIn(dir)) {
      const bytes = await readFile(segment);
      const at = bytes.indexOf('{"i":500,');
      if (at !== -1) bytes[at + 3] = 0x21;
      await writeFile(segment, bytes);
    }
    await server.setFaults([]);
    const { delivered, dropped, held } = await hec.flush();
    expect(hec.stats().ledger.dropped).toEqual({ 'spool-damaged': dropped });
    expect(dropped).toBeGreaterThan(0);
    expect({ sum: delivered + dropped, held }).toEqual({ sum: 1000, held: 0 });
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it('delivers nothing twice that is answered while it closes, and loses nothing that is not', async () => {
    const dir = await spoolDirectory();
    const options: HecOptions = { spool: { dir, mode: 'always' }, batch: { maxBytes: 2_000, lingerMs: 10 } };
    const first = await scene(options);
    await first.server.setFaults([{ do: 'hang', after: 2 }]);
    for (const i of range(400)) first.hec.send({ i, PAD });
    const { delivered, held, dropped } = await first.hec.close({ timeoutMs: 200 });
    expect(dropped).toBe(0);
    expect(delivered + held).toBe(400);
    expect(delivered).toBeGreaterThan(0);
    expect(total(first.hec.stats().ledger.held)).toBe(first.hec.stats().ledger.held.spooled);
    await first.server.setFaults([]);
    const { hec } = clientOf(first.server.url, options);
    await ledgerOf(hec, (ledger) => ledger.delivered.taken === held);
    expect(numbersIn(await arrived(first.server)).toSorted((a, b) => a - b)).toEqual(range(400));
  });

  it('leaves alone what is framed for another dialect, and says so', async () => {
    const dir = await spoolDirectory();
    const first = clientOf(NOWHERE, { spool: dir });
    first.hec.send('for splunk');
    await first.hec.close({ timeoutMs: 0 });
    const { hec, warned } = await scene({ spool: dir, dialect: 'logscale', name: 'splunk' }, { as: 'logscale' });
    expect(await warned('HEC_SPOOL_LEFT')).toMatch(/hec redrive/);
    hec.send('new');
    expect(await hec.flush()).toMatchObject({ delivered: 1, held: 0 });
    await hec.close();
    expect(await textIn(dir)).toContain('for splunk');
  });
});

describe('a process that ends in an outage', { timeout: 60_000 }, () => {
  const PROGRAM = fileURLToPath(new URL('../fixtures/logs-and-goes.ts', import.meta.url));

  /** What it was told was accepted, and what it complained of. */
  const live = (how: string, options: HecOptions): Promise<{ accepted: number[]; stderr: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, HEC_URL: undefined, HEC_TOKEN: undefined };
      execFile(process.execPath, [PROGRAM, how, JSON.stringify(options)], { env }, (_error, stdout, stderr) => {
        resolve({ accepted: stdout.split('\n').filter(Boolean).map(Number), stderr });
      });
    });

  it.each([
    ['always', 'SIGKILL'],
    ['always', 'process.exit'],
    ['always', 'an uncaught exception'],
    ['overflow', 'process.exit'],
    ['overflow', 'an uncaught exception'],
    ['overflow', 'nothing else to do'],
  ] as const)('leaves everything to the next life (%s, %s)', async (mode, how) => {
    const dir = await spoolDirectory();
    const options: HecOptions = { url: NOWHERE, token: 'T', proxy: 'none', spool: { dir, mode } };
    const { accepted, stderr } = await live(how, { ...options, shutdownTimeoutMs: 300 });
    expect(accepted).toEqual(range(200));
    expect(stderr).not.toContain('not delivered');
    const { hec, server } = await scene({ spool: { dir, mode } });
    const { entered } = await ledgerOf(hec, ({ delivered }) => delivered.taken === 200);
    expect(entered).toEqual({ logged: 0, recovered: 200, gaps: 0 });
    expect(numbersIn(await arrived(server))).toEqual(accepted);
  });

  it('loses what was in memory to SIGKILL in mode `overflow`: that is what `always` is for', async () => {
    const dir = await spoolDirectory();
    const { hec, server } = await scene({ spool: dir });
    const options: HecOptions = { url: server.url, token: 'T', proxy: 'none', spool: dir };
    expect((await live('SIGKILL', options)).accepted).toHaveLength(200);
    expect(await segmentsIn(dir)).toEqual([]);
    expect(hec.stats().ledger.entered.recovered).toBe(0);
  });
});

describe('a disk that refuses', () => {
  it.each(['always', 'overflow'] as const)('costs a warning, and memory takes over (%s)', async (mode) => {
    const dir = join(await spoolDirectory(), 'a file');
    await writeFile(dir, '');
    const { hec, server, warned } = await scene({ spool: { dir, mode } });
    expect(await warned('HEC_SPOOL_UNUSABLE')).toContain(dir);
    for (const i of range(10)) expect(hec.send({ i })).toBe(true);
    expect(await hec.flush()).toMatchObject({ drained: true, delivered: 10 });
    await server.close();
    hec.send('lost');
    expect(await hec.close({ timeoutMs: 100 })).toMatchObject({ drained: true, dropped: 1, held: 0 });
    expect(hec.stats().ledger).toMatchObject({ dropped: { shutdown: 1 }, delivered: { taken: 10 } });
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });
});
