import { cutBody, eventsOfBody } from '../dialect/framing.ts';
import type { Runtime } from '../runtime.ts';
import { divideTickets } from '../spool/tickets.ts';
import type { Batch } from './batch.ts';
import type { Holdings } from './holdings.ts';
import { divideMarks } from './watch.ts';

/** Looks into a sealed batch: what it holds is compressed, and only here is it inflated. */
export interface Division {
  /**
   * Divides a batch in flight; the parts take its place. `sizes` add up to its events.
   * @param taken how many of them the answer took by which it is divided: they count as such if it is let go meanwhile
   */
  cut(batch: Batch, sizes: readonly number[], taken?: number): Promise<Batch[]>;
  /** Its events, for the dead letter. */
  lines(batch: Batch): Promise<string[]>;
}

export function createDivision(holdings: Holdings, runtime: Runtime, nextId: () => number): Division {
  const inflate = (batch: Batch): Promise<Uint8Array> =>
    batch.encoding === 'gzip' ? runtime.gunzip(batch.body, batch.bytes) : Promise.resolve(batch.body);

  return {
    async cut(batch, sizes, taken = 0) {
      batch.taken = taken;
      const inflated = await inflate(batch).finally(() => (batch.taken = 0));
      const bodies = cutBody(inflated, batch.route, sizes);
      // Settled or left to the disk meanwhile (closed at the deadline): there is nothing left to divide.
      if (batch.place === 'spooled' || !holdings.remove(batch)) return [];
      const tickets = divideTickets(batch.tickets, sizes);
      const marks = divideMarks(batch.marks, sizes);
      return bodies.map((body, at) => {
        const part: Batch = {
          ...batch,
          id: nextId(),
          events: sizes[at] as number,
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
