import type { FlushResult, HecOptions, Sender, Stats } from 'hec-core';
import { type Clients, createClients } from './clients.ts';
import type { Common } from './mapping/common.ts';
import type { Mapped } from './mapping/mapped.ts';
import { createMapper, type Mapping } from './mapping/mapping.ts';
import type { LogRecord } from './record.ts';

/** What exporter and processor have in common: records in, events into custody. */
export interface RecordSender {
  /** @returns false exactly when the event was counted under `dropped` */
  send(record: LogRecord): boolean;
  flush(timeoutMs?: number): Promise<FlushResult>;
  /** Delivers what is held until the deadline. */
  close(): Promise<FlushResult>;
  stats(): Stats;
}

export function createRecordSender(options: HecOptions, mapping: Mapping): RecordSender {
  const clients = createClients(options);
  const senderOf = createSenders(clients);
  const map = createMapper(mapping);

  const all = async (run: (client: ReturnType<Clients['of']>) => Promise<FlushResult>): Promise<FlushResult> =>
    sum(await Promise.all(clients.all().map(run)));

  return {
    send(record) {
      let mapped: Mapped | undefined;
      try {
        mapped = map(record);
      } catch (error) {
        // A getter or proxy that throws costs this record its content, and no other record anything.
        return clients.of(undefined).send(`[Log record could not be read: ${String(error)}]`);
      }
      if (mapped === undefined) return true;
      return senderOf(mapped).send(mapped.event, mapped.own);
    },
    flush: (timeoutMs) => all((client) => client.flush(timeoutMs === undefined ? {} : { timeoutMs })),
    close() {
      clients.shut();
      return all((client) => client.close());
    },
    stats: () => clients.stats(),
  };
}

/** The senders that records with the same common part go through: their frame is built once. */
function createSenders(clients: Clients): (mapped: Mapped) => Sender {
  const known = new WeakMap<Common, Sender>();
  return ({ common, token }) => {
    // A client of another token may have been closed to make room for others: no sender of its is kept.
    if (token !== undefined) return clients.of(token).child(common.metadata);
    let sender = known.get(common);
    if (sender === undefined) known.set(common, (sender = clients.of(undefined).child(common.metadata)));
    return sender;
  };
}

function sum(results: readonly FlushResult[]): FlushResult {
  const total = { drained: true, delivered: 0, refused: 0, dropped: 0, held: 0 };
  for (const { drained, delivered, refused, dropped, held } of results) {
    total.drained &&= drained;
    total.delivered += delivered;
    total.refused += refused;
    total.dropped += dropped;
    total.held += held;
  }
  return total;
}
