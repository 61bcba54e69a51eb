import type { TakenEvent } from '../personality/types.ts';
import type { EventQuery, ReceivedEvent, ReceivedRequest, ServerStats } from '../types.ts';
import { createRing } from './ring.ts';
import { createSearch } from './search.ts';
import { createWaiters } from './waiters.ts';

export type NewRequest = Omit<ReceivedRequest, 'id' | 'events'>;

/** What live views are told. */
export type Listener = (request: ReceivedRequest, events: readonly ReceivedEvent[]) => void;

/** All that the server remembers: events, requests and counters. */
export interface Memory {
  /** Files a request with what was taken from it. */
  file(request: NewRequest, taken: readonly TakenEvent[]): void;
  countConnection(): void;
  events(query?: EventQuery): ReceivedEvent[];
  requests(): readonly ReceivedRequest[];
  stats(): Omit<ServerStats, 'acks'>;
  waitForEvents(count: number, timeoutMs: number): Promise<void>;
  waitForRequests(count: number, timeoutMs: number): Promise<void>;
  /** Calls the listener for every request from now on; the returned function ends that. */
  listen(listener: Listener): () => void;
  resize(maxEvents: number, maxRequests: number): void;
  clear(): void;
  close(): void;
}

const zero = { requests: 0, events: 0, rejected: 0, bytes: 0, inflatedBytes: 0, faults: 0, connections: 0 };

export function createMemory(maxEvents: number, maxRequests: number): Memory {
  const events = createRing<ReceivedEvent>(maxEvents);
  const requests = createRing<ReceivedRequest>(maxRequests);
  const listeners = new Set<Listener>();
  let count = { ...zero };
  let statuses: Record<string, number> = {};
  let seq = 0;
  let requestId = 0;
  const forEvents = createWaiters('events', () => count.events);
  const forRequests = createWaiters('requests', () => count.requests);

  return {
    file(request, taken) {
      const filed: ReceivedRequest = { id: ++requestId, ...request, events: taken.length };
      const { receivedAt, path } = request;
      const kept = taken.map((event): ReceivedEvent => ({ seq: ++seq, receivedAt, requestId, path, ...event }));
      for (const event of kept) events.add(event);
      requests.add(filed);
      statuses[request.status] = (statuses[request.status] ?? 0) + 1;
      count.requests++;
      count.events += kept.length;
      count.bytes += request.bytes;
      count.inflatedBytes += request.inflatedBytes;
      if (request.status >= 400) count.rejected++;
      if (request.fault !== undefined) count.faults++;
      for (const listener of listeners) listener(filed, kept);
      forEvents.reached(count.events);
      forRequests.reached(count.requests);
    },
    countConnection: () => void count.connections++,
    events({ search = '', limit = Number.POSITIVE_INFINITY, afterSeq = 0 } = {}) {
      const matches = createSearch(search);
      const found: ReceivedEvent[] = [];
      // From the newest backwards, so that a small limit on a full memory looks at few events.
      for (const event of events.items().toReversed()) {
        if (found.length >= limit || event.seq <= afterSeq) break;
        if (matches(event)) found.push(event);
      }
      return found.toReversed();
    },
    requests: () => requests.items(),
    stats: () => ({ ...count, statuses: { ...statuses }, forgotten: count.events - events.items().length }),
    waitForEvents: (wanted, timeoutMs) => forEvents.wait(wanted, timeoutMs),
    waitForRequests: (wanted, timeoutMs) => forRequests.wait(wanted, timeoutMs),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    resize(nextEvents, nextRequests) {
      events.resize(nextEvents);
      requests.resize(nextRequests);
    },
    clear() {
      events.clear();
      requests.clear();
      count = { ...zero };
      statuses = {};
    },
    close() {
      forEvents.close();
      forRequests.close();
    },
  };
}
