import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/runtime.ts';
import { nodeDisk } from '../../src/spool/disk.ts';
import { takeLock } from '../../src/spool/owner-lock.ts';
import { hasContainers, type Life, startContainer, startProcess, startThread } from './support/lives.ts';
import { batchOf, filesIn, must, open, plain, replay, temporaryDirectory } from './support/spool.ts';

const ids = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => `"${from + n}"`);

describe('spool ownership', { timeout: 60_000 }, () => {
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
  const started = (life: Life): Life => {
    lives.push(life);
    return life;
  };

  it('leaves a living neighbour alone and adopts it the moment it is killed', async () => {
    const neighbour = started(startProcess());
    await neighbour.obey({ do: 'open', dir });
    await neighbour.obey({ do: 'work', events: ids(0, 10), each: 2, keep: 100 });
    const { spool } = open(dir);
    expect(await replay(spool)).toEqual([]);
    await neighbour.kill();
    expect(await replay(spool)).toEqual(ids(0, 10));
    expect(spool.stats().adopted).toBe(1);
    await spool.close();
  });

  it.each(hasContainers() ? ['pid 1'] : [])('is not mistaken where everyone is %s', async () => {
    const containers = [started(startContainer()), started(startContainer()), started(startContainer())] as const;
    for (const [n, container] of containers.entries()) {
      expect((await container.obey({ do: 'open', dir }))?.pid).toBe(1);
      await container.obey({ do: 'work', events: ids(n * 10, 4), each: 2, keep: 100 });
    }
    const [first, second, third] = containers;
    expect((await second.obey({ do: 'recover', settle: false }))?.events).toEqual([]);
    await first.kill();
    const inherited: string[] = [];
    // What started a container is dead a moment before what is in it.
    while (inherited.length === 0) {
      const heirs = await Promise.all([second, third].map((heir) => heir.obey({ do: 'recover', settle: true })));
      inherited.push(...heirs.flatMap((heir) => heir?.events ?? []));
    }
    expect(inherited.toSorted()).toEqual(ids(0, 4));
    // A redeploy: what comes next has the same pid again.
    await Promise.all([second.kill(), third.kill()]);
    const next = started(startContainer());
    await next.obey({ do: 'open', dir });
    const all: string[] = [];
    while (all.length < 8) all.push(...((await next.obey({ do: 'recover', settle: true }))?.events ?? []));
    expect(all.toSorted()).toEqual([...ids(10, 4), ...ids(20, 4)]);
  });

  it('holds between the threads of one process', async () => {
    const threads = [started(startThread()), started(startThread())] as const;
    for (const [n, thread] of threads.entries()) {
      await thread.obey({ do: 'open', dir });
      await thread.obey({ do: 'work', events: ids(n * 10, 4), each: 2, keep: 100 });
    }
    const [first, second] = threads;
    expect((await second.obey({ do: 'recover', settle: false }))?.events).toEqual([]);
    expect((await first.obey({ do: 'recover', settle: false }))?.events).toEqual([]);
    await first.kill();
    expect((await second.obey({ do: 'recover', settle: true }))?.events).toEqual(ids(0, 4));
  });

  it('lets exactly one of many racing processes and threads adopt each orphan', async () => {
    const orphans = 12;
    for (let n = 0; n < orphans; n += 4) {
      // Four owners in one process that then dies.
      const born = started(startProcess());
      for (let m = 0; m < 4; m++) {
        await born.obey({ do: 'open', dir });
        await born.obey({ do: 'work', events: ids((n + m) * 100, 20), each: 5, keep: 100 });
      }
      await born.kill();
    }
    const racers = [startProcess, startProcess, startProcess, startThread, startThread].map((start) =>
      started(start()),
    );
    await Promise.all(racers.map((racer) => racer.obey({ do: 'open', dir })));
    const answers = await Promise.all(racers.map((racer) => racer.obey({ do: 'recover', settle: true })));
    const all = answers.flatMap((answer) => answer?.events ?? []);
    const expected = Array.from({ length: orphans }, (_, n) => ids(n * 100, 20)).flat();
    expect(all.toSorted()).toEqual(expected.toSorted());
    // A second look finds nothing.
    const again = await Promise.all(racers.map((racer) => racer.obey({ do: 'recover', settle: true })));
    expect(again.flatMap((answer) => answer?.events ?? [])).toEqual([]);
    await Promise.all(racers.map((racer) => racer.obey({ do: 'close' })));
    expect(filesIn(dir)).toEqual([]);
    expect(racers.flatMap((racer) => racer.complaints)).toEqual([]);
  });

  it('lets many start at the same moment, each with a directory of its own', async () => {
    const racers = Array.from({ length: 5 }, () => started(startProcess()));
    const opened = await Promise.all(racers.map((racer) => racer.obey({ do: 'open', dir })));
    expect(opened.flatMap((answer) => answer?.warnings ?? [])).toEqual([]);
    const looks = await Promise.all(
      racers.map(async (racer, n) => {
        await racer.obey({ do: 'work', events: ids(n * 10, 6), each: 2, keep: 100 });
        return racer.obey({ do: 'recover', settle: false });
      }),
    );
    expect(looks.flatMap((answer) => answer?.events ?? [])).toEqual([]);
    await Promise.all(racers.map((racer) => racer.kill()));
    const { spool } = open(dir);
    const all = await replay(spool, true);
    expect(all.toSorted()).toEqual(racers.flatMap((_, n) => ids(n * 10, 6)).toSorted());
    await spool.close();
  });

  it('hands over what a neighbour leaves that closes with events unsettled', async () => {
    const neighbour = open(dir).spool;
    const staying = open(dir).spool;
    must(neighbour.append(batchOf(plain, ['"left"'])));
    expect(await replay(staying)).toEqual([]);
    await neighbour.close();
    expect(await replay(staying, true)).toEqual(['"left"']);
    await staying.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('removes the directory of an owner that died before it wrote anything, once it cannot be a newborn', async () => {
    const folder = join(dir, 'splunk');
    mkdirSync(join(folder, `${Date.now().toString(36).padStart(9, '0')}-aaaaaaaaaaaa`), { recursive: true });
    const young = open(dir).spool;
    await replay(young);
    await young.close();
    expect(readdirSync(folder)).toHaveLength(1);
    const later = open(dir, { runtime: { ...nodeRuntime, now: () => Date.now() + 61_000 } }).spool;
    await replay(later);
    await later.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps destinations apart', async () => {
    const names = ['splunk', 'a/b', 'a%2Fb', '..', 'ä'];
    for (const destination of names) {
      const { spool } = open(dir, { destination });
      must(spool.append(batchOf(plain, [JSON.stringify(destination)])));
      await spool.close();
    }
    expect(readdirSync(dir)).toHaveLength(names.length);
    for (const destination of names) {
      const { spool } = open(dir, { destination });
      expect(await replay(spool, true)).toEqual([JSON.stringify(destination)]);
      await spool.close();
    }
  });

  it('takes a lock once, and again when it has been released', () => {
    const path = join(dir, 'lock');
    const lock = takeLock(nodeDisk, path);
    expect(takeLock(nodeDisk, path)).toBeUndefined();
    lock?.release();
    const again = takeLock(nodeDisk, path);
    expect(again).not.toBeUndefined();
    again?.release();
    expect(readdirSync(dir)).toEqual(['lock']);
  });
});
