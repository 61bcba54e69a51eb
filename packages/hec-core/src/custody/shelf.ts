import type { Route } from '../dialect/types.ts';
import type { Lines } from '../envelope/lines.ts';
import type { SpoolOptions } from '../options/groups.ts';
import type { Runtime, Timer } from '../runtime.ts';
import { RECOVER_EVERY_MS, type Recovered, type Spool, type Ticket } from '../spool/types.ts';
import { type Batch, NO_BODY, newHistory } from './batch.ts';
import { createDeque } from './queue.ts';

/** What could not be read is tried again after so long, in ms. */
const RETRY_MS = 1000;

/** What the shelf asks of custody. */
export interface ShelfOwner {
  /** The flush period that events which enter now belong to. */
  period(): number;
  /** A batch of an earlier life enters, onto the shelf. */
  recovered(batch: Batch): void;
  /** Events of an earlier life that were damaged enter and are gone. */
  lost(events: number): void;
  /** A batch leaves the shelf: `back` is what could be read of it, if anything. */
  loaded(shelved: Batch, back: Batch | undefined, damagedEvents: number): void;
  /** Whether there is use and room for a batch from the disk. */
  hungry(): boolean;
  nextId(): number;
  readonly limits: { readonly bodyBytes: number; readonly events: number };
}

/**
 * The part of custody that is on disk: batches whose bodies memory has let go, and those an earlier life left. It
 * gives them back, oldest first, as soon as the lanes have use for them.
 */
export interface Shelf {
  /** In mode `always`, writes lines before they are taken; `undefined` otherwise, or when the disk refuses. */
  write(route: Route, lines: Lines, events: number, at: number): Ticket | undefined;
  /** Sees to it that a batch is on disk. False when the disk refuses. */
  keep(batch: Batch): boolean;
  /** Takes a batch that is on disk and whose body memory has let go. */
  put(batch: Batch): void;
  /** Reads back what there is use for. */
  serve(): void;
  /** Takes a batch off the shelf for good. */
  remove(batch: Batch): void;
  settle(batch: Batch): void;
  close(): Promise<void>;
}

export function createShelf(
  spool: Spool,
  mode: Required<SpoolOptions>['mode'],
  runtime: Runtime,
  owner: ShelfOwner,
): Shelf {
  const shelved = createDeque<Batch>();
  let reading = false;
  let closed = false;
  let again: Timer | undefined;

  /** Those that could not be read just now, in their order. */
  let aside: Batch[] = [];
  let retry: Timer | undefined;

  /** Whether the next can be read, as far as this one tells. */
  const read = async (batch: Batch): Promise<boolean> => {
    const { batch: back, tickets, damagedEvents, notNow } = await spool.read(batch.tickets);
    if (closed) shelved.pushFront(batch);
    else if (notNow === undefined) {
      const loaded = back === undefined ? undefined : { ...batch, ...back, tickets: [...tickets] };
      owner.loaded(batch, loaded, damagedEvents);
    } else {
      // One file that cannot be read does not keep the others on the disk.
      aside.push(batch);
      retry ??= runtime.timer(RETRY_MS, tryAgain);
    }
    return !closed && notNow !== 'process';
  };

  const serve = async (): Promise<void> => {
    if (reading || closed) return;
    reading = true;
    while (owner.hungry()) {
      const batch = shelved.take();
      if (batch === undefined || !(await read(batch))) break;
    }
    reading = false;
  };

  const tryAgain = (): void => {
    retry = undefined;
    for (const batch of aside.toReversed()) shelved.pushFront(batch);
    aside = [];
    void serve();
  };

  const adopt = (found: Recovered): void => {
    const { route, events, bytes, firstAt, lastAt, tickets } = found;
    const batch: Batch = {
      id: owner.nextId(),
      route,
      events,
      bytes,
      origin: 'recovered',
      firstAt,
      lastAt,
      period: owner.period(),
      history: newHistory(),
      taken: 0,
      body: NO_BODY,
      encoding: 'identity',
      place: 'spooled',
      tickets: [...tickets],
      marks: [],
    };
    owner.recovered(batch);
    shelved.pushBack(batch);
  };

  /** Looks now and from time to time: a neighbour may die at any moment. */
  const recover = async (): Promise<void> => {
    void serve();
    const limits = { bytes: owner.limits.bodyBytes, events: owner.limits.events };
    for await (const finding of spool.recover(limits)) {
      if (finding.recovered !== undefined) adopt(finding.recovered);
      else owner.lost(finding.damagedEvents);
      void serve();
    }
    if (!closed) again = runtime.timer(RECOVER_EVERY_MS * (0.75 + runtime.random() / 2), () => void recover());
  };
  void recover();

  return {
    write: (route, lines, events, at) => (mode === 'always' ? spool.appendLines(route, lines, events, at) : undefined),
    keep(batch) {
      if (batch.tickets.length > 0 && spool.holds(batch.tickets)) return true;
      const ticket = spool.append(batch);
      if (ticket === undefined) return false;
      batch.tickets.splice(0, batch.tickets.length, ticket);
      return true;
    },
    put: (batch) => shelved.pushBack(batch),
    serve: () => void serve(),
    remove(batch) {
      aside = aside.filter((one) => one !== batch);
      shelved.remove(batch);
    },
    settle(batch) {
      if (batch.tickets.length > 0) spool.settle(batch.tickets);
    },
    async close() {
      closed = true;
      again?.cancel();
      retry?.cancel();
      await spool.close();
    },
  };
}
