import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, Exit } from '../../src/custody/batch.ts';
import { createCustody } from '../../src/custody/custody.ts';
import type { CutPart } from '../../src/custody/division.ts';
import { imbalance } from '../../src/custody/ledger.ts';
import type { Custody } from '../../src/custody/types.ts';
import type { Route } from '../../src/dialect/types.ts';
import type { Spool } from '../../src/spool/types.ts';
import type { DropReason } from '../../src/types.ts';
import { type FakeRuntime, fakeRuntime } from '../support/fake-runtime.ts';
import { ARRAY, LINES } from '../support/routes.ts';

interface Setup {
  readonly custody: Custody;
  readonly runtime: FakeRuntime;
  readonly drops: { events: number; reason: DropReason }[];
  /** Resolves when so many batches are ready to be sent. */
  ready(count: number): Promise<void>;
}

function setup(
  options: {
    maxBytes?: number;
    maxEvents?: number;
    onFull?: 'drop-newest' | 'drop-oldest' | 'wait';
    level?: number;
    sealed?: (batch: Batch) => void;
    spool?: Spool;
  } = {},
  limits = { bodyBytes: 4_000, events: 100 },
  runtime = fakeRuntime(),
): Setup {
  const drops: Setup['drops'] = [];
  let waiting: { count: number; resolve: () => void } | undefined;
  const look = (): void => {
    if (waiting !== undefined && custody.ready >= waiting.count) waiting.resolve();
  };
  const { maxBytes = 1_000_000, maxEvents = 0, onFull = 'drop-newest', sealed = () => {}, spool } = options;
  const custody = createCustody({
    settings: {
      batch: { maxBytes: limits.bodyBytes, maxEvents: limits.events, lingerMs: 1000 },
      queue: { maxBytes, maxEvents, onFull },
    },
    limits,
    level: options.level ?? 1,
    runtime,
    events: {
      ready: look,
      sealed,
      dropped: ({ events, reason }) => drops.push({ events, reason }),
      settled: () => {},
    },
    spool: spool && { spool, mode: 'overflow' },
  });
  return {
    custody,
    runtime,
    drops,
    async ready(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting = { count, resolve };
      look();
      await promise;
    },
  };
}

/** A disk that is full. */
const FULL = {
  append: () => undefined,
  holds: () => false,
  async *recover() {},
} satisfies Partial<Spool> as Partial<Spool> as Spool;

/** A disk with so many batches of a former life on it. */
function left(batches: number, read: (nth: number) => void): Spool {
  const batch = { route: LINES, events: 1, bytes: 3000, encoding: 'identity', firstAt: 0, lastAt: 0 } as const;
  return {
    append: () => ({ segment: 1, from: 0, to: 1 }),
    holds: () => true,
    settle() {},
    async read(tickets) {
      read(tickets[0]?.from ?? -1);
      return { batch: { ...batch, body: Buffer.alloc(3000, 'x') }, tickets, damagedEvents: 0, notNow: undefined };
    },
    async *recover() {
      for (const from of Array.from({ length: batches }).keys())
        yield { recovered: { dialect: 'splunk', ...batch, tickets: [{ segment: 1, from, to: from + 1 }] } };
    },
  } satisfies Partial<Spool> as Partial<Spool> as Spool;
}

const line = (text: string, route: Route = LINES): string => `${route.separator}${JSON.stringify({ event: text })}\n`;

const untaken = (...sizes: number[]): CutPart[] => sizes.map((events) => ({ events }));

function bodyText(batch: Batch): string {
  return Buffer.from(batch.encoding === 'gzip' ? gunzipSync(batch.body) : batch.body).toString();
}

/** Enough turns of the event loop for all that nothing holds up. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

describe('what a former life has left on disk', () => {
  it('is read as it is needed: what waits to be compressed is enough for now', async () => {
    const jobs: PromiseWithResolvers<Uint8Array>[] = [];
    const gzip = (): Promise<Uint8Array> => {
      const job = Promise.withResolvers<Uint8Array>();
      jobs.push(job);
      return job.promise;
    };
    let read = 0;
    const { custody, ready } = setup({ spool: left(50, () => read++) }, undefined, { ...fakeRuntime(), gzip });
    await someTurns();
    // One is being compressed, eight wait.
    expect([jobs.length, read]).toEqual([1, 9]);
    jobs[0]?.resolve(new Uint8Array(300));
    await ready(1);
    await someTurns();
    expect(read).toBe(9);
    expect(custody.next()?.events).toBe(1);
    await someTurns();
    expect([jobs.length, read]).toEqual([2, 10]);
  });
});

describe('custody', () => {
  it.each([
    ['at the linger time', 0, 1000],
    ['up to a fifth sooner, so that hosts that log at the same moment do not all send together', 0.999_999, 801],
  ])('seals %s', async (_, random, afterMs) => {
    const { custody, runtime, ready } = setup(
      {},
      undefined,
      fakeRuntime(0, () => random),
    );
    custody.enter(LINES, line('a'), 1, 'logged');
    runtime.advance(afterMs - 1);
    expect(custody.ledger().held).toMatchObject({ open: 1, queued: 0 });
    runtime.advance(1);
    await ready(1);
    expect(custody.ledger().held).toMatchObject({ open: 0, queued: 1 });
    expect(bodyText(custody.next() as Batch)).toBe('{"event":"a"}');
  });

  it('seals exactly at the number of events', async () => {
    const { custody, ready } = setup({}, { bodyBytes: 100_000, events: 3 });
    for (const letter of 'abcdefg') custody.enter(LINES, line(letter), 1, 'logged');
    await ready(2);
    expect(custody.next()?.events).toBe(3);
    expect(custody.next()?.events).toBe(3);
    expect(custody.ledger().held.open).toBe(1);
  });

  it('never makes a body larger than the limit, and compresses it once it is worth it', async () => {
    const { custody, ready } = setup();
    for (let i = 0; i < 300; i++) custody.enter(LINES, line(`événement ${i} ${'x'.repeat(i % 90)}`), 1, 'logged');
    custody.seal();
    await ready(1);
    const seen: string[] = [];
    while (custody.ledger().held.queued > 0) {
      await ready(1);
      const batch = custody.next() as Batch;
      expect(batch.bytes).toBeLessThanOrEqual(4_000);
      expect(batch.encoding).toBe(batch.bytes < 1500 ? 'identity' : 'gzip');
      seen.push(...bodyText(batch).split('\n'));
    }
    expect(seen.map((one) => JSON.parse(one).event.split(' ')[1])).toEqual([...Array(300).keys()].map(String));
  });

  it('counts events that came one by one by their bytes, and fills a body and the queue with them to the last byte', () => {
    const wide = line('€'.repeat(30));
    const bytes = Buffer.byteLength(wide);
    // The last LF gives way to the end of the body.
    const { custody, drops } = setup({ maxBytes: 20 * bytes }, { bodyBytes: 10 * bytes - 1, events: 1000 });
    for (let i = 0; i < 9; i++) custody.enter(LINES, wide, 1, 'logged');
    expect(custody.heldBytes()).toBe(9 * bytes);
    custody.enter(LINES, wide, 1, 'logged');
    expect(custody.ledger().held.open).toBe(0);
    for (let i = 0; i < 11; i++) custody.enter(LINES, wide, 1, 'logged');
    // A sealed body has no last LF: that is the byte there is left for none.
    expect(drops).toEqual([{ events: 1, reason: 'queue-full' }]);
  });

  it('frames an array body as valid JSON', async () => {
    const { custody, ready } = setup({ level: 0 });
    for (const letter of 'abc') custody.enter(ARRAY, line(letter, ARRAY), 1, 'logged');
    custody.seal();
    await ready(1);
    expect(JSON.parse(bodyText(custody.next() as Batch))).toEqual({
      list: [{ event: 'a' }, { event: 'b' }, { event: 'c' }],
    });
  });

  it('never puts two routes into one batch', async () => {
    const { custody, ready } = setup();
    const other = { ...LINES, key: 'other', path: '/other' };
    for (const route of [LINES, other, LINES, other]) custody.enter(route, line(route.key), 1, 'logged');
    custody.seal();
    await ready(2);
    expect([custody.next(), custody.next()].map((batch) => [batch?.route.key, batch?.events])).toEqual([
      ['lines', 2],
      ['other', 2],
    ]);
  });

  it('drops the newest when it is full, and says so', () => {
    const { custody, drops } = setup({ maxEvents: 2 });
    const entered = ['a', 'b', 'c'].map((letter) => custody.enter(LINES, line(letter), 1, 'logged'));
    expect(entered).toEqual([true, true, false]);
    expect(drops).toEqual([{ events: 1, reason: 'queue-full' }]);
    expect(custody.ledger().dropped).toEqual({ 'queue-full': 1 });
    expect(imbalance(custody.ledger())).toBe(0);
  });

  it('lets the oldest queued batch go where the policy says so', async () => {
    const { custody, ready } = setup({ maxEvents: 3, onFull: 'drop-oldest' }, { bodyBytes: 4_000, events: 1 });
    for (const letter of 'abc') custody.enter(LINES, line(letter), 1, 'logged');
    await ready(3);
    expect(custody.enter(LINES, line('d'), 1, 'logged')).toBe(true);
    await ready(3);
    expect([custody.next(), custody.next(), custody.next()].map((batch) => bodyText(batch as Batch))).toEqual([
      '{"event":"b"}',
      '{"event":"c"}',
      '{"event":"d"}',
    ]);
  });

  it('keeps the record of what was dropped, which may have been sent before: else it would be told twice', async () => {
    const { custody, drops, ready } = setup({ maxEvents: 3, onFull: 'drop-oldest' }, { bodyBytes: 4_000, events: 1 });
    custody.enter(LINES, line('record'), 1, 'gaps');
    for (const letter of 'abcdef') custody.enter(LINES, line(letter), 1, 'logged');
    await ready(3);
    expect([drops.length, custody.ledger().dropped]).toEqual([4, { 'queue-full': 4 }]);
    expect([1, 2, 3].map(() => bodyText(custody.next() as Batch))).toEqual(
      ['record', 'e', 'f'].map((event) => JSON.stringify({ event })),
    );
  });

  it('lets producers wait for room', async () => {
    const { custody, ready } = setup({ maxEvents: 1, onFull: 'wait' });
    custody.enter(LINES, line('a'), 1, 'logged');
    let room = false;
    const waited = (async () => {
      await custody.room();
      room = true;
    })();
    custody.seal();
    await ready(1);
    const batch = custody.next() as Batch;
    expect(room).toBe(false);
    custody.settle(batch, 'taken');
    await waited;
    expect(room).toBe(true);
  });

  it('takes what a waiting producer brings whole once there was room, and turns away what comes without asking', async () => {
    const { custody } = setup({ maxBytes: 10_000, onFull: 'wait' }, { bodyBytes: 1_000_000, events: 100_000 });
    await custody.room();
    expect(custody.enter(LINES, line('x'.repeat(300)).repeat(1000), 1000, 'logged')).toBe(true);
    let room = false;
    void (async () => {
      await custody.room();
      room = true;
    })();
    await Promise.resolve();
    expect(room).toBe(false);
    for (let i = 0; i < 30; i++) custody.enter(LINES, line('x'.repeat(300)).repeat(1000), 1000, 'logged');
    const { dropped, held } = custody.ledger();
    expect(dropped['queue-full']).toBeGreaterThan(0);
    expect(custody.heldBytes()).toBeLessThan(10_000 + 8_388_608 + 1);
    expect((dropped['queue-full'] ?? 0) + held.open + held.queued).toBe(31_000);
  });

  it('lets a flush wait for what entered before it, and for nothing that came later', async () => {
    const { custody, ready } = setup();
    custody.enter(LINES, line('before'), 1, 'logged');
    custody.seal();
    const flush = custody.left();
    let flushed = false;
    const done = (async () => {
      await flush.done;
      flushed = true;
    })();
    custody.enter(LINES, line('later'), 1, 'logged');
    await ready(1);
    const batch = custody.next() as Batch;
    expect(flushed).toBe(false);
    custody.settle(batch, 'taken');
    await done;
    expect(custody.ledger().held.open).toBe(1);
  });

  it('settles a batch once, whatever is asked of it afterwards', async () => {
    const { custody, ready } = setup();
    custody.enter(LINES, line('a'), 1, 'logged');
    custody.seal();
    await ready(1);
    const batch = custody.next() as Batch;
    custody.letGo();
    custody.settle(batch, 'taken');
    custody.requeue(batch, 'front');
    expect(await custody.cut(batch, untaken(1))).toEqual([]);
    expect(custody.ledger()).toMatchObject({ delivered: { taken: 0 }, dropped: { shutdown: 1 }, held: { queued: 0 } });
    expect(custody.heldBytes()).toBe(0);
  });

  it('lets go of what an answer took as taken, at every step of dividing it by that answer', async () => {
    for (let turns = 0; turns < 12; turns++) {
      // Not compressed, so that dividing it is microtasks alone.
      const { custody, ready } = setup({ level: 0 });
      for (const text of 'abc') custody.enter(LINES, line(text), 1, 'logged');
      custody.seal();
      await ready(1);
      const cut = custody.cut(custody.next() as Batch, [
        { events: 1, taken: true },
        { events: 2, taken: false },
      ]);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      custody.letGo();
      await cut;
      expect(custody.ledger()).toMatchObject({ delivered: { taken: 1 }, dropped: { shutdown: 2 } });
      expect(imbalance(custody.ledger())).toBe(0);
    }
  });

  it('counts none as taken that is to be sent again, though it was', async () => {
    const { custody, ready } = setup();
    custody.enter(LINES, line('a'), 1, 'logged');
    custody.seal();
    await ready(1);
    const batch = custody.next() as Batch;
    custody.awaitAck(batch);
    custody.requeue(batch, 'front');
    custody.letGo();
    expect(custody.ledger()).toMatchObject({ delivered: { taken: 0 }, dropped: { shutdown: 1 } });
  });

  it('takes a batch that was put aside back once, though making room on a full disk had put it among the others', async () => {
    const { custody, ready } = setup({ maxBytes: 12_000, spool: FULL }, { bodyBytes: 8_000, events: 100 });
    for (let i = 0; i < 4; i++) custody.enter(LINES, line('x'.repeat(1900)), 1, 'logged');
    custody.seal();
    await ready(1);
    // Fresh from a cut it is compressed before it waits: room is made of it meanwhile.
    const [half, other] = (await custody.cut(custody.next() as Batch, untaken(2, 2))) as [Batch, Batch];
    custody.requeue(half, 'aside');
    expect(custody.enter(LINES, line('y'.repeat(6000)), 1, 'logged')).toBe(false);
    expect(custody.ready).toBe(1);
    expect(custody.takeBack(half)).toBe(true);
    expect(custody.next()).toBeUndefined();
    custody.settle(half, 'taken');
    custody.settle(other, 'taken');
    expect(custody.ledger()).toMatchObject({ delivered: { taken: 4 }, dropped: { 'queue-full': 1 } });
    expect(imbalance(custody.ledger())).toBe(0);
    expect(custody.heldBytes()).toBe(0);
  });

  it.each(['drop-newest', 'drop-oldest'] as const)(
    'leaves a batch alone that was put aside and is on its way, though it waits to be compressed still (%s)',
    async (onFull) => {
      const runtime = fakeRuntime();
      let zipped = 0;
      const gzip: typeof runtime.gzip = (bytes, level) =>
        zipped++ === 0 ? runtime.gzip(bytes, level) : new Promise(() => {});
      const { custody, ready } = setup(
        { maxBytes: 12_000, onFull, spool: left(0, () => {}) },
        { bodyBytes: 8_000, events: 100 },
        { ...runtime, gzip },
      );
      for (let i = 0; i < 4; i++) custody.enter(LINES, line('x'.repeat(1900)), 1, 'logged');
      custody.seal();
      await ready(1);
      const halves = (await custody.cut(custody.next() as Batch, untaken(2, 2))) as [Batch, Batch];
      for (const half of halves) {
        custody.requeue(half, 'aside');
        expect(custody.takeBack(half)).toBe(true);
      }
      // The disk would take anything, and the queue has no room for this.
      custody.enter(LINES, line('y'.repeat(6000)), 1, 'logged');
      expect(halves.map(({ place, body }) => [place, body.byteLength > 1500])).toEqual([
        ['inFlight', true],
        ['inFlight', true],
      ]);
      for (const half of halves) custody.settle(half, 'taken');
      expect(custody.ledger().delivered.taken).toBe(4);
      expect(Math.min(...Object.values(custody.ledger().held))).toBe(0);
    },
  );

  it('drops a batch once, though it waits to be compressed twice: put aside, sent, and put aside again', async () => {
    const runtime = fakeRuntime();
    let zipped = 0;
    const gzip: typeof runtime.gzip = (bytes, level) =>
      zipped++ === 0 ? runtime.gzip(bytes, level) : new Promise(() => {});
    const { custody, drops, ready } = setup(
      { maxBytes: 12_000, onFull: 'drop-oldest' },
      { bodyBytes: 8_000, events: 100 },
      { ...runtime, gzip },
    );
    for (let i = 0; i < 4; i++) custody.enter(LINES, line('x'.repeat(1900)), 1, 'logged');
    custody.seal();
    await ready(1);
    const [first, second] = (await custody.cut(custody.next() as Batch, untaken(2, 2))) as [Batch, Batch];
    custody.requeue(first, 'aside');
    custody.requeue(second, 'aside');
    expect(custody.takeBack(second)).toBe(true);
    custody.requeue(second, 'aside');
    // The first is being compressed. For this the second has to go, and for that this one.
    expect(custody.enter(LINES, line('y'.repeat(7900)), 1, 'logged')).toBe(true);
    expect(custody.enter(LINES, line('z'.repeat(7900)), 1, 'logged')).toBe(true);
    expect(drops.map(({ events }) => events)).toEqual([2, 1]);
    expect(Math.min(...Object.values(custody.ledger().held))).toBe(0);
    expect(imbalance(custody.ledger())).toBe(0);
  });

  it('seals each batch once, though whoever hears of a seal logs', async () => {
    const sealed: string[] = [];
    const { custody, ready } = setup(
      {
        sealed({ route, events }) {
          sealed.push(`${route.key} ${events}`);
          // The last that the other one takes: it is sealed here, while all are being sealed.
          if (sealed.length === 1) custody.enter(ARRAY, line('of the listener', ARRAY), 1, 'logged');
        },
      },
      { bodyBytes: 100_000, events: 2 },
    );
    for (const route of [LINES, ARRAY]) custody.enter(route, line('a', route), 1, 'logged');
    custody.seal();
    expect(sealed).toEqual(['lines 1', 'array 2']);
    await ready(2);
    expect([custody.next()?.events, custody.next()?.events, custody.next()]).toEqual([2, 1, undefined]);
    expect(custody.ledger()).toMatchObject({ entered: { logged: 3 }, held: { open: 0, queued: 0, inFlight: 3 } });
    custody.letGo();
    expect(custody.heldBytes()).toBe(0);
  });

  it('balances after any sequence of acts, and holds no byte when it is empty', async () => {
    const act = fc.oneof(
      fc.record({
        do: fc.constant('enter' as const),
        size: fc.nat(600),
        count: fc.integer({ min: 1, max: 5 }),
        array: fc.boolean(),
      }),
      fc.record({ do: fc.constantFrom('seal' as const, 'linger' as const, 'take' as const) }),
      fc.record({
        do: fc.constantFrom('requeue' as const, 'settle' as const, 'ack' as const, 'cut' as const),
        which: fc.nat(),
        front: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 60 }),
        fc.constantFrom('drop-newest', 'drop-oldest', 'wait' as const),
        async (acts, onFull) => {
          const { custody, runtime } = setup({ maxBytes: 6_000, onFull }, { bodyBytes: 1_500, events: 7 });
          let flying: Batch[] = [];
          for (const one of acts) {
            if (one.do === 'enter') {
              const route = one.array ? ARRAY : LINES;
              const size = Math.floor(one.size / one.count);
              custody.enter(route, line('é'.repeat(size), route).repeat(one.count), one.count, 'logged');
            } else if (one.do === 'seal') custody.seal();
            else if (one.do === 'linger') runtime.advance(1000);
            else if (one.do === 'take') {
              const batch = custody.next();
              if (batch !== undefined) flying.push(batch);
            } else if ('which' in one && flying.length > 0) {
              const batch = flying[one.which % flying.length] as Batch;
              flying = flying.filter((other) => other !== batch);
              if (one.do === 'requeue') custody.requeue(batch, one.front ? 'front' : 'back');
              else if (one.do === 'settle') custody.settle(batch, exits[one.which % exits.length] as Exit);
              else if (one.do === 'ack') {
                custody.awaitAck(batch);
                flying.push(batch);
              } else {
                const at = one.which % batch.events;
                const parts = await custody.cut(
                  batch,
                  at === 0 ? untaken(batch.events) : untaken(at, batch.events - at),
                );
                flying.push(...parts);
              }
            }
            expect(imbalance(custody.ledger())).toBe(0);
            expect(Math.min(...Object.values(custody.ledger().held))).toBeGreaterThanOrEqual(0);
          }
          custody.letGo();
          expect(imbalance(custody.ledger())).toBe(0);
          expect(custody.heldEvents()).toBe(0);
          expect(custody.heldBytes()).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const exits: readonly Exit[] = ['taken', 'acked', 'deadLettered', 'dropped:refused', 'dropped:poison'];
