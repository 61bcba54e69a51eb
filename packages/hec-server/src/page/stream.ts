import type { ServerResponse } from 'node:http';
import { createSearch } from '../store/search.ts';
import type { ReceivedEvent, ReceivedRequest } from '../types.ts';
import type { Desk } from './desk.ts';
import { viewEvent } from './view.ts';

const flushMs = 120;
const mostEvents = 200;
const mostRequests = 60;

/**
 * Server-sent events: first what there is, then what happens, gathered for a moment. A burst is thinned out to its
 * newest events, and a browser that does not keep up misses some; the counters it gets are exact all the same.
 */
export function openStream(response: ServerResponse, desk: Desk, search: string): void {
  const matches = createSearch(search);
  let events: ReceivedEvent[] = [];
  let requests: ReceivedRequest[] = [];
  let skipped = 0;
  let timer: NodeJS.Timeout | undefined;

  const send = (name: string, data: object): boolean =>
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

  function flush(): void {
    timer = undefined;
    if (response.writableNeedDrain) {
      skipped += events.length;
      events = [];
      requests = [];
      response.once('drain', flush);
      return;
    }
    send('news', { ...desk.state(), events: events.map(viewEvent), requests, skipped });
    events = [];
    requests = [];
    skipped = 0;
  }
  const soon = (): void => {
    timer ??= setTimeout(flush, flushMs);
  };

  const stopListening = desk.memory.listen((request, taken) => {
    events.push(...taken.slice(-mostEvents).filter(matches));
    skipped += Math.max(0, taken.length - mostEvents, events.length - mostEvents);
    events = events.slice(-mostEvents);
    requests = [...requests, request].slice(-mostRequests);
    soon();
  });
  const stopWatching = desk.onChange(soon);
  response.once('close', () => {
    stopListening();
    stopWatching();
    clearTimeout(timer);
  });
  response.writeHead(200, { ...desk.headers, 'content-type': 'text/event-stream; charset=utf-8' });
  send('hello', {
    ...desk.state(),
    events: desk.memory.events({ search, limit: mostEvents }).map(viewEvent),
    requests: desk.memory.requests().slice(-mostRequests),
  });
}
