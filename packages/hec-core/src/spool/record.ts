import type { Route } from '../dialect/types.ts';
import { FORMAT, hex, isNatural, prefixOf, type Stamped, stamp } from './stamp.ts';

/** `lines` is what `appendLines` takes; the others are whole bodies. */
export type Encoding = 'lines' | 'gzip' | 'identity';

/** The line in front of a payload. */
export interface RecordHeader {
  /** Number of its first event in the segment. The numbers make a hole left by damage countable. */
  readonly first: number;
  readonly events: number;
  /** Number under which the segment has defined the route. */
  readonly route: number;
  readonly encoding: Encoding;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Bytes of the payload. */
  readonly length: number;
  /** Its CRC-32. The header has one of its own, so that its numbers hold when the payload does not. */
  readonly sum: number;
}

/** A line without payload that names a route: small records would otherwise consist of it. */
export interface RouteDefinition {
  readonly id: number;
  readonly dialect: string;
  readonly route: Route;
}

/** The longest line {@link headerLine} makes, rounded up; all of it is ASCII. */
export const HEADER_ROOM = 320;

/** What is at its most usual value is left out: a line for one small event is about 120 bytes. */
export function headerLine(mark: string, header: RecordHeader): string {
  const { first, events, route, encoding, bytes, firstAt, lastAt, length, sum } = header;
  return stamp(
    `${prefixOf(mark)}"v":${FORMAT},"n":${first},"route":${route}${events === 1 ? '' : `,"events":${events}`}${
      encoding === 'lines' ? '' : `,"encoding":"${encoding}","bytes":${bytes}`
    },"at":${firstAt}${lastAt === firstAt ? '' : `,"until":${lastAt}`},"length":${length},"sum":"${hex(sum)}"`,
  );
}

export function routeLine(mark: string, { id, dialect, route }: RouteDefinition): string {
  const rest = JSON.stringify({ v: FORMAT, define: id, dialect, as: route });
  return stamp(`${prefixOf(mark)}${rest.slice(1, -1)}`);
}

/** Undefined when a field is missing or impossible. */
export function readHeader(line: Stamped): RecordHeader | undefined {
  const { n: first, route, events = 1, encoding = 'lines', length, at: firstAt, sum } = line;
  const { bytes = length, until: lastAt = firstAt } = line;
  if (!isNatural(first) || !isNatural(route) || !isNatural(events) || events === 0) return undefined;
  if (!isNatural(length) || !isNatural(bytes) || !isTime(firstAt) || !isTime(lastAt)) return undefined;
  if (encoding !== 'lines' && encoding !== 'gzip' && encoding !== 'identity') return undefined;
  if (typeof sum !== 'string') return undefined;
  return { first, events, route, encoding, bytes, firstAt, lastAt, length, sum: Number.parseInt(sum, 16) };
}

export function readRoute(line: Stamped): RouteDefinition | undefined {
  const { define: id, dialect, as: route } = line;
  if (!isNatural(id) || typeof dialect !== 'string' || !isRoute(route)) return undefined;
  return { id, dialect, route };
}

/** The CRC says that this is what was written, so the rest of the route is as it was typed then. */
function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'key' in value && 'path' in value && 'headers' in value;
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}
