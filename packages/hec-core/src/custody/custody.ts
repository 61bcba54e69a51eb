import { Buffer } from 'node:buffer';
import { addTicket, divideTickets } from '../spool/tickets.ts';
import type { DropReason, Place } from '../types.ts';
import { type Batch, type Exit, newHistory } from './batch.ts';
import { createCompressor } from './compressor.ts';
import { createFilling } from './filling.ts';
import { createBook } from './ledger.ts';
import { cutBody, linesOf } from './lines.ts';
import { createMakeRoom } from './make-room.ts';
import { closeBody, type OpenBatch, writeLines } from './open-batch.ts';
import { createDeque } from './queue.ts';
import { createRoom } from './room.ts';
import { createShelf } from './shelf.ts';
import type { Custody, CustodyParts } from './types.ts';
import { createWaiters } from './waiters.ts';

/** So many batches wait in memory before the disk is asked for more: enough for the lanes, little to lose. */
const READY_BATCHES = 8;
/** So many batches are written to disk at once while the gates are shut: writing blocks the event loop. */
const PERSIST_AT_ONCE = 4;

export function createCustody({ settings, limits, level, runtime, events, spool }: CustodyParts): Custody {
  const book = createBook();
  const compressor = createCompressor(runtime, level);
  const queue = createDeque<Batch>();
  const sealed = new Set<Batch>();
  const waiters = createWaiters();
  const room = createRoom(settings.queue, book.inMemory, waiters.roomAgain);
  let ids = 0;
  let period = 0;

  const filling = createFilling({
    limits,
    lingerMs: settings.batch.lingerMs,
    runtime,
    period: () => period,
    opened: (one) => room.hold(one.bytes),
    seal: (one) => seal(one),
  });

  const shelf =
    spool &&
    createShelf(spool.spool, spool.mode, runtime, {
      limits,
      nextId: () => ids++,
      period: () => period,
      // By what is held, not by what would come: a record larger than half the queue would never be read.
      hungry: () => queue.size < READY_BATCHES && !room.full(settings.queue.maxBytes / 2, 0),
      recovered(batch) {
        book.enter(batch.events, 'recovered', 'spooled');
        waiters.entered(batch.period, batch.events);
        sealed.add(batch);
      },
      lost(count) {
        book.enter(count, 'recovered', 'dropped:spool-damaged');
        events.spooled?.('damaged', count);
        const now = runtime.now();
        events.dropped({ events: count, reason: 'spool-damaged', from: now, to: now, origin: 'recovered' });
      },
      loaded: (shelved, back, damaged) => load(shelved, back, damaged),
    });

  /** Moves a batch between places; the only way besides `leave`. */
  const place = (batch: Batch, to: Place): void => {
    book.move(batch.events, batch.place, to);
    batch.place = to;
  };

  const enqueue = (batch: Batch, at: 'front' | 'back' | 'aside'): void => {
    compressor.submit(batch, (compressed) => {
      // It may have left meanwhile, or been left to the disk.
      if (!sealed.has(batch) || batch.place !== 'queued') return;
      if (compressed !== undefined) {
        room.hold(compressed.byteLength - batch.body.byteLength);
        batch.body = compressed;
        batch.encoding = 'gzip';
      }
      if (at === 'aside') return;
      if (at === 'front') queue.pushFront(batch);
      else queue.pushBack(batch);
      events.ready();
    });
  };

  const seal = (one: OpenBatch): void => {
    // The open memory is the next batch's; the body is its own from here on.
    const body = new Uint8Array(closeBody(one));
    filling.reuse(one.memory);
    const { route, origin, firstAt, lastAt, tickets } = one;
    const batch: Batch = {
      id: ids++,
      route,
      events: one.events,
      bytes: body.byteLength,
      origin,
      firstAt,
      lastAt,
      period: one.period,
      history: newHistory(),
      body,
      encoding: 'identity',
      place: 'open',
      tickets,
    };
    room.hold(body.byteLength - one.bytes);
    place(batch, 'queued');
    sealed.add(batch);
    events.sealed(batch);
    enqueue(batch, 'back');
  };

  const leave = (batch: Batch, exit: Exit): void => {
    sealed.delete(batch);
    book.move(batch.events, batch.place, exit);
    room.hold(-batch.body.byteLength);
    shelf?.settle(batch);
    const { firstAt: from, lastAt: to, origin } = batch;
    const reason = droppedFor(exit);
    if (reason !== undefined) events.dropped({ events: batch.events, reason, from, to, origin });
    events.settled(batch, exit);
    waiters.left(batch.period, batch.events);
    shelf?.serve();
  };

  const settle = (batch: Batch, exit: Exit): void => {
    if (!sealed.has(batch)) return;
    if (batch.place === 'queued') queue.remove(batch);
    if (batch.place === 'spooled') shelf?.remove(batch);
    leave(batch, exit);
  };

  /** Lets a batch's body go; the disk has it. */
  const shelve = (batch: Batch): void => {
    if (batch.place === 'spooled') return;
    queue.remove(batch);
    room.hold(-batch.body.byteLength);
    place(batch, 'spooled');
    shelf?.put(batch);
    events.spooled?.('spooled', batch.events);
  };

  /** A batch is back from the disk, or what was left of it. */
  const load = (shelved: Batch, back: Batch | undefined, damaged: number): void => {
    if (!sealed.delete(shelved)) return;
    const { firstAt: from, lastAt: to, origin } = shelved;
    if (damaged > 0) {
      book.move(damaged, 'spooled', 'dropped:spool-damaged');
      events.spooled?.('damaged', damaged);
      events.dropped({ events: damaged, reason: 'spool-damaged', from, to, origin });
      waiters.left(shelved.period, damaged);
    }
    // Damaged whole.
    if (back === undefined) return;
    sealed.add(back);
    room.hold(back.body.byteLength);
    place(back, 'queued');
    events.spooled?.('replayed', back.events);
    enqueue(back, 'back');
  };

  const makeRoom = createMakeRoom({
    room,
    queue,
    compressor,
    filling,
    keep: shelf?.keep,
    shelve,
    leastToSpill: () => Math.min(limits.bodyBytes, settings.queue.maxBytes) / 4,
    drop: settings.queue.onFull === 'drop-oldest' ? (oldest) => leave(oldest, 'dropped:queue-full') : undefined,
  });

  const inflate = (batch: Batch): Promise<Uint8Array> =>
    batch.encoding === 'gzip' ? runtime.gunzip(batch.body, batch.bytes) : Promise.resolve(batch.body);

  const custody: Custody = {
    limits,
    enter(route, text, count, origin) {
      let bytes = filling.makeRoom(route, text, count, origin);
      const now = runtime.now();
      if (room.tooMuch(bytes, count)) bytes = Buffer.byteLength(text);
      if (room.tooMuch(bytes, count) && !makeRoom(bytes, count)) {
        custody.turnAway(count, origin, 'dropped:queue-full');
        return false;
      }
      const ticket = shelf?.write(route, text, count, now);
      const one = filling.into(route, origin, now, ticket !== undefined);
      if (ticket !== undefined) addTicket(one.tickets, ticket);
      room.hold(writeLines(one, text, count));
      one.lastAt = now;
      book.enter(count, origin, 'open');
      waiters.entered(one.period, count);
      filling.sealIfFull(one);
      return true;
    },
    eventsLeft: filling.eventsLeft,
    turnAway(count, origin, exit) {
      book.enter(count, origin, exit);
      const reason = droppedFor(exit);
      const now = runtime.now();
      if (reason !== undefined) events.dropped({ events: count, reason, from: now, to: now, origin });
    },
    fits: (bytes, count) =>
      !room.tooMuch(bytes, count) || settings.queue.onFull === 'drop-oldest' || shelf !== undefined,
    room: () => (room.full(0, 1) ? waiters.room() : Promise.resolve()),
    seal: filling.sealAll,
    next() {
      const batch = queue.take();
      if (batch !== undefined) place(batch, 'inFlight');
      if (queue.size < READY_BATCHES) shelf?.serve();
      return batch;
    },
    get ready() {
      return queue.size;
    },
    requeue(batch, at) {
      // Settled or left to the disk while it was in flight (closed at the deadline).
      if (!sealed.has(batch) || batch.place === 'spooled') return;
      place(batch, 'queued');
      enqueue(batch, at);
    },
    takeBack(batch) {
      if (!sealed.has(batch) || batch.place !== 'queued') return false;
      place(batch, 'inFlight');
      return true;
    },
    awaitAck(batch) {
      if (sealed.has(batch) && batch.place !== 'spooled') place(batch, 'awaitingAck');
    },
    async cut(batch, sizes) {
      const bodies = cutBody(await inflate(batch), batch.route, sizes);
      // Settled or left to the disk meanwhile (closed at the deadline): there is nothing left to divide.
      if (batch.place === 'spooled' || !sealed.delete(batch)) return [];
      room.hold(-batch.body.byteLength);
      const tickets = divideTickets(batch.tickets, sizes);
      return bodies.map(({ events: count, body }, at) => {
        const part: Batch = {
          ...batch,
          id: ids++,
          events: count,
          bytes: body.byteLength,
          history: { ...batch.history },
          body,
          encoding: 'identity',
          tickets: tickets[at] ?? [],
        };
        sealed.add(part);
        room.hold(body.byteLength);
        return part;
      });
    },
    lines: async (batch) => linesOf(await inflate(batch), batch.route),
    holds: (batch) => sealed.has(batch),
    settle,
    leaveBehind(batch) {
      if (!sealed.has(batch)) return true;
      if (shelf?.keep(batch) !== true) return false;
      shelve(batch);
      return true;
    },
    persist() {
      if (shelf === undefined) return;
      let written = 0;
      for (const batch of sealed) {
        if (batch.place !== 'queued' || batch.tickets.length > 0) continue;
        if (written++ >= PERSIST_AT_ONCE || !shelf.keep(batch)) return;
      }
    },
    letGo(exit) {
      filling.sealAll();
      for (const batch of Array.from(sealed)) {
        if (custody.leaveBehind(batch)) continue;
        // The endpoint has those that only the indexer has not confirmed: its word counts then.
        settle(batch, batch.place === 'awaitingAck' ? 'taken' : exit);
      }
    },
    left: () => waiters.flushed(period++),
    ledger: book.read,
    heldBytes: () => room.bytes,
    heldEvents: book.inMemory,
    close: async () => shelf?.close(),
  };
  return custody;
}

function droppedFor(exit: Exit): DropReason | undefined {
  return exit.startsWith('dropped:') ? (exit.slice('dropped:'.length) as DropReason) : undefined;
}
