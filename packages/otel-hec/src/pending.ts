import { setTimeout } from 'node:timers/promises';
import type { LogRecord, LogResource } from './record.ts';

/** Records that wait at the same time; a record more is sent with the attributes its resource has by then. */
const MOST_WAITING = 100_000;
/** How long a flush waits for detectors. */
const FLUSH_WAITS_MS = 1_000;

/** Records whose resource is still being detected: they wait, in order, until it is known. */
export interface Pending {
  /** @returns whether the record waits */
  hold(record: LogRecord): boolean;
  /** Resolves when nothing waits any more: as soon as the resources are known, or after a second. */
  release(): Promise<void>;
}

export function createPending(send: (record: LogRecord) => void): Pending {
  const waiting = new Map<LogResource, LogRecord[]>();
  const detections = new Set<Promise<void>>();
  let count = 0;

  const sendAll = (resource: LogResource): void => {
    const records = waiting.get(resource) ?? [];
    waiting.delete(resource);
    count -= records.length;
    for (const record of records) send(record);
  };

  const detect = async (resource: LogResource): Promise<void> => {
    try {
      await resource.waitForAsyncAttributes?.();
    } catch {
      // A detector that fails has nothing to add.
    }
    sendAll(resource);
  };

  return {
    hold(record) {
      const { resource } = record;
      if (resource.asyncAttributesPending !== true || count >= MOST_WAITING) return false;
      const records = waiting.get(resource);
      if (records !== undefined) records.push(record);
      else {
        waiting.set(resource, [record]);
        const detection = detect(resource);
        detections.add(detection);
        void detection.finally(() => detections.delete(detection));
      }
      count++;
      return true;
    },
    async release() {
      if (count === 0) return;
      const giveUp = new AbortController();
      const late = setTimeout(FLUSH_WAITS_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
      await Promise.race([Promise.all(detections), late]);
      giveUp.abort();
      for (const resource of waiting.keys()) sendAll(resource);
    },
  };
}
