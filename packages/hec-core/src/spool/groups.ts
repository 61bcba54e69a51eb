import type { Route } from '../dialect/types.ts';
import { count, type Ranges } from './ranges.ts';
import type { RecordHeader, RouteDefinition } from './record.ts';
import type { Segment } from './segment.ts';
import { addTicket, ticketsIn } from './tickets.ts';
import type { BatchLimits, Recovered, Ticket } from './types.ts';

/**
 * Makes batches of a segment's records: those of single lines are joined up to the limits, route by route; what was a
 * batch stays one, compressed as it is.
 */
export interface Groups {
  add(definition: RouteDefinition, header: RecordHeader, wanted: Ranges): void;
  /** All of them, by their first event. */
  take(): Recovered[];
}

interface Group {
  readonly dialect: string;
  readonly route: Route;
  readonly tickets: Ticket[];
  events: number;
  bytes: number;
  readonly firstAt: number;
  lastAt: number;
}

export function createGroups(segment: Segment, limits: BatchLimits): Groups {
  const open = new Map<string, Group>();
  const all: Group[] = [];

  const begin = ({ route, dialect }: RouteDefinition, firstAt: number): Group => {
    const framing = route.open.length + route.close.length;
    const group: Group = { dialect, route, tickets: [], events: 0, bytes: framing, firstAt, lastAt: firstAt };
    all.push(group);
    return group;
  };

  return {
    add(definition, header, wanted) {
      const { key } = definition.route;
      const events = count(wanted);
      const bytes = Math.ceil((header.bytes * events) / header.events);
      let group = open.get(key);
      const fits = group !== undefined && group.events + events <= limits.events && group.bytes + bytes <= limits.bytes;
      if (group === undefined || !fits || header.encoding !== 'lines') {
        group = begin(definition, header.firstAt);
        if (header.encoding === 'lines') open.set(key, group);
        else open.delete(key);
      }
      for (const ticket of ticketsIn(segment.id, wanted)) addTicket(group.tickets, ticket);
      group.events += events;
      group.bytes += bytes;
      group.lastAt = Math.max(group.lastAt, header.lastAt);
    },
    take: () => all,
  };
}
