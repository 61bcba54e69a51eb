import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers';
import type { ChannelMessages, HecClient } from 'hec-core';
import { createCoalescer } from './coalesce.ts';
import type { Emit } from './messages.ts';

/** Events of one kind come at most this often. */
const PERIOD_MS = 1000;

interface Notice {
  readonly name: string;
  /** Events it is about; they add up while it waits. */
  readonly events: number;
  /** Makes what is emitted, when it is emitted; `undefined` when that has become untrue. */
  readonly make: (events: number) => unknown;
}

/**
 * Passes on what hec-core publishes on this thread's `diagnostics_channel` as events, because channels do not cross
 * threads. Says too that the state has changed (`hec:stats`) and that nothing is held any more (`hec:drained`, for pino's
 * `targets`, where pino never calls our `flush`, pitfall 13).
 */
export function bridge(client: HecClient, emit: Emit): { end(): void } {
  const unsubscribes: (() => void)[] = [];
  const notices = createCoalescer<Notice>({
    periodMs: PERIOD_MS,
    merge: (earlier, later) => ({ ...later, events: earlier.events + later.events }),
    out({ name, events, make }) {
      const payload = make(events);
      if (payload !== undefined) emit(name, payload);
    },
  });

  const listen = <K extends keyof ChannelMessages>(name: K, heard: (message: ChannelMessages[K]) => void): void => {
    const listener = (message: unknown): void => {
      const about = message as ChannelMessages[K];
      if (about.client === client.id) heard(about);
    };
    subscribe(name, listener);
    unsubscribes.push(() => unsubscribe(name, listener));
  };

  const changed = (): void => notices.add('stats', { name: 'hec:stats', events: 0, make: () => client.stats() });

  let looking = false;
  /** Channels speak before the ledger is written: look when this turn of the event loop is over. */
  const lookDrained = (): void => {
    if (looking) return;
    looking = true;
    setImmediate(() => {
      looking = false;
      if (isDrained(client)) notices.add('drained', { name: 'hec:drained', events: 0, make: drained });
    }).unref();
  };
  const drained = (): unknown => (isDrained(client) ? client.stats() : undefined);

  for (const name of ['hec:drop', 'hec:deadletter'] as const)
    listen(name, (message) => {
      const kind = [name, message.destination, message.reason].join(' ');
      notices.add(kind, { name, events: message.events, make: (events) => ({ ...message, events }) });
      changed();
      lookDrained();
    });
  listen('hec:recovered', (message) => {
    notices.add(`recovered ${message.endpoint}`, { name: 'hec:recovered', events: 0, make: () => message });
    changed();
  });
  listen('hec:retry', changed);
  listen('hec:warning', changed);
  listen('hec:delivered', lookDrained);
  listen('hec:ack', lookDrained);

  return {
    end() {
      for (const unsubscribeOne of unsubscribes) unsubscribeOne();
      notices.flush();
      notices.stop();
    },
  };
}

function isDrained(client: HecClient): boolean {
  return Object.values(client.stats().ledger.held).every((events) => events === 0);
}
