import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/spool/disk.ts';
import { divideTickets } from '../../src/spool/tickets.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { batchOf, must, open, plain, replay, temporaryDirectory } from './support/spool.ts';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** The real disk, and what was forced to it: the kinds of files, in order. */
function watchedDisk() {
  const synced: string[] = [];
  const forced: string[] = [];
  const paths = new Map<number, string>();
  const kind = (fd: number): string => {
    const name = basename(paths.get(fd) ?? '');
    return name.includes('.') ? name.slice(name.indexOf('.') + 1) : 'directory';
  };
  const disk: Disk = {
    ...nodeDisk,
    openSync(path, ...rest) {
      const fd = nodeDisk.openSync(path, ...rest);
      paths.set(fd, String(path));
      return fd;
    },
    open: ((path: string, flags: string, done: (error: Error | null, fd: number) => void) =>
      nodeDisk.open(path, flags, (error, fd) => {
        paths.set(fd, path);
        done(error, fd);
      })) as Disk['open'],
    fdatasyncSync(fd) {
      nodeDisk.fdatasyncSync(fd);
      synced.push(`now ${kind(fd)}`);
      forced.push(paths.get(fd) ?? '');
    },
    fsyncSync(fd) {
      nodeDisk.fsyncSync(fd);
      synced.push(`now ${kind(fd)}`);
      forced.push(paths.get(fd) ?? '');
    },
    fdatasync: ((fd: number, done: (error: Error | null) => void) => {
      synced.push(kind(fd));
      nodeDisk.fdatasync(fd, done);
    }) as Disk['fdatasync'],
    fsync: ((fd: number, done: (error: Error | null) => void) => {
      synced.push(kind(fd));
      nodeDisk.fsync(fd, done);
    }) as Disk['fsync'],
  };
  return { disk, synced, forced };
}

describe('spool fsync', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryDirectory();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('interval forces what was written to the disk once an interval, and tells how far behind it is', async () => {
    const runtime = fakeRuntime();
    const { disk, synced } = watchedDisk();
    const { spool } = open(dir, { fsync: 'interval', fsyncIntervalMs: 500, runtime, disk });
    must(spool.append(batchOf(plain, ['1'])));
    runtime.pass(200);
    must(spool.append(batchOf(plain, ['2'])));
    expect(spool.stats().syncLagMs).toBe(200);
    expect(synced).toEqual([]);
    runtime.pass(300);
    await spool.sync();
    expect(synced.filter((what) => what === 'segment')).toHaveLength(1);
    // The new file's name is in its directory, and so on upwards.
    expect(synced.filter((what) => what === 'directory')).toHaveLength(3);
    expect(spool.stats().syncLagMs).toBe(0);
    // Nothing written, nothing to do: no timer runs either.
    expect(runtime.timers).toBe(0);
    must(spool.append(batchOf(plain, ['3'])));
    expect(runtime.timers).toBe(1);
    await spool.close();
    expect(runtime.timers).toBe(0);
  });

  it('forces the names of the directories that it makes to the disk as well', () => {
    const { disk, forced } = watchedDisk();
    const { spool } = open(join(dir, 'a', 'b'), { fsync: 'always', disk });
    must(spool.append(batchOf(plain, ['1'])));
    const [owner] = readdirSync(join(dir, 'a', 'b', 'splunk')) as [string];
    expect(forced.map((path) => relative(dir, path)).toSorted()).toEqual([
      '',
      'a',
      'a/b',
      'a/b/splunk',
      `a/b/splunk/${owner}`,
      expect.stringMatching(/segment$/),
    ]);
  });

  it('interval covers progress too, which bounds what a power cut repeats', async () => {
    const { disk, synced } = watchedDisk();
    const { spool } = open(dir, { fsync: 'interval', disk });
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    await spool.sync();
    synced.length = 0;
    spool.settle(divideTickets([ticket], [1, 1])[0] ?? []);
    await spool.sync();
    expect(synced.toSorted()).toEqual(['directory', 'progress']);
    await spool.close();
  });

  it('always has forced an event to the disk when append returns', async () => {
    const { disk, synced } = watchedDisk();
    const { spool } = open(dir, { fsync: 'always', disk });
    synced.length = 0;
    must(spool.appendLines(plain, '1\n', 1, 1));
    expect(synced).toEqual(['now directory', 'now segment']);
    must(spool.append(batchOf(plain, ['2'])));
    expect(synced.slice(2)).toEqual(['now segment']);
    await spool.close();
  });

  it('never forces nothing unless asked to', async () => {
    const runtime = fakeRuntime();
    const { disk, synced } = watchedDisk();
    const first = open(dir, { fsync: 'never', runtime, disk }).spool;
    must(first.append(batchOf(plain, ['1'])));
    expect(runtime.timers).toBe(0);
    await first.close();
    expect(synced).toEqual([]);
    const second = open(dir, { fsync: 'never', runtime, disk }).spool;
    must(second.append(batchOf(plain, ['2'])));
    await second.sync();
    expect(synced).toContain('segment');
    await second.close();
  });

  it('does not keep a process alive, load anything loud or need close', async () => {
    const program = `
      import { openSpool } from ${JSON.stringify(join(SOURCE, 'spool/spool.ts'))};
      import { nodeRuntime } from ${JSON.stringify(join(SOURCE, 'runtime.ts'))};
      process.on('warning', (warning) => console.log('warning', warning.message));
      const spool = openSpool({ dir: ${JSON.stringify(dir)}, destination: 'splunk', dialect: 'splunk', maxBytes: 1048576,
        fsync: 'interval', fsyncIntervalMs: 60000, runtime: nodeRuntime, onWarning: console.log });
      spool.appendLines({ key: 'k', path: '/', headers: {}, open: '', separator: '', close: '' }, '"left"\\n', 1, 1);
      process.emitWarning('of others');
    `;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module-typescript', '--eval', program]);
    expect(stdout).toBe('warning of others\n');
    expect(stderr).not.toContain('SQLite');
    const { spool } = open(dir);
    expect(await replay(spool)).toEqual(['"left"']);
    await spool.close();
  });
});
