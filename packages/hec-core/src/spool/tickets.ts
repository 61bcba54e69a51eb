import { type Ranges, rangesOf } from './ranges.ts';
import type { Ticket } from './types.ts';

/** Adds a ticket at the end, in place; one that continues the last becomes part of it. */
export function addTicket(tickets: Ticket[], next: Ticket): void {
  const last = tickets.at(-1);
  if (last !== undefined && last.segment === next.segment && last.to === next.from)
    tickets[tickets.length - 1] = { segment: last.segment, from: last.from, to: next.to };
  else tickets.push(next);
}

export function eventsOf(tickets: readonly Ticket[]): number {
  let events = 0;
  for (const { from, to } of tickets) events += to - from;
  return events;
}

/** Divides tickets where a batch was cut: `sizes` add up to their events. */
export function divideTickets(tickets: readonly Ticket[], sizes: readonly number[]): Ticket[][] {
  let index = 0;
  let from = tickets[0]?.from ?? 0;
  return sizes.map((size) => {
    const part: Ticket[] = [];
    for (let left = size; left > 0; ) {
      const ticket = tickets[index];
      if (ticket === undefined) break;
      const to = Math.min(ticket.to, from + left);
      part.push({ segment: ticket.segment, from, to });
      left -= to - from;
      from = to === ticket.to ? (tickets[++index]?.from ?? 0) : to;
    }
    return part;
  });
}

/** Tickets of one segment as ranges of its event numbers. */
export function rangesIn(tickets: readonly Ticket[]): number[] {
  return rangesOf(tickets.map(({ from, to }) => [from, to] as const));
}

export function ticketsIn(segment: number, ranges: Ranges): Ticket[] {
  const tickets: Ticket[] = [];
  for (let i = 0; i < ranges.length; i += 2)
    tickets.push({ segment, from: ranges[i] as number, to: ranges[i + 1] as number });
  return tickets;
}
