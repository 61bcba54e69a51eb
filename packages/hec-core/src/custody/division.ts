import { cutBody, eventsOfBody } from '../dialect/framing.ts';
import type { Runtime } from '../runtime.ts';
import { divideTickets } from '../spool/tickets.ts';
import type { Batch } from './batch.ts';
import type { Holdings } from './holdings.ts';
import { divideMarks } from './watch.ts';

/** A run of events in a batch that is divided. */
export interface CutPart {
  readonly events: number;
  /** Whether the endpoint has taken them. @default false */
  readonly taken?: boolean;
}

/** Looks into a sealed batch: what it holds is compressed, and only here is it inflated. */
export interface Division {
  /**
   * Divides a batch in flight; the parts take its place, and add up to its events. What the answer took by which it is
   * divided counts as taken though it is let go meanwhile.
   */
  cut(batch: Batch, parts: readonly CutPart[]): Promise<Batch[]>;
  /** Its events, for the dead letter. */
  lines(batch: Batch): Promise<string[]>;
}

export function createDivision(holdings: Holdings, runtime: Runtime, nextId: () => number): Division {
  const inflate = (batch: Batch): Promise<Uint8Array> =>
    batch.encoding === 'gzip' ? runtime.gunzip(batch.body, batch.bytes) : Promise.resolve(batch.body);

  return {
    async cut(batch, parts) {
      const sizes = parts.map(({ events }) => events);
      batch.taken = parts.reduce((sum, part) => sum + takenOf(part), 0);
      const inflated = await inflate(batch);
      const bodies = cutBody(inflated, batch.route, sizes);
      // Settled or left to the disk meanwhile (closed at the deadline): there is nothing left to divide.
      if (batch.place === 'spooled' || !holdings.remove(batch)) return [];
      const tickets = divideTickets(batch.tickets, sizes);
      const marks = divideMarks(batch.marks, sizes);
      return bodies.map((body, at) => {
        const cut = parts[at] as CutPart;
        const part: Batch = {
          ...batch,
          id: nextId(),
          events: cut.events,
          taken: takenOf(cut),
          bytes: body.byteLength,
          history: { ...batch.history },
          body,
          encoding: 'identity',
          tickets: tickets[at] ?? [],
          marks: marks[at] ?? [],
        };
        holdings.add(part);
        return part;
      });
    },
    lines: async (batch) => eventsOfBody(await inflate(batch), batch.route),
  };
}

function takenOf({ events, taken }: CutPart): number {
  return taken === true ? events : 0;
}
