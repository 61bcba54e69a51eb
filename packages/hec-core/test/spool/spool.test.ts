import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { divideTickets } from '../../src/spool/tickets.ts';
import {
  array,
  batchOf,
  bodyOf,
  eventsIn,
  filesIn,
  must,
  open,
  plain,
  recovered,
  replay,
  temporaryDirectory,
  textOf,
  zipped,
} from './support/spool.ts';

describe('spool', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryDirectory();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('gives a compressed batch back as it went', async () => {
    const { spool } = open(dir);
    const batch = await zipped(batchOf(plain, ['{"event":1}', '{"event":2}']));
    const ticket = must(spool.append(batch));
    const back = await spool.read([ticket]);
    const same = { ...batch, body: Buffer.from(batch.body) };
    expect(back).toEqual({ batch: same, tickets: [ticket], damagedEvents: 0 });
    await spool.close();
  });

  it.each([plain, array])('makes one body of lines that came one by one ($key framing)', async (route) => {
    const { spool } = open(dir);
    const events = Array.from({ length: 1000 }, (_, n) => `{"event":{"n":${n},"text":"ü€😀"}}`);
    const tickets = events.map((event, n) => must(spool.appendLines(route, textOf(route, [event]), 1, 1000 + n)));
    const { batch } = await spool.read(tickets);
    expect(Buffer.from(batch?.body ?? []).toString()).toBe(bodyOf(route, events));
    expect(batch).toMatchObject({ events: 1000, encoding: 'identity', firstAt: 1000, lastAt: 1999 });
    await spool.close();
  });

  it.each([plain, array])('reads the part of a batch that a divided ticket covers ($key framing)', async (route) => {
    const { spool } = open(dir);
    const events = ['a', 'b', 'c', 'd', 'e'].map((event) => `{"event":"${event}"}`);
    const ticket = must(spool.append(await zipped(batchOf(route, events))));
    const [head, middle, tail] = divideTickets([ticket], [1, 3, 1]);
    const { batch } = await spool.read(middle ?? []);
    expect(Buffer.from(batch?.body ?? []).toString()).toBe(bodyOf(route, events.slice(1, 4)));
    const ends = await spool.read([...(head ?? []), ...(tail ?? [])]);
    expect(Buffer.from(ends.batch?.body ?? []).toString()).toBe(bodyOf(route, ['{"event":"a"}', '{"event":"e"}']));
    await spool.close();
  });

  it('replays exactly the uncovered events after a restart, in order', async () => {
    const first = open(dir).spool;
    const a = must(first.append(await zipped(batchOf(plain, ['"a1"', '"a2"', '"a3"']))));
    const b = must(first.append(batchOf(plain, ['"b1"', '"b2"'])));
    const lines = ['"c1"', '"c2"', '"c3"'].map((line) => must(first.appendLines(plain, `${line}\n`, 1, 5)));
    must(first.append(await zipped(batchOf(plain, ['"d1"']))));
    first.settle(divideTickets([a], [1, 2])[0] ?? []);
    first.settle([b]);
    first.settle([lines[1] as (typeof lines)[0]]);
    await first.close();

    const second = open(dir).spool;
    expect(await replay(second)).toEqual(['"a2"', '"a3"', '"c1"', '"c3"', '"d1"']);
    await second.close();
    const third = open(dir).spool;
    expect(await replay(third, true)).toEqual(['"a2"', '"a3"', '"c1"', '"c3"', '"d1"']);
    await third.close();
    const fourth = open(dir).spool;
    expect(await replay(fourth)).toEqual([]);
    await fourth.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('removes its files when everything is settled, and says so in its stats', async () => {
    const { spool } = open(dir);
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    expect(spool.stats()).toMatchObject({ segments: 1, events: 2, appended: { records: 1, refused: 0 } });
    spool.settle([ticket]);
    expect(spool.stats().events).toBe(0);
    await spool.close();
    expect(filesIn(dir)).toEqual([]);
  });

  it('writes nothing when an event is settled again', async () => {
    const { spool } = open(dir);
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    must(spool.append(batchOf(plain, ['3'])));
    spool.settle([ticket]);
    const { bytes } = spool.stats();
    spool.settle([ticket]);
    spool.settle(divideTickets([ticket], [1, 1])[1] ?? []);
    expect(spool.stats()).toMatchObject({ bytes, events: 1 });
    await spool.close();
  });

  it('gives the disk back segment by segment', async () => {
    const { spool } = open(dir, { maxBytes: 1_048_576 });
    const line = `"${'x'.repeat(9_997)}"`;
    const tickets = Array.from({ length: 40 }, () => must(spool.appendLines(plain, `${line}\n`, 1, 1)));
    const before = spool.stats();
    expect(before.segments).toBeGreaterThan(5);
    spool.settle(tickets.slice(0, 20));
    const after = spool.stats();
    expect(after.segments).toBeLessThan(before.segments);
    expect(after.bytes).toBeLessThan(before.bytes - 100_000);
    expect(await eventsIn((await spool.read(tickets.slice(20))).batch)).toHaveLength(20);
    await spool.close();
  });

  it('joins recovered lines into batches within the limits, route by route', async () => {
    const first = open(dir).spool;
    for (let n = 0; n < 10; n++) {
      must(first.appendLines(plain, `"p${n}"\n`, 1, n));
      must(first.appendLines(array, `,"a${n}"\n`, 1, n));
    }
    await first.close();
    const { spool } = open(dir);
    const batches = await recovered(spool, { bytes: 1_000_000, events: 4 });
    expect(batches.map(({ route, events }) => [route.key, events])).toEqual([
      ['event', 4],
      ['array', 4],
      ['event', 4],
      ['array', 4],
      ['event', 2],
      ['array', 2],
    ]);
    expect(batches[0]).toMatchObject({ route: plain, firstAt: 0, lastAt: 3 });
    const { batch } = await spool.read(batches[1]?.tickets ?? []);
    expect(batch?.route).toEqual(array);
    expect(await eventsIn(batch)).toEqual(['"a0"', '"a1"', '"a2"', '"a3"']);
    await spool.close();
  });

  it('keeps its files readable by their owner only', async () => {
    const nested = join(dir, 'made', 'here');
    const { spool } = open(nested);
    const ticket = must(spool.append(batchOf(plain, ['1', '2'])));
    spool.settle(divideTickets([ticket], [1, 1])[0] ?? []);
    const names = filesIn(nested);
    expect(names).toHaveLength(3);
    for (const name of names) expect(statSync(join(nested, name)).mode & 0o777).toBe(0o600);
    for (const folder of [nested, join(nested, 'splunk'), join(nested, names[0] as string, '..')])
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    await spool.close();
  });

  it('refuses what comes after close', async () => {
    const { spool } = open(dir);
    const ticket = must(spool.append(batchOf(plain, ['1'])));
    await spool.close();
    expect(spool.append(batchOf(plain, ['2']))).toBeUndefined();
    spool.settle([ticket]);
    const next = open(dir).spool;
    expect(await replay(next)).toEqual(['1']);
    await next.close();
  });
});
