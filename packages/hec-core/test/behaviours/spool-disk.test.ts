import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type HecServer, startHecServer } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { imbalance, total } from '../../src/custody/ledger.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { nodeRuntime } from '../../src/runtime.ts';
import { type Mount, mountTiny } from '../spool/support/tiny-mount.ts';
import { startApplication } from '../support/application.ts';
import { spoolDirectory, textIn } from '../support/disk.ts';
import { type Faults, faultyFiles } from '../support/faulty-files.ts';
import { ledgerOf } from '../support/ledger-of.ts';
import { arrived, clientOf, range, scene } from '../support/scene.ts';

const MODES = ['always', 'overflow'] as const;
const BUSY = [{ do: 'status', status: 503, code: 9 }] as const;
/** Small enough that a thousand events are more than memory may hold: `overflow` has to write. */
const TIGHT: HecOptions = {
  queue: { maxBytes: 65_536 },
  batch: { maxBytes: 10_000, lingerMs: 10 },
  gzip: false,
  reportGaps: false,
};
const PAD = 'x'.repeat(200);

const numbersIn = (events: readonly unknown[]): number[] =>
  events.map((event) => (event as { i: number }).i).toSorted((a, b) => a - b);

/** Sends, as an application that does other things too. Returns those that were taken. */
async function sendAll(send: (event: object) => boolean, numbers: readonly number[]): Promise<number[]> {
  const taken: number[] = [];
  for (const i of numbers) {
    if (send({ i, PAD })) taken.push(i);
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return taken;
}

describe('a disk that fails under the whole client', () => {
  const FAILURES: readonly [string, Faults, string][] = [
    ['is full', { writeSync: 'ENOSPC', openSync: 'ENOSPC' }, 'the disk is full (ENOSPC)'],
    ['has no quota left', { writeSync: 'EDQUOT', openSync: 'EDQUOT' }, 'the disk quota is used up (EDQUOT)'],
    ['has become read-only', { writeSync: 'EROFS', openSync: 'EROFS' }, 'the file system is read-only (EROFS)'],
    ['reports errors', { writeSync: 'EIO', openSync: 'EIO' }, 'the disk reports an error (EIO)'],
  ];

  it.each(FAILURES.flatMap(([what, faults, words]) => MODES.map((mode) => [what, mode, faults, words] as const)))(
    'that %s is said; memory takes over, drops are counted, and what was on disk is delivered (%s)',
    async (_, mode, faults, words) => {
      const dir = await spoolDirectory();
      const files = faultyFiles(dir);
      const { hec, server, warned } = await scene({ ...TIGHT, spool: { dir, mode } });
      await server.setFaults(BUSY);
      const before = await sendAll(hec.send, range(500));
      expect(before).toEqual(range(500));
      Object.assign(files, faults);
      const meanwhile = await sendAll(
        hec.send,
        range(800).map((at) => 500 + at),
      );
      expect(await warned('HEC_SPOOL_DISK')).toContain(words);
      expect(await warned('HEC_SPOOL_DISK')).toContain(dir);
      const { ledger, heldBytes } = hec.stats();
      expect(imbalance(ledger)).toBe(0);
      // Memory has taken what it may hold, if that was not full before, and said of every other event that it has not.
      expect(ledger.dropped).toEqual({ 'queue-full': 800 - meanwhile.length });
      expect(heldBytes).toBeLessThanOrEqual(65_536);
      await server.setFaults([]);
      expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({ drained: true, held: 0 });
      expect(numbersIn(await arrived(server))).toEqual([...before, ...meanwhile]);
      expect(imbalance(hec.stats().ledger)).toBe(0);
    },
  );

  it.each(MODES)('that may not be written at all costs a warning, and works once it may (%s)', async (mode) => {
    const dir = await spoolDirectory();
    const files = faultyFiles(dir);
    files.mkdirSync = 'EACCES';
    let later = 0;
    const server = await startHecServer({ token: 'T', faults: BUSY });
    onTestFinished(() => server.close());
    const runtime = { ...nodeRuntime, now: () => Date.now() + later };
    const { hec, warned } = clientOf(server.url, { spool: { dir, mode }, reportGaps: false }, runtime);
    expect(await warned('HEC_SPOOL_DISK')).toContain('there is no permission (EACCES)');
    expect(await sendAll(hec.send, range(10))).toEqual(range(10));
    delete files.mkdirSync;
    later = 2_000;
    expect(hec.send({ i: 10, PAD })).toBe(true);
    // On disk again, where that is written at once.
    expect((await textIn(dir)).includes('{"i":10,')).toBe(mode === 'always');
    await server.setFaults([]);
    expect(await hec.flush()).toMatchObject({ drained: true, held: 0, dropped: 0 });
    expect(numbersIn(await arrived(server))).toEqual(range(11));
  });

  it.each(MODES)(
    'whose directory is deleted costs what was only there, counted, and it is made anew (%s)',
    async (mode) => {
      const dir = await spoolDirectory();
      let later = 0;
      const server = await startHecServer({ token: 'T', faults: BUSY });
      onTestFinished(() => server.close());
      const runtime = { ...nodeRuntime, now: () => Date.now() + later };
      const { hec, warned } = clientOf(server.url, { ...TIGHT, spool: { dir, mode } }, runtime);
      await sendAll(hec.send, range(1000));
      const { spooled } = hec.stats().ledger.held;
      expect(spooled).toBeGreaterThan(300);
      await rm(dir, { recursive: true });
      later = 2_000;
      await sendAll(
        hec.send,
        range(500).map((at) => 1000 + at),
      );
      expect(await warned('HEC_SPOOL_DISK')).toContain('was deleted while it was in use');
      expect(existsSync(dir)).toBe(true);
      await server.setFaults([]);
      const { held, dropped } = await hec.flush({ timeoutMs: 15_000 });
      const { ledger } = hec.stats();
      expect({ held, dropped: ledger.dropped }).toEqual({ held: 0, dropped: { 'spool-damaged': dropped } });
      expect(dropped).toBeLessThanOrEqual(spooled);
      expect(imbalance(ledger)).toBe(0);
      const came = numbersIn(await arrived(server));
      expect(came).toHaveLength(1500 - dropped);
      expect(new Set(came).size).toBe(came.length);
      expect(came.slice(-500)).toEqual(range(500).map((at) => 1000 + at));
    },
  );
});

describe('a disk that takes nothing', () => {
  it('is not noticed while the endpoint is well: `overflow` writes nothing then', async () => {
    const dir = await spoolDirectory();
    const { hec, server, warnings } = await scene({ spool: { dir, mode: 'overflow' } });
    Object.assign(faultyFiles(dir), { writeSync: 'EIO', openSync: 'EIO' } satisfies Faults);
    expect(await sendAll(hec.send, range(1000))).toHaveLength(1000);
    expect(await hec.flush()).toMatchObject({ drained: true });
    expect(hec.stats().ledger).toMatchObject({ delivered: { taken: 1000 } });
    expect(await arrived(server)).toHaveLength(1000);
    expect(warnings).toEqual([]);
  });
});

describe('a disk that cannot be read just now', () => {
  // A sync opens files as well, and would complain first: hence `never`.
  const REASONS: readonly [string, Faults, string][] = [
    ['it reports errors', { read: 'EIO' }, 'the disk reports an error (EIO)'],
    ['somebody has taken the permission', { open: 'EACCES' }, 'there is no permission (EACCES)'],
    ['the process has too many files open', { open: 'EMFILE' }, 'the process has too many files open (EMFILE)'],
  ];

  it.each(REASONS)('because %s keeps what it has until it can be, and loses nothing', async (_, faults, words) => {
    const dir = await spoolDirectory();
    const files = faultyFiles(dir);
    const { hec, server, warned } = await scene({ ...TIGHT, spool: { dir, fsync: 'never' } });
    await server.setFaults(BUSY);
    expect(await sendAll(hec.send, range(1500))).toHaveLength(1500);
    const { spooled } = hec.stats().ledger.held;
    expect(spooled).toBeGreaterThan(500);
    Object.assign(files, faults);
    await server.setFaults([]);
    // What memory holds goes, what is on disk stays there.
    const ledger = await ledgerOf(hec, ({ held }) => held.spooled === total(held) && held.spooled <= spooled);
    expect(ledger.dropped).toEqual({});
    expect(await warned('HEC_SPOOL_DISK')).toContain(`cannot be read: ${words}`);
    for (const call of Object.keys(faults)) delete files[call as keyof Faults];
    expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({ drained: true, held: 0, dropped: 0 });
    expect(numbersIn(await arrived(server))).toEqual(range(1500));
  });

  it.each(REASONS.slice(0, 2))(
    'because %s is adopted later: what an earlier life left there is not lost, and keeps nobody waiting',
    async (_, faults, words) => {
      const dir = await spoolDirectory();
      // Nobody listens there.
      const away = clientOf('http://127.0.0.1:1', { spool: { dir, fsync: 'never' } });
      for (const i of range(50)) away.hec.send({ i });
      await away.hec.close({ timeoutMs: 0 });
      const files = faultyFiles(dir);
      Object.assign(files, faults);
      const { hec, server, warned } = await scene({ spool: { dir, fsync: 'never' } });
      expect(await warned('HEC_SPOOL_DISK')).toContain(`cannot be read: ${words}`);
      hec.send({ i: 50 });
      await ledgerOf(hec, ({ delivered }) => delivered.taken === 1);
      expect(hec.stats().ledger.dropped).toEqual({});
      await hec.close();
      for (const call of Object.keys(faults)) delete files[call as keyof Faults];
      const next = clientOf(server.url, { spool: { dir, fsync: 'never' } });
      await ledgerOf(next.hec, ({ delivered }) => delivered.taken === 50);
      expect(numbersIn(await arrived(server))).toEqual(range(51));
    },
  );
});

/** Real ones, where this user may mount them. */
const mounted = mountTiny(64);
mounted?.unmount();
const modesOfMounts = mounted === undefined ? [] : MODES;

function mount(kilobytes: number): Mount {
  const made = mountTiny(kilobytes) as Mount;
  onTestFinished(() => made.unmount());
  return made;
}

describe('a file system of its own', () => {
  it.each(modesOfMounts)('that runs full is said, and goes on when there is room again (%s)', async (mode) => {
    const { dir } = mount(320);
    const { hec, server, warned } = await scene({ ...TIGHT, spool: { dir, mode } });
    await server.setFaults(BUSY);
    const taken = await sendAll(hec.send, range(2000));
    expect(await warned('HEC_SPOOL_DISK')).toContain('the disk is full (ENOSPC)');
    const { ledger } = hec.stats();
    expect(taken.length).toBeGreaterThan(700);
    expect(ledger.dropped).toEqual({ 'queue-full': 2000 - taken.length });
    await server.setFaults([]);
    expect(await hec.flush({ timeoutMs: 15_000 })).toMatchObject({ drained: true, held: 0 });
    expect(numbersIn(await arrived(server))).toEqual(taken);
    expect(imbalance(hec.stats().ledger)).toBe(0);
  });

  it.each(modesOfMounts)('that is read-only is said, and memory takes over (%s)', async (mode) => {
    const place = mount(320);
    place.remount('ro');
    const { hec, server, warned } = await scene({ spool: { dir: `${place.dir}/spool`, mode } });
    expect(await warned('HEC_SPOOL_DISK')).toContain('the file system is read-only (EROFS)');
    expect(await sendAll(hec.send, range(10))).toEqual(range(10));
    expect(await hec.flush()).toMatchObject({ drained: true, held: 0, dropped: 0 });
    expect(numbersIn(await arrived(server))).toEqual(range(10));
  });
});

describe('a process that may write no large files', { timeout: 60_000 }, () => {
  it('is told so, begins another segment, and its application goes on', async () => {
    const dir = await spoolDirectory();
    const server: HecServer = await startHecServer({ token: 'T', faults: BUSY });
    onTestFinished(() => server.close());
    const options: HecOptions = { url: server.url, spool: { dir, mode: 'always' }, retry: { baseMs: 5, capMs: 20 } };
    const application = startApplication(options, '-f 100');
    await application.obey({ do: 'send', events: range(600).map((i) => ({ i, PAD })) });
    await server.setFaults([]);
    const ledger = await application.obey({ do: 'flush' });
    expect(ledger).toMatchObject({ entered: { logged: 600 }, delivered: { taken: 600 }, dropped: {} });
    expect(numbersIn(await arrived(server))).toEqual(range(600));
    expect(await application.exit()).toBe('');
  });
});
