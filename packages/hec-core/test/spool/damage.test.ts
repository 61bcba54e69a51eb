import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { divideTickets } from '../../src/spool/tickets.ts';
import type { Spool } from '../../src/spool/types.ts';
import {
  array,
  batchOf,
  eventsIn,
  filesIn,
  findings,
  must,
  open,
  plain,
  replay,
  segmentFiles,
  temporaryDirectory,
  textOf,
  zipped,
} from './support/spool.ts';

/** Each run writes, harms and replays a spool of its own on the disk, 10 ms of work; no two test runs have the same. */
const RUNS = 60;
const TIMEOUT_MS = 60_000;

interface Written {
  readonly events: readonly string[];
  /** Where its bytes are, from the header to the payload's end. */
  readonly from: number;
  readonly to: number;
  /** Where the two copies of its route are. */
  readonly definitions: readonly (readonly [number, number])[];
}

interface Plan {
  readonly route: 'plain' | 'array';
  readonly form: 'lines' | 'identity' | 'gzip';
  readonly events: readonly string[];
}

const event = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => JSON.stringify({ event: text }));
const plan: fc.Arbitrary<Plan> = fc.record({
  route: fc.constantFrom('plain' as const, 'array' as const),
  form: fc.constantFrom('lines' as const, 'identity' as const, 'gzip' as const),
  events: fc.array(event, { minLength: 1, maxLength: 8 }),
});
const plans = fc.array(plan, { minLength: 1, maxLength: 12 });
/** A place in a file, as a share of its length. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

async function append(spool: Spool, { route: name, form, events }: Plan): Promise<void> {
  const route = name === 'plain' ? plain : array;
  if (form === 'lines') must(spool.appendLines(route, textOf(route, events), events.length, 1));
  else if (form === 'identity') must(spool.append(batchOf(route, events)));
  else must(spool.append(await zipped(batchOf(route, events))));
}

/** Writes one segment and tells where everything is in it. */
async function write(dir: string, all: readonly Plan[]): Promise<{ file: string; written: Written[] }> {
  const { spool } = open(dir);
  const sizes: number[] = [];
  for (const one of all) {
    await append(spool, one);
    sizes.push(spool.stats().appended.bytes);
  }
  const [file] = segmentFiles(dir) as [string];
  await spool.close();
  const bytes = readFileSync(file);
  const definitions = new Map<string, [number, number][]>();
  const written = all.map((one, index): Written => {
    let from = index === 0 ? 0 : (sizes[index - 1] as number);
    if (!definitions.has(one.route)) {
      const copies: [number, number][] = [];
      for (let copy = 0; copy < 2; copy++) {
        const end = bytes.indexOf(10, from) + 1;
        copies.push([from, end]);
        from = end;
      }
      definitions.set(one.route, copies);
    }
    // The LF after a payload belongs to nobody.
    return {
      events: one.events,
      from,
      to: (sizes[index] as number) - 1,
      definitions: definitions.get(one.route) ?? [],
    };
  });
  return { file, written };
}

function flip(file: string, places: readonly (readonly [number, number])[]): number[] {
  const bytes = readFileSync(file);
  const offsets = places.map(([share]) => Math.floor(share * bytes.byteLength));
  places.forEach(([, bit], index) => {
    const offset = offsets[index] as number;
    bytes[offset] = (bytes[offset] as number) ^ (1 << bit);
  });
  writeFileSync(file, bytes);
  return offsets;
}

/** Flips that undo each other are no damage. */
function effective(file: string, before: Buffer): number[] {
  const after = readFileSync(file);
  const changed: number[] = [];
  for (let at = 0; at < before.byteLength; at++) if (before[at] !== after[at]) changed.push(at);
  return changed;
}

describe('a damaged spool', { timeout: TIMEOUT_MS }, () => {
  let dir: string;
  let runs: number;
  beforeEach(() => {
    dir = temporaryDirectory();
    runs = 0;
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const fresh = (): string => {
    const path = join(dir, String(runs++));
    mkdirSync(path);
    return path;
  };

  it('costs the records that are damaged and no other, wherever bits are flipped', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.array(fc.tuple(place, fc.integer({ min: 0, max: 7 })), { minLength: 1, maxLength: 6 }),
        async (all, flips) => {
          const here = fresh();
          const { file, written } = await write(here, all);
          const before = readFileSync(file);
          flip(file, flips);
          const changed = effective(file, before);
          const hit = (from: number, to: number): boolean => changed.some((at) => at >= from && at < to);
          const intact = written.filter(
            ({ from, to, definitions }) => !hit(from, to) && definitions.some(([start, end]) => !hit(start, end)),
          );

          const { spool } = open(here);
          const found = await findings(spool);
          const events: string[] = [];
          let damaged = 0;
          for (const { recovered, damagedEvents } of found) {
            damaged += damagedEvents ?? 0;
            if (recovered !== undefined) events.push(...(await eventsIn((await spool.read(recovered.tickets)).batch)));
          }
          const survivors = intact.flatMap((record) => record.events);
          expect(events.toSorted()).toEqual(survivors.toSorted());
          const total = written.flatMap((record) => record.events).length;
          const last = written.at(-1) as Written;
          // With an intact record at the end the numbers tell of every event that is missing.
          const sum = events.length + damaged;
          expect(hit(last.from, last.to) ? sum <= total : sum === total).toBe(true);
          expect(spool.stats().damagedRecords > 0).toBe(changed.some((at) => !isLoose(written, at)));
          await spool.close();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('gives back every record before the place where a power cut tore it off', async () => {
    await fc.assert(
      fc.asyncProperty(plans, place, async (all, share) => {
        const here = fresh();
        const { file, written } = await write(here, all);
        const length = Math.floor(share * readFileSync(file).byteLength);
        truncateSync(file, length);
        const { spool, warnings } = open(here);
        const found = await replay(spool, true);
        const whole = written.filter(({ to }) => to <= length);
        expect(found.toSorted()).toEqual(whole.flatMap(({ events }) => events).toSorted());
        const clean = length === 0 || ends(written).some((end) => length === end);
        expect(spool.stats().damagedRecords).toBe(clean ? 0 : 1);
        expect(warnings).toHaveLength(clean ? 0 : 1);
        await spool.close();
        expect(filesIn(here)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds what lies behind a tail of zeros and a stretch of noise', async () => {
    await fc.assert(
      fc.asyncProperty(plans, plans, fc.uint8Array({ maxLength: 300 }), async (head, tail, noise) => {
        const here = fresh();
        const { file, written } = await write(here, [...head, ...tail]);
        const bytes = readFileSync(file);
        const cut = written[head.length]?.from as number;
        writeFileSync(
          file,
          Buffer.concat([bytes.subarray(0, cut), noise, Buffer.alloc(100), bytes.subarray(cut), Buffer.alloc(50)]),
        );
        const { spool } = open(here);
        const found = await replay(spool);
        expect(found.toSorted()).toEqual(written.flatMap(({ events }) => events).toSorted());
        expect(spool.stats()).toMatchObject({ damagedEvents: 0 });
        await spool.close();
      }),
      { numRuns: RUNS },
    );
  });

  it('replays too much rather than too little when its progress is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.array(fc.tuple(place, fc.integer({ min: 0, max: 7 })), { maxLength: 4 }),
        fc.option(place),
        fc.infiniteStream(fc.boolean()),
        async (all, flips, cut, coins) => {
          const here = fresh();
          const { spool } = open(here);
          const unsettled: string[] = [];
          const every: string[] = [];
          for (const one of all) {
            const route = one.route === 'plain' ? plain : array;
            const ticket = must(spool.append(batchOf(route, one.events)));
            const parts = divideTickets(
              [ticket],
              one.events.map(() => 1),
            );
            one.events.forEach((text, index) => {
              every.push(text);
              if (coins.next().value) spool.settle(parts[index] ?? []);
              else unsettled.push(text);
            });
          }
          must(spool.append(batchOf(plain, ['"last"'])));
          await spool.close();
          const file = filesIn(here).find((name) => name.endsWith('.progress'));
          if (file !== undefined) {
            const path = join(here, file);
            flip(path, flips);
            if (cut !== null) truncateSync(path, Math.floor(cut * readFileSync(path).byteLength));
          }
          const again = open(here).spool;
          const found = await replay(again, true);
          expect(subtract([...unsettled, '"last"'], found)).toEqual([]);
          expect(subtract(found, [...every, '"last"'])).toEqual([]);
          const harmed = file !== undefined && (flips.length > 0 || cut !== null);
          expect(harmed || found.length === unsettled.length + 1).toBe(true);
          expect(again.stats()).toMatchObject({ damagedEvents: 0, damagedRecords: 0 });
          await again.close();
          expect(filesIn(here)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('hands an event out once, even if its record is there twice', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (all) => {
        const here = fresh();
        const { file, written } = await write(here, all);
        const bytes = readFileSync(file);
        const { from } = written[Math.floor(all.length / 2)] as Written;
        writeFileSync(file, Buffer.concat([bytes, bytes.subarray(from)]));
        const { spool } = open(here);
        const found = await replay(spool);
        expect(found.toSorted()).toEqual(written.flatMap(({ events }) => events).toSorted());
        await spool.close();
      }),
      { numRuns: 50 },
    );
  });

  it('does not take a logged line for a record, even one that looks like it', async () => {
    const { spool } = open(dir);
    must(spool.appendLines(plain, '"before"\n', 1, 1));
    const [file] = segmentFiles(dir) as [string];
    // What somebody who has seen another spool would log.
    const forged = readFileSync(file, 'utf8').replace(/[0-9a-f]{16}/g, '0123456789abcdef');
    must(spool.appendLines({ ...plain, key: 'raw', kind: 'raw' }, forged, forged.split('\n').length - 1, 1));
    must(spool.appendLines(plain, '"after"\n', 1, 1));
    await spool.close();
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf('"kind":"raw"');
    const header = bytes.indexOf('"length"', at);
    bytes[header] = 0;
    writeFileSync(file, bytes);
    const again = open(dir).spool;
    expect(await replay(again)).toEqual(['"before"', '"after"']);
    expect(again.stats()).toMatchObject({ damagedRecords: 1, damagedEvents: forged.split('\n').length - 1 });
    await again.close();
  });

  it('counts events that became unreadable while they waited, and goes on', async () => {
    const { spool, warnings } = open(dir);
    const tickets = ['"a"', '"b"', '"c"'].map((text) => must(spool.appendLines(plain, `${text}\n`, 1, 1)));
    const [file] = segmentFiles(dir) as [string];
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('"b"') + 1] = 0x42;
    writeFileSync(file, bytes);
    const { batch, tickets: left, damagedEvents } = await spool.read(tickets);
    expect(await eventsIn(batch)).toEqual(['"a"', '"c"']);
    expect({ left, damagedEvents }).toEqual({ left: [tickets[0], tickets[2]], damagedEvents: 1 });
    expect(warnings.map(({ code }) => code)).toEqual(['HEC_SPOOL_DAMAGED']);
    spool.settle(left);
    await spool.close();
    expect(filesIn(dir)).toEqual([]);
  });
});

/** Where a file can end without damage: after a line that names a route, before and after the LF of a payload. */
function ends(written: readonly Written[]): number[] {
  return written.flatMap(({ to, definitions }) => [to, to + 1, ...definitions.map(([, end]) => end)]);
}

/** The LF after a payload is for people. */
function isLoose(written: readonly Written[], at: number): boolean {
  return written.some(({ to }) => at === to);
}

/** The elements of `a` that `b` has fewer of. */
function subtract(a: readonly string[], b: readonly string[]): string[] {
  const left = [...b];
  return a.filter((text) => {
    const at = left.indexOf(text);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
