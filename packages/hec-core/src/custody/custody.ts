import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Runtime } from '../runtime.ts';
import type { DropReason, Ledger } from '../types.ts';
import { type Batch, type Exit, newHistory, type Origin } from './batch.ts';
import { createCompressor } from './compressor.ts';
import { createBook } from './ledger.ts';
import { cutBody, linesOf } from './lines.ts';
import { bytesOf, closeBody, type OpenBatch, openBatch, writeLines } from './open-batch.ts';
import { createDeque } from './queue.ts';
import { createWaiters } from './waiters.ts';

/**
 * A producer that waits asks for room before each call, and room there is while the bound is not reached. What the call
 * then brings is taken whole, up to this much beyond the bound: dropping its tail would cost what the waiting was for.
 */
const WAITING = { bytes: 8_388_608, events: 65_536 };

/** Full-sized memory kept for the next open batches. */
const SPARE_MEMORIES = 2;

export interface CustodyLimits {
  /** Of one body, uncompressed; may shrink when an endpoint says it takes less. */
  bodyBytes: number;
  events: number;
}

/** What custody tells the rest of the engine. */
export interface CustodyEvents {
  /** A batch can be sent. */
  ready(): void;
  sealed(batch: Batch): void;
  /** Events were dropped, at the door or later. */
  dropped(drop: { events: number; reason: DropReason; from: number; to: number; origin: Origin }): void;
  /** A batch left: the last word on it. */
  settled(batch: Batch, exit: Exit): void;
}

/**
 * Holds every event between `send` and its end, and is the ledger: `enter`, `requeue`, `await`, `cut` and `settle` are
 * the only ways a count changes, and each conserves events.
 */
export interface Custody {
  readonly limits: CustodyLimits;
  /** Takes lines, each ending in LF, all of one route. False when they were dropped because there is no room. */
  enter(route: Route, text: string, events: number, origin: Origin): boolean;
  /** How many events the open batch of a route still takes: at least 1, a full one is sealed. */
  eventsLeft(route: Route): number;
  /** Counts events that leave at the door without having been held. */
  turnAway(events: number, origin: Origin, exit: Exit): void;
  /** Whether `enter` would find room for so much now, without anything giving way. */
  fits(bytes: number, events: number): boolean;
  room(): Promise<void>;
  /** Seals everything open, or one route. */
  seal(): void;
  /** Takes the next batch out of the queue, into flight. */
  next(): Batch | undefined;
  readonly ready: number;
  requeue(batch: Batch, at: 'front' | 'back'): void;
  awaitAck(batch: Batch): void;
  /** Divides a batch in flight; the parts take its place. `sizes` add up to its events. */
  cut(batch: Batch, sizes: readonly number[]): Promise<Batch[]>;
  /** The events of a batch, for the dead letter. */
  lines(batch: Batch): Promise<string[]>;
  settle(batch: Batch, exit: Exit): void;
  /** Settles everything that is held. */
  settleAll(exit: Exit): void;
  /** Ends the current flush period; resolves when everything that entered in it or before has left. */
  left(): { readonly done: Promise<void>; cancel(): void };
  ledger(): Ledger;
  heldBytes(): number;
  heldEvents(): number;
}

export function createCustody(
  settings: Pick<DestinationSettings, 'batch' | 'queue'>,
  limits: CustodyLimits,
  level: number,
  runtime: Runtime,
  events: CustodyEvents,
): Custody {
  const book = createBook();
  const compressor = createCompressor(runtime, level);
  const open = new Map<string, OpenBatch>();
  const queue = createDeque<Batch>();
  const sealed = new Set<Batch>();
  const waiters = createWaiters();
  const spare: Buffer[] = [];
  let bytesHeld = 0;
  let ids = 0;
  let period = 0;
  let readyCount = 0;

  const full = (bytes: number, count: number): boolean =>
    bytesHeld + bytes > settings.queue.maxBytes ||
    (settings.queue.maxEvents > 0 && book.held() + count > settings.queue.maxEvents);

  /** Whether so much has to be turned away, or to make something else give way. */
  const tooMuch = (bytes: number, count: number): boolean =>
    settings.queue.onFull === 'wait' ? full(bytes - WAITING.bytes, count - WAITING.events) : full(bytes, count);

  const hold = (bytes: number): void => {
    bytesHeld += bytes;
    if (bytes < 0 && !full(0, 1)) waiters.roomAgain();
  };

  /** Lets the oldest queued batches go until there is room. */
  const giveWay = (bytes: number, count: number): boolean => {
    while (full(bytes, count)) {
      const oldest = queue.take();
      if (oldest === undefined) return false;
      readyCount--;
      leave(oldest, 'dropped:queue-full');
    }
    return true;
  };

  const enqueue = (batch: Batch, at: 'front' | 'back'): void => {
    const before = batch.body.byteLength;
    compressor.submit(batch, () => {
      if (!sealed.has(batch)) return;
      hold(batch.body.byteLength - before);
      if (at === 'front') queue.pushFront(batch);
      else queue.pushBack(batch);
      readyCount++;
      events.ready();
    });
  };

  const sealOne = (one: OpenBatch): void => {
    open.delete(keyOf(one.route, one.origin));
    one.linger?.cancel();
    if (one.events === 0) return;
    const closed = closeBody(one);
    // The open memory is the next batch's; the body is its own from here on.
    const body = new Uint8Array(closed);
    if (spare.length < SPARE_MEMORIES) spare.push(one.memory);
    const batch: Batch = {
      id: ids++,
      route: one.route,
      events: one.events,
      bytes: body.byteLength,
      origin: one.origin,
      firstAt: one.firstAt,
      lastAt: one.lastAt,
      period: one.period,
      history: newHistory(),
      body,
      encoding: 'identity',
      place: 'queued',
    };
    hold(body.byteLength - one.bytes);
    book.move(one.events, 'open', 'queued');
    sealed.add(batch);
    events.sealed(batch);
    enqueue(batch, 'back');
  };

  const leave = (batch: Batch, exit: Exit): void => {
    sealed.delete(batch);
    book.move(batch.events, batch.place, exit);
    hold(-batch.body.byteLength);
    if (exit.startsWith('dropped:'))
      events.dropped({
        events: batch.events,
        reason: exit.slice('dropped:'.length) as DropReason,
        from: batch.firstAt,
        to: batch.lastAt,
        origin: batch.origin,
      });
    events.settled(batch, exit);
    waiters.left(batch.period, batch.events);
  };

  const settle = (batch: Batch, exit: Exit): void => {
    if (!sealed.has(batch)) return;
    if (batch.place === 'queued' && queue.remove(batch)) readyCount--;
    leave(batch, exit);
  };

  const openFor = (route: Route, origin: Origin, now: number): OpenBatch => {
    const one = openBatch(route, { origin, period, now, memory: spare.pop() });
    hold(one.bytes);
    one.linger = runtime.timer(settings.batch.lingerMs, () => sealOne(one));
    open.set(keyOf(route, origin), one);
    return one;
  };

  const inflate = (batch: Batch): Promise<Uint8Array> =>
    batch.encoding === 'gzip' ? runtime.gunzip(batch.body, batch.bytes) : Promise.resolve(batch.body);

  return {
    limits,
    enter(route, text, count, origin) {
      const key = keyOf(route, origin);
      let one = open.get(key);
      const framing = route.open.length + route.close.length;
      let bytes = bytesOf(text, limits.bodyBytes - (one?.bytes ?? framing) - route.close.length);
      if (one !== undefined && (one.bytes + bytes > limits.bodyBytes || one.events + count > limits.events)) {
        sealOne(one);
        one = undefined;
      }
      const now = runtime.now();
      if (tooMuch(bytes, count)) bytes = Buffer.byteLength(text);
      if (tooMuch(bytes, count) && (settings.queue.onFull !== 'drop-oldest' || !giveWay(bytes, count))) {
        book.enter(count, origin, 'dropped:queue-full');
        events.dropped({ events: count, reason: 'queue-full', from: now, to: now, origin });
        return false;
      }
      one ??= openFor(route, origin, now);
      hold(writeLines(one, text, count));
      one.lastAt = now;
      book.enter(count, origin, 'open');
      waiters.entered(one.period, count);
      if (one.events >= limits.events || one.bytes >= limits.bodyBytes) sealOne(one);
      return true;
    },
    eventsLeft: (route) => limits.events - (open.get(keyOf(route, 'logged'))?.events ?? 0),
    turnAway(count, origin, exit) {
      book.enter(count, origin, exit);
      if (!exit.startsWith('dropped:')) return;
      const now = runtime.now();
      const reason = exit.slice('dropped:'.length) as DropReason;
      events.dropped({ events: count, reason, from: now, to: now, origin });
    },
    fits: (bytes, count) => !tooMuch(bytes, count) || settings.queue.onFull === 'drop-oldest',
    room: () => (full(0, 1) ? waiters.room() : Promise.resolve()),
    seal() {
      for (const one of Array.from(open.values())) sealOne(one);
    },
    next() {
      const batch = queue.take();
      if (batch === undefined) return undefined;
      readyCount--;
      book.move(batch.events, 'queued', 'inFlight');
      batch.place = 'inFlight';
      return batch;
    },
    get ready() {
      return readyCount;
    },
    requeue(batch, at) {
      // Settled while it was in flight (closed at the deadline).
      if (!sealed.has(batch)) return;
      book.move(batch.events, batch.place, 'queued');
      batch.place = 'queued';
      enqueue(batch, at);
    },
    awaitAck(batch) {
      if (!sealed.has(batch)) return;
      book.move(batch.events, batch.place, 'awaitingAck');
      batch.place = 'awaitingAck';
    },
    async cut(batch, sizes) {
      const parts = cutBody(await inflate(batch), batch.route, sizes);
      // Settled meanwhile (closed at the deadline): there is nothing left to divide.
      if (!sealed.delete(batch)) return [];
      hold(-batch.body.byteLength);
      return parts.map(({ events: count, body }) => {
        const part: Batch = {
          ...batch,
          id: ids++,
          events: count,
          bytes: body.byteLength,
          history: { ...batch.history },
          body,
          encoding: 'identity',
        };
        sealed.add(part);
        hold(body.byteLength);
        return part;
      });
    },
    lines: async (batch) => linesOf(await inflate(batch), batch.route),
    settle,
    settleAll(exit) {
      for (const one of Array.from(open.values())) sealOne(one);
      for (const batch of Array.from(sealed)) settle(batch, exit);
    },
    left() {
      return waiters.flushed(period++);
    },
    ledger: () => book.read(),
    heldBytes: () => bytesHeld,
    heldEvents: () => book.held(),
  };
}

/** Gap records travel in batches of their own, so that their end is known. */
function keyOf(route: Route, origin: Origin): string {
  return origin === 'logged' ? route.key : `${origin} ${route.key}`;
}
