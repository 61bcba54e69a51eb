import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { bytesOf, type Lines } from '../envelope/lines.ts';
import type { QueueOptions } from '../options/groups.ts';
import type { Runtime } from '../runtime.ts';
import type { Origin } from './batch.ts';
import { FIRST_BYTES, type OpenBatch, openBatch, writeWaiting } from './open-batch.ts';

/**
 * Batches are sealed up to a fifth sooner than they have to be: hosts that all log at the full minute (cron, a heartbeat
 * of the application) would all send `lingerMs` later, to the millisecond.
 */
const LINGER_JITTER = 0.2;
/** Full-sized memory kept for the next open batches. */
const SPARE_MEMORIES = 2;

/** The last LF gives way to the end of the body. */
const LAST_LF = 1;

/** Bounds of one batch. */
export interface BodyLimits {
  /** Of one body, uncompressed; may shrink when an endpoint says it takes less. */
  bodyBytes: number;
  events: number;
}

/** The open batches, one for each route. */
export interface Filling {
  /** Seals a route's open batch if it has no room for so much more. Returns the bytes, exact where that matters. */
  makeRoom(route: Route, lines: Lines, events: number, origin: Origin): number;
  /**
   * The batch to write to.
   * @param onDisk whether the events are on disk already: a batch has all its events there, or none
   */
  into(route: Route, origin: Origin, now: number, onDisk: boolean): OpenBatch;
  eventsLeft(route: Route): number;
  sealIfFull(one: OpenBatch): void;
  /** @param which only those; all when left out */
  sealAll(which?: (one: OpenBatch) => boolean): void;
  /** Seals all that is open if it takes up a fair part of the queue: else nothing would move before the linger is over. */
  sealIfMost(queue: Required<Pick<QueueOptions, 'maxBytes' | 'maxEvents'>>): void;
  /** Makes the bytes of all that is open exact. */
  measure(): void;
  /** Bytes in open batches. */
  openBytes(): number;
  /** Gives memory that nobody reads any more to the next open batch. */
  reuse(memory: Buffer): void;
}

export interface FillingParts {
  readonly limits: BodyLimits;
  readonly lingerMs: number;
  readonly runtime: Runtime;
  readonly period: () => number;
  /** Open batches hold so many bytes more, or less. */
  readonly hold: (bytes: number) => void;
  readonly seal: (one: OpenBatch) => void;
}

export function createFilling({ limits, lingerMs, runtime, period, hold, seal }: FillingParts): Filling {
  const open = new Map<string, OpenBatch>();
  const spare: Buffer[] = [];
  /** What the batch before needed: growing there step by step would cost as much as copying it. */
  let usualBytes = FIRST_BYTES;

  const measureOne = (one: OpenBatch): void => hold(writeWaiting(one));

  const roomIn = (one: OpenBatch): number => limits.bodyBytes - one.bytes - one.route.close.length;

  const sealOne = (one: OpenBatch): void => {
    const key = keyOf(one.route, one.origin);
    // Sealed meanwhile: whoever listens to what a seal sets off may log.
    if (open.get(key) !== one) return;
    measureOne(one);
    usualBytes = one.memory.byteLength;
    open.delete(key);
    one.linger?.cancel();
    if (one.events > 0) seal(one);
  };

  const filling: Filling = {
    makeRoom(route, lines, events, origin) {
      const one = open.get(keyOf(route, origin));
      if (one === undefined) return bytesOf(lines, limits.bodyBytes - route.open.length - route.close.length);
      let bytes = bytesOf(lines, roomIn(one));
      if (bytes > roomIn(one) + LAST_LF) {
        measureOne(one);
        bytes = bytesOf(lines, roomIn(one));
      }
      if (bytes > roomIn(one) + LAST_LF || one.events + events > limits.events) sealOne(one);
      return bytes;
    },
    into(route, origin, now, onDisk) {
      const key = keyOf(route, origin);
      const current = open.get(key);
      if (current !== undefined) {
        if (current.tickets.length > 0 === onDisk) return current;
        sealOne(current);
      }
      const memory = spare.pop() ?? Buffer.allocUnsafeSlow(usualBytes);
      const one = openBatch(route, { origin, period: period(), now, memory });
      one.linger = runtime.timer(lingerMs * (1 - LINGER_JITTER * runtime.random()), () => sealOne(one));
      open.set(key, one);
      hold(one.bytes);
      return one;
    },
    eventsLeft: (route) => limits.events - (open.get(keyOf(route, 'logged'))?.events ?? 0),
    sealIfFull(one) {
      if (one.bytes >= limits.bodyBytes) measureOne(one);
      if (one.events >= limits.events || one.bytes >= limits.bodyBytes) sealOne(one);
    },
    sealAll(which) {
      for (const one of Array.from(open.values())) if (which === undefined || which(one)) sealOne(one);
    },
    sealIfMost({ maxBytes, maxEvents }) {
      let events = 0;
      for (const one of open.values()) events += one.events;
      if (filling.openBytes() > maxBytes / 4 || (maxEvents > 0 && events > maxEvents / 4)) filling.sealAll();
    },
    measure() {
      for (const one of open.values()) measureOne(one);
    },
    openBytes() {
      filling.measure();
      let bytes = 0;
      for (const one of open.values()) bytes += one.bytes;
      return bytes;
    },
    reuse(memory) {
      if (spare.length < SPARE_MEMORIES) spare.push(memory);
    },
  };
  return filling;
}

/** Gap records travel in batches of their own, so that their end is known. */
function keyOf(route: Route, origin: Origin): string {
  return origin === 'logged' ? route.key : `${origin} ${route.key}`;
}
