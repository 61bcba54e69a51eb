import { Buffer } from 'node:buffer';
import { awake } from '../runtime.ts';
import { addTicket } from '../spool/tickets.ts';
import { createAdopt } from './adopt.ts';
import type { Batch } from './batch.ts';
import { createCompressor } from './compressor.ts';
import { createDivision } from './division.ts';
import { createEntrance } from './entrance.ts';
import { createExits } from './exits.ts';
import { createFilling } from './filling.ts';
import { createHoldings } from './holdings.ts';
import { createBook } from './ledger.ts';
import { createMakeRoom } from './make-room.ts';
import { addLines, type OpenBatch, sealBatch } from './open-batch.ts';
import { createDeque } from './queue.ts';
import { createRoom } from './room.ts';
import { createShelving } from './shelving.ts';
import type { Custody, CustodyParts } from './types.ts';
import { createWaiters } from './waiters.ts';
import { createWatch, tell } from './watch.ts';

/** So many batches wait in memory before the disk is asked for more: enough for the lanes, little to lose. */
const READY_BATCHES = 8;

/**
 * Who can wait does so when this many bodies wait to be compressed: more of them would be memory that is asked for,
 * filled and given back, a third more garbage collections, and in no processor's cache when their turn comes.
 */
const MOST_UNCOMPRESSED = 8;

export function createCustody({ settings, limits, level, runtime, events, spool }: CustodyParts): Custody {
  const book = createBook();
  const queue = createDeque<Batch>();
  const waiters = createWaiters();
  const watch = createWatch();
  const entrance = createEntrance(() => !room.full(0, 1) && compressor.waiting < MOST_UNCOMPRESSED);
  const room = createRoom(settings.queue, book.inMemory, entrance.again);
  const compressor = createCompressor(runtime, level, entrance.again);
  const holdings = createHoldings({ book, room, queue, compressor, ready: () => events.ready() });
  let ids = 0;
  let period = 0;
  const nextId = (): number => ids++;
  const division = createDivision(holdings, runtime, nextId);

  const filling = createFilling({
    limits,
    lingerMs: settings.batch.lingerMs,
    runtime,
    period: () => period,
    hold: room.hold,
    seal: (one) => seal(one),
  });

  const shelving =
    spool &&
    createShelving({
      spool,
      runtime,
      events,
      limits,
      book,
      holdings,
      queue,
      waiters,
      nextId,
      period: () => period,
      // By what is held, not by what would come: a record larger than half the queue would never be read.
      hungry: () => queue.size + compressor.waiting < READY_BATCHES && !room.full(settings.queue.maxBytes / 2, 0),
    });

  const seal = (one: OpenBatch): void => {
    const batch = sealBatch(one, nextId());
    const { memory } = one;
    const inPlace = batch.body.buffer === memory.buffer;
    if (!inPlace) filling.reuse(memory);
    holdings.place(batch, 'queued');
    holdings.add(batch);
    room.hold(-one.bytes);
    events.sealed(batch);
    holdings.enqueue(batch, 'back', () => inPlace && filling.reuse(memory));
  };

  const exits = createExits({ book, holdings, queue, waiters, shelving, watch, events, runtime });

  const makeRoom = createMakeRoom({
    room,
    queue,
    compressor,
    holds: holdings.has,
    filling,
    disk: shelving,
    ready: () => events.ready(),
    leastToSpill: () => Math.min(limits.bodyBytes, settings.queue.maxBytes) / 4,
    drop: settings.queue.onFull === 'drop-oldest' ? (oldest) => exits.leave(oldest, 'dropped:queue-full') : undefined,
  });

  const custody: Custody = {
    limits,
    enter(route, lines, count, origin) {
      let bytes = filling.makeRoom(route, lines, count, origin);
      const now = runtime.now();
      if (room.tooMuch(bytes, count, watch.on)) {
        filling.measure();
        bytes = Buffer.byteLength(lines);
      }
      if (room.tooMuch(bytes, count, watch.on) && !makeRoom(bytes, count)) {
        filling.sealIfMost(settings.queue);
        exits.turnAway(count, origin, 'dropped:queue-full');
        return false;
      }
      const ticket = shelving?.write(route, lines, count, now);
      const one = filling.into(route, origin, now, ticket !== undefined);
      if (ticket !== undefined) addTicket(one.tickets, ticket);
      watch.entered(one.marks, one.events, count, origin);
      room.hold(addLines(one, lines, count));
      one.lastAt = now;
      book.enter(count, origin, 'open');
      waiters.entered(one.period, count);
      filling.sealIfFull(one);
      return true;
    },
    eventsLeft: filling.eventsLeft,
    watch: watch.during,
    turnAway: exits.turnAway,
    fits: (bytes, count) =>
      bytes <= limits.bodyBytes &&
      (!room.tooMuch(bytes, count, watch.on) ||
        (settings.queue.onFull === 'drop-oldest' && room.holds(bytes, count)) ||
        shelving !== undefined),
    async room() {
      if (room.full(0, 1)) filling.sealIfMost(settings.queue);
      if (!entrance.open) await awake(runtime, entrance.wait());
    },
    get hasRoom() {
      return entrance.open;
    },
    seal: (watcher) => filling.sealAll(watcher && (({ marks }) => marks.some((mark) => mark.watcher === watcher))),
    next() {
      const batch = queue.take();
      if (batch !== undefined) holdings.place(batch, 'inFlight');
      if (queue.size < READY_BATCHES) shelving?.serve();
      return batch;
    },
    get ready() {
      return queue.size;
    },
    requeue(batch, at) {
      // Settled or left to the disk while it was in flight (closed at the deadline).
      if (!holdings.has(batch) || batch.place === 'spooled') return;
      batch.taken = 0;
      holdings.place(batch, 'queued');
      holdings.enqueue(batch, at);
    },
    takeBack(batch) {
      if (!holdings.has(batch) || batch.place !== 'queued') return false;
      // Making room may have put it among the others: it must not be taken twice.
      queue.remove(batch);
      holdings.place(batch, 'inFlight');
      return true;
    },
    awaitAck(batch) {
      if (!holdings.has(batch) || batch.place === 'spooled') return;
      batch.taken = batch.events;
      holdings.place(batch, 'awaitingAck');
    },
    cut: division.cut,
    lines: division.lines,
    holds: (batch) => holdings.has(batch),
    settle: exits.settle,
    settleAs: exits.settleAs,
    adopt: createAdopt({ book, holdings, waiters, nextId, period: () => period }),
    remains() {
      filling.sealAll();
      return Array.from(holdings).filter(
        (batch) =>
          (batch.place === 'queued' || batch.place === 'inFlight') &&
          batch.taken < batch.events &&
          !custody.leaveBehind(batch),
      );
    },
    leaveBehind: (batch) => !holdings.has(batch) || shelving?.leaveBehind(batch) === true,
    persist: () => shelving?.persist(),
    letGo() {
      filling.sealAll();
      for (const batch of Array.from(holdings)) {
        if (custody.leaveBehind(batch)) continue;
        // The endpoint has those that only the indexer has not confirmed: its word counts then.
        exits.settleAs(batch, []);
      }
      // What is left is on disk; nobody of this life will hear of it.
      for (const batch of holdings) tell(batch, 'spooled');
    },
    left: () => waiters.flushed(period++),
    ledger: book.read,
    heldBytes() {
      filling.measure();
      return room.bytes;
    },
    heldEvents: book.inMemory,
    async close() {
      waiters.end();
      entrance.end();
      await shelving?.close();
    },
  };
  return custody;
}
