import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addTicket, divideTickets, eventsOf } from '../../src/spool/tickets.ts';
import type { Readback, Spool, Ticket } from '../../src/spool/types.ts';
import {
  array,
  batchOf,
  eventsIn,
  filesIn,
  open,
  plain,
  recovered,
  temporaryDirectory,
  textOf,
  zipped,
} from './support/spool.ts';

const RUNS = 120;

/** Events that travel together, as custody would hold them. */
interface Held {
  readonly route: 'plain' | 'array';
  readonly events: readonly string[];
  readonly tickets: readonly Ticket[];
}

type Step =
  | {
      readonly do: 'append';
      readonly route: 'plain' | 'array';
      readonly gzip: boolean;
      readonly sizes: readonly number[];
    }
  /** Lines of one batch, each appended by itself. */
  | { readonly do: 'lines'; readonly route: 'plain' | 'array'; readonly sizes: readonly number[] }
  | { readonly do: 'settle' | 'cut' | 'read'; readonly which: number; readonly at: number }
  | { readonly do: 'restart' | 'crash' };

const route = fc.constantFrom('plain' as const, 'array' as const);
/** Lengths of events: some fill a segment of 64 KiB in no time. */
const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 15_000 })), {
  minLength: 1,
  maxLength: 6,
});
const which = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), route, gzip: fc.boolean(), sizes }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lines' as const), route, sizes }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), which, at: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), which, at: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), which, at: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'crash' as const) }) },
);

describe('the spool', { timeout: 60_000 }, () => {
  let root: string;
  beforeEach(() => {
    root = temporaryDirectory();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('conserves events through appends, cuts, settlements, restarts and crashes', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = await createWorld(join(root, String(run++)));
        for (const one of steps) await world.take(one);
        await world.take({ do: 'restart' });
        await world.settleAll();
        expect(world.spool().stats()).toMatchObject({ events: 0, damagedRecords: 0, trouble: undefined });
        await world.end();
        // The lock of an owner that died before it wrote anything is taken for a newborn's for a minute.
        expect(filesIn(world.dir()).filter((name) => !name.endsWith('lock'))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

async function compare(held: Held, { batch, tickets, damagedEvents }: Readback): Promise<void> {
  expect(await eventsIn(batch)).toEqual(held.events);
  expect({ events: eventsOf(tickets), damagedEvents }).toEqual({ events: held.events.length, damagedEvents: 0 });
}

function routeOf(name: 'plain' | 'array') {
  return name === 'plain' ? plain : array;
}

/** Moves tickets about as custody does, and knows what has to come of it. */
async function createWorld(base: string) {
  let lives = 0;
  let dir = join(base, String(lives));
  let spool: Spool = open(dir, { maxBytes: 1_048_576 }).spool;
  let held: Held[] = [];
  let serial = 0;
  const abandoned: Spool[] = [];

  const newEvents = (lengths: readonly number[]) => lengths.map((length) => `"${serial++} ${'ö'.repeat(length / 2)}"`);

  /** What is replayed is what was held, and in the order in which it was appended. */
  const comeBack = async (): Promise<void> => {
    const before = held;
    held = [];
    for (const { route: found, tickets, events } of await recovered(spool, { bytes: 50_000, events: 10 })) {
      const name = found.key === 'array' ? 'array' : 'plain';
      const texts = await eventsIn((await spool.read(tickets)).batch);
      expect([texts.length, eventsOf(tickets)]).toEqual([events, events]);
      held.push({ route: name, events: texts, tickets });
    }
    for (const name of ['plain', 'array'] as const) {
      const those = (all: readonly Held[]) => all.filter((one) => one.route === name).flatMap((one) => one.events);
      expect(those(held)).toEqual(
        those(before).toSorted((a, b) => Number.parseInt(a.slice(1)) - Number.parseInt(b.slice(1))),
      );
    }
  };

  const pick = (index: number): Held | undefined => held[index % Math.max(1, held.length)];

  const cut = (one: Held, at: number): Held[] => {
    const head = at % (one.events.length + 1);
    const counts = [head, one.events.length - head].filter((count) => count > 0);
    let from = 0;
    return divideTickets(one.tickets, counts).map((tickets, index) => {
      const count = counts[index] as number;
      from += count;
      return { ...one, tickets, events: one.events.slice(from - count, from) };
    });
  };

  return {
    spool: () => spool,
    dir: () => dir,
    async take(one: Step): Promise<void> {
      switch (one.do) {
        case 'append': {
          const events = newEvents(one.sizes);
          const batch = batchOf(routeOf(one.route), events);
          const ticket = spool.append(one.gzip ? await zipped(batch) : batch);
          // Full: then it is the memory's.
          if (ticket !== undefined) held.push({ route: one.route, events, tickets: [ticket] });
          return;
        }
        case 'lines': {
          const events: string[] = [];
          const tickets: Ticket[] = [];
          for (const event of newEvents(one.sizes)) {
            const ticket = spool.appendLines(routeOf(one.route), textOf(routeOf(one.route), [event]), 1, 1);
            if (ticket === undefined) continue;
            events.push(event);
            addTicket(tickets, ticket);
          }
          if (events.length > 0) held.push({ route: one.route, events, tickets });
          return;
        }
        case 'settle': {
          const target = pick(one.which);
          if (target === undefined) return;
          spool.settle(target.tickets);
          held = held.filter((other) => other !== target);
          return;
        }
        case 'cut': {
          const target = pick(one.which);
          if (target !== undefined) held = held.flatMap((other) => (other === target ? cut(other, one.at) : [other]));
          return;
        }
        case 'read': {
          const target = pick(one.which);
          return target && compare(target, await spool.read(target.tickets));
        }
        case 'restart':
          await spool.close();
          spool = open(dir, { maxBytes: 1_048_576 }).spool;
          return comeBack();
        case 'crash': {
          // What is on the disk now is what a SIGKILL leaves; the copies of the locks are nobody's.
          const copy = join(base, String(++lives));
          cpSync(dir, copy, { recursive: true });
          abandoned.push(spool);
          dir = copy;
          spool = open(dir, { maxBytes: 1_048_576 }).spool;
          return comeBack();
        }
      }
    },
    async settleAll(): Promise<void> {
      expect(spool.stats().events).toBe(held.flatMap((one) => one.events).length);
      for (const one of held) spool.settle(one.tickets);
      held = [];
    },
    async end(): Promise<void> {
      await spool.close();
      for (const one of abandoned) await one.close();
    },
  };
}
