import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { BYTES_A_UNIT, bytesOf, type Lines, linesFrom } from '../envelope/lines.ts';
import type { Timer } from '../runtime.ts';
import type { Ticket } from '../spool/types.ts';
import { type Batch, newHistory, type Origin } from './batch.ts';
import type { Mark } from './watch.ts';

/** Memory of an open batch that nothing is known about. */
export const FIRST_BYTES = 16_384;
/** Share of its memory from which on a body keeps all of it: so little is held beyond what is counted. */
const FULL = 0.75;
/**
 * Events that come one by one are written together, as each write costs a call into the engine: so much text of them
 * waits at most. What was cut from a larger text keeps that alive as long, so it is not much.
 */
const WAITING_UNITS = 8192;

/**
 * The batch that is being filled, of one route: text is written straight into the bytes that gzip will read. The
 * memory grows by doubling; gzip reads it where it is, and then it is handed back for another batch.
 */
export interface OpenBatch {
  readonly route: Route;
  readonly origin: Origin;
  readonly period: number;
  readonly firstAt: number;
  lastAt: number;
  events: number;
  /**
   * Bytes so far, framing included, the closing part not yet. Never too few: text that waits counts with the most it
   * can come to until it is written.
   */
  bytes: number;
  memory: Buffer;
  /** Lines that are not written yet. */
  waiting: string;
  linger: Timer | undefined;
  /** Where its events are on disk already, all of them or none. */
  readonly tickets: Ticket[];
  /** Runs of its events that somebody watches. */
  readonly marks: Mark[];
}

export function openBatch(
  route: Route,
  about: { origin: Origin; period: number; now: number; memory: Buffer },
): OpenBatch {
  const { memory } = about;
  const bytes = route.open === '' ? 0 : memory.write(route.open, 0);
  return {
    route,
    origin: about.origin,
    period: about.period,
    firstAt: about.now,
    lastAt: about.now,
    events: 0,
    bytes,
    memory,
    waiting: '',
    linger: undefined,
    tickets: [],
    marks: [],
  };
}

/** Takes lines, each ending in LF. The caller has seen to it that they fit. Returns by how much `bytes` has changed. */
export function addLines(open: OpenBatch, given: Lines, events: number): number {
  const before = open.bytes;
  // The separator stands before every line but the first of a body.
  const lines = open.events === 0 ? linesFrom(given, open.route.separator.length) : given;
  open.events += events;
  if (typeof lines !== 'string' || events > 1 || lines.length > WAITING_UNITS) {
    writeWaiting(open);
    write(open, lines);
  } else {
    open.waiting += lines;
    open.bytes += lines.length * BYTES_A_UNIT;
    if (open.waiting.length > WAITING_UNITS) writeWaiting(open);
  }
  return open.bytes - before;
}

/** Writes what waits; `bytes` is exact then. Returns by how much it has changed: it never grows. */
export function writeWaiting(open: OpenBatch): number {
  const before = open.bytes;
  const { waiting } = open;
  if (waiting === '') return 0;
  open.waiting = '';
  open.bytes -= waiting.length * BYTES_A_UNIT;
  write(open, waiting);
  return open.bytes - before;
}

function write(open: OpenBatch, lines: Lines): void {
  reserve(open, bytesOf(lines, open.memory.byteLength - open.bytes));
  if (typeof lines === 'string') open.bytes += open.memory.write(lines, open.bytes);
  else {
    open.memory.set(lines, open.bytes);
    open.bytes += lines.byteLength;
  }
}

/**
 * Ends the body: the last LF gives way to the route's closing part. A full one stays where it was written, as a copy
 * would cost as much as writing it did; a small one gets memory of its own.
 */
function closeBody(open: OpenBatch): Uint8Array {
  let end = open.bytes - 1;
  if (open.route.close !== '') {
    reserve(open, Buffer.byteLength(open.route.close));
    end += open.memory.write(open.route.close, end);
  }
  const body = open.memory.subarray(0, end);
  return end >= open.memory.byteLength * FULL ? body : new Uint8Array(body);
}

/** The batch that was open, of which nothing waits. Its body may stand in the open memory, which is the next one's only when nobody reads it. */
export function sealBatch(open: OpenBatch, id: number): Batch {
  const body = closeBody(open);
  const { route, events, origin, firstAt, lastAt, period, tickets, marks } = open;
  return {
    id,
    route,
    events,
    bytes: body.byteLength,
    origin,
    firstAt,
    lastAt,
    period,
    history: newHistory(),
    taken: 0,
    body,
    encoding: 'identity',
    place: 'open',
    tickets,
    marks,
  };
}

function reserve(open: OpenBatch, bytes: number): void {
  if (open.bytes + bytes <= open.memory.byteLength) return;
  let size = open.memory.byteLength * 2;
  while (size < open.bytes + bytes) size *= 2;
  const larger = Buffer.allocUnsafeSlow(size);
  open.memory.copy(larger, 0, 0, open.bytes);
  open.memory = larger;
}
