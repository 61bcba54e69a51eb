import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesUnder } from '../../src/spool/directory.ts';
import { type Disk, nodeDisk } from '../../src/spool/disk.ts';
import { judge } from '../../src/spool/file-system.ts';
import { inspectSpool } from '../../src/spool/inspect.ts';
import { failingDisk, smallDisk } from './support/failing-disk.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { type Life, startProcess } from './support/lives.ts';
import {
  batchOf,
  eventsIn,
  filesIn,
  must,
  type Opened,
  open,
  plain,
  replay,
  segmentFiles,
  temporaryDirectory,
  WIDE,
} from './support/spool.ts';
import { type Mount, mountTiny } from './support/tiny-mount.ts';

const T0 = 1_700_000_000_000;
const SECOND = 1000;
const codes = ({ warnings }: Opened): string[] => warnings.map(({ code }) => code);
const kilobyte = (n: number): string => `"${String(n).padStart(6, '0')}${'x'.repeat(1015)}"\n`;

describe('a spool in trouble', { timeout: 30_000 }, () => {
  let dir: string;
  let lives: Life[];
  beforeEach(() => {
    dir = temporaryDirectory();
    lives = [];
  });
  afterEach(async () => {
    await Promise.all(lives.map((life) => life.kill()));
    rmSync(dir, { recursive: true, force: true });
  });

  it('says that the directory is a file, and refuses', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const opened = open(file);
    expect(opened.spool.append(batchOf(plain, ['1']))).toBeUndefined();
    expect(opened.warnings).toEqual([
      { code: 'HEC_SPOOL_UNUSABLE', message: expect.stringContaining(`${file} is not a directory`) },
    ]);
    await opened.spool.close();
  });

  it('refuses a network file system in words', async () => {
    const nfs: Disk = { ...nodeDisk, statfsSync: (() => ({ type: 0x6969 })) as unknown as Disk['statfsSync'] };
    const opened = open(dir, { disk: nfs });
    expect(opened.spool.append(batchOf(plain, ['1']))).toBeUndefined();
    expect(opened.warnings).toEqual([
      { code: 'HEC_SPOOL_UNUSABLE', message: expect.stringContaining('network file system (NFS)') },
    ]);
    expect(segmentFiles(dir)).toEqual([]);
    await opened.spool.close();
  });

  it('uses a file system that does not say whether it is shared, with a warning', async () => {
    const fuse: Disk = { ...nodeDisk, statfsSync: (() => ({ type: 0x65735546 })) as unknown as Disk['statfsSync'] };
    const opened = open(dir, { disk: fuse });
    must(opened.spool.append(batchOf(plain, ['1'])));
    expect(codes(opened)).toEqual(['HEC_SPOOL_DOUBTFUL']);
    await opened.spool.close();
  });

  it.each([
    [0x6969, 'linux', 'none'],
    [0xff534d42, 'linux', 'none'],
    // As a signed 32-bit number, which is how some systems hand it out.
    [-11317950, 'linux', 'none'],
    [0x00c36400, 'linux', 'none'],
    [0x01021997, 'linux', 'doubtful'],
    [0xef53, 'linux', 'full'],
    [0x01021994, 'linux', 'full'],
    [0x794c7630, 'linux', 'full'],
    [0x6969, 'darwin', 'full'],
  ] as const)('judges the file system 0x%x on %s: %s', (type, platform, trust) => {
    expect(judge(type, platform).trust).toBe(trust);
  });

  it('works as soon as it gets the permission that it did not have at the start', async () => {
    const closed = join(dir, 'closed');
    mkdirSync(closed);
    chmodSync(dir, 0o755);
    chmodSync(closed, 0o555);
    const life = startProcess();
    lives.push(life);
    await life.obey({ do: 'become nobody' });
    const opened = await life.obey({ do: 'open', dir: closed });
    expect(opened?.warnings).toEqual([expect.stringMatching(/^HEC_SPOOL_\w+ .*there is no permission \(EACCES\)/)]);
    const now = Date.now();
    expect((await life.obey({ do: 'append', events: ['"a"'], at: now }))?.events).toEqual([]);
    chmodSync(closed, 0o777);
    const later = await life.obey({ do: 'append', events: ['"b"'], at: now + 2 * SECOND });
    expect(later?.events).toEqual(['"b"']);
    expect(later?.warnings).toHaveLength(1);
  });

  it('is not kept from working by what another user has in the same directory', async () => {
    chmodSync(dir, 0o777);
    const { spool } = open(dir, { destination: 'of root' });
    must(spool.append(batchOf(plain, ['1'])));
    const life = startProcess();
    lives.push(life);
    await life.obey({ do: 'become nobody' });
    await life.obey({ do: 'open', dir });
    const answer = await life.obey({ do: 'append', events: ['"a"'], at: T0 });
    expect(answer).toMatchObject({ events: ['"a"'], warnings: [] });
    await spool.close();
  });

  it('adopts nothing from a directory that it would not write into', async () => {
    const first = open(dir).spool;
    must(first.append(batchOf(plain, ['1'])));
    await first.close();
    const nfs: Disk = { ...nodeDisk, statfsSync: (() => ({ type: 0x6969 })) as unknown as Disk['statfsSync'] };
    const { spool } = open(dir, { disk: nfs });
    expect(await replay(spool)).toEqual([]);
    await spool.close();
  });

  it('says which orphan it cannot take over, and takes the others', async () => {
    for (const text of ['"a"', '"b"']) {
      const { spool } = open(dir);
      must(spool.append(batchOf(plain, [text])));
      await spool.close();
    }
    const [file] = segmentFiles(dir) as [string];
    const lock = join(dirname(file), 'lock');
    rmSync(lock);
    mkdirSync(lock);
    const opened = open(dir);
    expect(await replay(opened.spool)).toEqual(['"b"']);
    expect(opened.warnings).toEqual([
      { code: 'HEC_SPOOL_LEFT', message: expect.stringContaining(`${dirname(file)} cannot be taken over`) },
    ]);
    await opened.spool.close();
  });

  it('writes nothing to files that it has given up while it was reading', async () => {
    const { spool } = open(dir);
    const ticket = must(spool.append(batchOf(plain, ['1'])));
    const [file] = segmentFiles(dir) as [string];
    writeFileSync(file, '');
    const reading = spool.read([ticket]);
    await spool.close();
    expect(await reading).toEqual({ batch: undefined, tickets: [ticket], damagedEvents: 0 });
    expect(filesIn(dir).filter((name) => name.endsWith('.progress'))).toEqual([]);
  });

  const mounts: Mount[] = [];
  afterEach(() => {
    for (const mount of mounts.splice(0)) mount.unmount();
  });
  const fullDisks: [string, () => { dir: string; disk: Disk } | undefined][] = [
    ['a disk that fails as a full one does', () => ({ dir, disk: smallDisk(300_000) })],
  ];
  const probe = mountTiny(64);
  probe?.unmount();
  // A real one, where this user may mount it.
  if (probe !== undefined)
    fullDisks.push([
      'a file system of 320 kB',
      () => {
        const mount = mountTiny(320) as Mount;
        mounts.push(mount);
        return { dir: mount.dir, disk: nodeDisk };
      },
    ]);

  it.each(fullDisks)(
    'keeps what it has when the disk is full, and goes on when there is room again: %s',
    async (_, make) => {
      const place = make() as { dir: string; disk: Disk };
      const runtime = fakeRuntime();
      const opened = open(place.dir, { disk: place.disk, runtime, maxBytes: 1_048_576 });
      const { spool } = opened;
      const taken: ReturnType<typeof must>[] = [];
      let refused = 0;
      for (let n = 0; n < 400; n++) {
        const ticket = spool.appendLines(plain, kilobyte(n), 1, runtime.now());
        if (ticket === undefined) refused++;
        else taken.push(ticket);
      }
      expect(taken.length).toBeGreaterThan(200);
      expect(refused).toBe(400 - taken.length);
      expect(opened.warnings).toEqual([
        { code: 'HEC_SPOOL_DISK', message: expect.stringContaining('the disk is full (ENOSPC)') },
      ]);
      expect(spool.stats().trouble).toContain('ENOSPC');

      // Everything that was taken is there.
      const { batch, damagedEvents } = await spool.read(taken);
      expect([(await eventsIn(batch)).length, damagedEvents]).toEqual([taken.length, 0]);
      // Delivery makes room, although progress itself cannot be written.
      spool.settle(taken.slice(0, -1));
      runtime.pass(2 * SECOND);
      const again = must(spool.appendLines(plain, kilobyte(999), 1, runtime.now()));
      expect(spool.stats().trouble).toBeUndefined();
      await spool.close();

      const next = open(place.dir, { disk: place.disk });
      expect(await replay(next.spool)).toEqual([kilobyte(taken.length - 1).trim(), kilobyte(999).trim()]);
      expect(next.spool.stats()).toMatchObject({ damagedRecords: 0 });
      expect(again.to).toBeGreaterThan(0);
      await next.spool.close();
    },
  );

  it('leaves nothing behind of a record that the disk had no room for', async () => {
    const disk = smallDisk(3000);
    const { spool } = open(dir, { disk });
    must(spool.appendLines(plain, kilobyte(1), 1, T0));
    expect(
      spool.append(
        batchOf(
          plain,
          Array.from({ length: 5 }, (_, n) => kilobyte(n).trim()),
        ),
      ),
    ).toBeUndefined();
    await spool.close();
    const next = open(dir);
    expect(await replay(next.spool)).toEqual([kilobyte(1).trim()]);
    expect([next.spool.stats().damagedRecords, next.warnings]).toEqual([0, []]);
    await next.spool.close();
  });

  it('begins a new segment when the process may not write larger files', async () => {
    // 100 blocks of 512 bytes; a segment would have 64 KiB.
    const life = startProcess('-f 100');
    lives.push(life);
    await life.obey({ do: 'open', dir });
    const events = Array.from({ length: 60 }, (_, n) => kilobyte(n).trim());
    const first = await life.obey({ do: 'append', events, at: T0 });
    expect(first?.events.length).toBeGreaterThan(30);
    expect(first?.warnings).toEqual([expect.stringContaining('may not write files that large (EFBIG)')]);
    const rest = events.slice(first?.events.length);
    const second = await life.obey({ do: 'append', events: rest, at: T0 + 2 * SECOND });
    expect(second?.events).toEqual(rest);
    await life.kill();
    const { spool } = open(dir);
    expect(await replay(spool)).toEqual(events);
    await spool.close();
  });

  it('notices that its directory was deleted, says so, and makes it anew', async () => {
    const runtime = fakeRuntime();
    const opened = open(dir, { runtime });
    const { spool } = opened;
    const lost = must(spool.appendLines(plain, '"lost"\n', 1, runtime.now()));
    rmSync(dir, { recursive: true });
    runtime.pass(2 * SECOND);
    const kept = must(spool.appendLines(plain, '"kept"\n', 1, runtime.now()));
    expect(opened.warnings).toEqual([
      { code: 'HEC_SPOOL_DISK', message: expect.stringContaining('was deleted while it was in use') },
    ]);
    expect(await spool.read([lost])).toEqual({ batch: undefined, tickets: [], damagedEvents: 1 });
    expect(await eventsIn((await spool.read([kept])).batch)).toEqual(['"kept"']);
    await spool.close();
    const next = open(dir);
    expect(await replay(next.spool)).toEqual(['"kept"']);
    await next.spool.close();
  });

  it('tries once a second and warns once a minute while the disk fails', async () => {
    const runtime = fakeRuntime();
    const { disk, fails, calls } = failingDisk();
    const opened = open(dir, { runtime, disk });
    const { spool } = opened;
    fails.writeSync = 'EROFS';
    const before = { ...calls };
    for (let n = 0; n < 120_000; n += 100) {
      expect(spool.appendLines(plain, '1\n', 1, runtime.now())).toBeUndefined();
      runtime.pass(100);
    }
    expect((calls.writeSync ?? 0) - (before.writeSync ?? 0)).toBe(120);
    expect(opened.warnings).toHaveLength(2);
    expect(opened.warnings[0]?.message).toContain('the file system is read-only (EROFS)');
    expect(spool.stats().appended).toMatchObject({ records: 0, refused: 1200 });
    delete fails.writeSync;
    must(spool.appendLines(plain, '1\n', 1, runtime.now() + 2 * SECOND));
    await spool.close();
  });

  it.each([
    ['open', 'EMFILE', 'process'],
    ['open', 'EACCES', 'file'],
    ['read', 'EIO', 'file'],
  ] as const)('keeps events that it cannot read just now (%s says %s)', async (call, code, notNow) => {
    const { disk, fails } = failingDisk();
    const { spool } = open(dir, { disk });
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    fails[call] = code;
    expect(await spool.read([ticket])).toEqual({ batch: undefined, tickets: [ticket], damagedEvents: 0, notNow });
    const sights = [];
    for await (const sight of inspectSpool(dir, WIDE, { disk })) sights.push(sight.problem);
    expect(sights).toEqual([`it cannot be read (${code})`]);
    delete fails[call];
    expect(await eventsIn((await spool.read([ticket])).batch)).toEqual(['1', '2']);
    await spool.close();
  });

  it.each(['EMFILE', 'EACCES', 'EIO'])('goes on looking for orphans that it could not open (%s)', async (code) => {
    const first = open(dir).spool;
    must(first.append(batchOf(plain, ['1', '2'])));
    await first.close();
    const { disk, fails } = failingDisk();
    const { spool } = open(dir, { disk });
    fails.open = code;
    expect(await replay(spool)).toEqual([]);
    delete fails.open;
    expect(await replay(spool)).toEqual(['1', '2']);
    await spool.close();
  });

  it('takes over what it can read while another file cannot be, and that one when it can be', async () => {
    for (const text of ['"a"', '"b"', '"c"']) {
      const { spool } = open(dir);
      must(spool.append(batchOf(plain, [text])));
      await spool.close();
    }
    const [, bad] = segmentFiles(dir);
    let broken = true;
    const disk = {
      ...nodeDisk,
      open: ((path: string, flags: string, done: (error: Error | null, fd?: number) => void) => {
        if (broken && path === bad) done(Object.assign(new Error('EIO'), { code: 'EIO' }));
        else nodeDisk.open(path, flags, done);
      }) as Disk['open'],
    };
    const { spool, warnings } = open(dir, { disk });
    expect(await replay(spool, true)).toEqual(['"a"', '"c"']);
    expect(warnings).toEqual([{ code: 'HEC_SPOOL_DISK', message: expect.stringContaining('cannot be read') }]);
    expect(await replay(spool, true)).toEqual([]);
    broken = false;
    expect(await replay(spool, true)).toEqual(['"b"']);
    await spool.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('writes down later what it could not when it was settled', async () => {
    const { disk, fails } = failingDisk();
    const { spool } = open(dir, { disk });
    const [a, b, c] = ['"a"', '"b"', '"c"'].map((event) => must(spool.append(batchOf(plain, [event]))));
    fails.openSync = 'EMFILE';
    spool.settle([a as NonNullable<typeof a>]);
    delete fails.openSync;
    spool.settle([c as NonNullable<typeof c>]);
    await spool.close();
    const next = open(dir).spool;
    expect(await replay(next)).toEqual(['"b"']);
    expect(b).toMatchObject({ from: 1, to: 2 });
    await next.close();
  });

  it('replays nothing from a segment that it cannot remove', async () => {
    const { disk, fails } = failingDisk();
    const { spool } = open(dir, { disk });
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    fails.unlinkSync = 'EPERM';
    spool.settle([ticket]);
    await spool.close();
    expect(segmentFiles(dir)).toHaveLength(1);
    const next = open(dir).spool;
    expect(await replay(next)).toEqual([]);
    await next.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('does not replay an event whose fdatasync failed, for the caller was told that it is not there', async () => {
    const { disk, fails } = failingDisk();
    const opened = open(dir, { disk, fsync: 'always' });
    const { spool } = opened;
    must(spool.append(batchOf(plain, ['"synced"'])));
    fails.fdatasyncSync = 'EIO';
    expect(spool.append(batchOf(plain, ['"not synced"']))).toBeUndefined();
    expect(codes(opened)).toEqual(['HEC_SPOOL_DISK']);
    await spool.close();
    const next = open(dir).spool;
    expect(await replay(next)).toEqual(['"synced"']);
    await next.close();
  });

  it('never takes more than maxBytes, and takes more when something was delivered', async () => {
    const runtime = fakeRuntime();
    const maxBytes = 1_048_576;
    const opened = open(dir, { runtime, maxBytes });
    const { spool } = opened;
    const tickets = Array.from({ length: 2000 }, (_, n) => spool.appendLines(plain, kilobyte(n), 1, runtime.now()));
    const taken = tickets.filter((ticket) => ticket !== undefined);
    expect(bytesUnder(nodeDisk, dir)).toBeLessThanOrEqual(maxBytes);
    expect(taken.length).toBeGreaterThan(850);
    expect(opened.warnings).toEqual([
      { code: 'HEC_SPOOL_FULL', message: expect.stringContaining('spool.maxBytes (1048576 bytes)') },
    ]);
    spool.settle(taken.slice(0, 200));
    must(spool.appendLines(plain, kilobyte(1), 1, runtime.now()));
    spool.settle(taken.slice(200));
    // Nothing is left but what is in the open segment.
    expect(bytesUnder(nodeDisk, dir)).toBeLessThan(100_000);
    await spool.close();
  });

  it('shares maxBytes with other processes, to within a 16th of a segment for each', async () => {
    const maxBytes = 1_048_576;
    const others = [startProcess(), startProcess(), startProcess()];
    lives.push(...others);
    const events = Array.from({ length: 1200 }, (_, n) => kilobyte(n).trim());
    const answers = await Promise.all(
      others.map(async (life) => {
        await life.obey({ do: 'open', dir, maxBytes });
        return life.obey({ do: 'append', events, at: T0 });
      }),
    );
    const total = bytesUnder(nodeDisk, dir);
    expect(total).toBeLessThanOrEqual(maxBytes + 3 * (65_536 / 16));
    expect(total).toBeGreaterThan(maxBytes * 0.9);
    expect(answers.flatMap((answer) => answer?.events ?? []).length).toBeGreaterThan(800);
  });

  it('leaves the mode of a directory that was there', async () => {
    chmodSync(dir, 0o750);
    const { spool } = open(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o750);
    await spool.close();
  });
});
