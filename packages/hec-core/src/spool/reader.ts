import type { Buffer } from 'node:buffer';
import { bodyOfLines, linesOfBody, sliceLines } from '../dialect/framing.ts';
import type { Runtime } from '../runtime.ts';
import type { Disk } from './disk.ts';
import { type NotNow, notNow } from './not-now.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { count, gaps, union } from './ranges.ts';
import type { Segment } from './segment.ts';
import { addTicket, rangesIn, ticketsIn } from './tickets.ts';
import type { SpoolBatch, Ticket } from './types.ts';

/** A piece with all its record's lines, wanted or not. */
interface Text {
  readonly piece: Piece;
  readonly lines: Buffer;
}

export interface Reading {
  readonly batch: SpoolBatch | undefined;
  /** The tickets of its events, in the same order. */
  readonly tickets: readonly Ticket[];
  /** Tickets of events that are neither settled nor to be had. */
  readonly lost: readonly Ticket[];
  /** Why nothing was read, where that may change: nothing is lost then. */
  readonly notNow: NotNow | undefined;
}

export interface ReaderContext {
  readonly disk: Disk;
  readonly runtime: Runtime;
  readonly segment: (id: number) => Segment | undefined;
  readonly failed: (error: unknown) => void;
}

/** Reads tickets into one batch. */
export async function readTickets(context: ReaderContext, tickets: readonly Ticket[]): Promise<Reading> {
  const { disk, runtime, failed } = context;
  const pieces: Piece[] = [];
  for (const [id, asked] of Map.groupBy(tickets, (ticket) => ticket.segment)) {
    const segment = context.segment(id);
    if (segment === undefined) continue;
    try {
      for (const piece of await piecesOf(disk, segment, rangesIn(asked))) pieces.push(piece);
    } catch (error) {
      failed(error);
      const why = notNow(error);
      if (why !== undefined) return { batch: undefined, tickets, lost: [], notNow: why };
    }
  }
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1 && isWhole(only)) {
    // A batch that comes back as it went needs no CPU.
    return { batch: asItWas(only), ...compare(context, tickets, pieces) };
  }
  const texts = await textsOf(pieces, runtime);
  const read = texts.map(({ piece }) => piece);
  return { batch: assemble(texts), ...compare(context, tickets, read) };
}

function isWhole({ header, wanted }: Piece): boolean {
  return header.encoding !== 'lines' && count(wanted) === header.events;
}

function asItWas({ route, header, payload }: Piece): SpoolBatch {
  const { events, bytes, firstAt, lastAt, encoding } = header;
  return { route, events, bytes, firstAt, lastAt, encoding: encoding === 'gzip' ? 'gzip' : 'identity', body: payload };
}

/** A payload whose checksum is right inflates; one that does not all the same counts as damaged. */
async function textsOf(pieces: readonly Piece[], runtime: Runtime): Promise<Text[]> {
  const texts: Text[] = [];
  for (const piece of pieces) {
    const { header, payload, route } = piece;
    if (header.encoding === 'lines') {
      texts.push({ piece, lines: payload });
      continue;
    }
    const body =
      header.encoding === 'gzip'
        ? await runtime.gunzip(payload, header.bytes).catch(() => undefined)
        : (payload as Uint8Array);
    if (body !== undefined) texts.push({ piece, lines: linesOfBody(body, route) });
  }
  return texts;
}

function assemble(texts: readonly Text[]): SpoolBatch | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const { route, header } = first.piece;
  const lines: Buffer[] = [];
  let events = 0;
  let { firstAt, lastAt } = header;
  for (const { piece, lines: all } of texts) {
    const { wanted } = piece;
    for (let i = 0; i < wanted.length; i += 2) {
      const from = (wanted[i] as number) - piece.header.first;
      lines.push(sliceLines(all, from, (wanted[i + 1] as number) - piece.header.first));
    }
    events += count(wanted);
    firstAt = Math.min(firstAt, piece.header.firstAt);
    lastAt = Math.max(lastAt, piece.header.lastAt);
  }
  const body = bodyOfLines(lines, route);
  return { route, events, bytes: body.byteLength, encoding: 'identity', firstAt, lastAt, body };
}

/** What was asked for and did not come is lost, unless it has been settled meanwhile. */
function compare(context: ReaderContext, asked: readonly Ticket[], read: readonly Piece[]): Omit<Reading, 'batch'> {
  const tickets: Ticket[] = [];
  for (const { segment, wanted } of read) for (const ticket of ticketsIn(segment, wanted)) addTicket(tickets, ticket);
  const lost: Ticket[] = [];
  for (const [id, those] of Map.groupBy(asked, (ticket) => ticket.segment)) {
    const segment = context.segment(id);
    if (segment === undefined) continue;
    const accounted = union(rangesIn(tickets.filter((ticket) => ticket.segment === id)), segment.done);
    for (const { from, to } of those) lost.push(...ticketsIn(id, gaps(accounted, from, to)));
  }
  return { tickets, lost, notNow: undefined };
}
