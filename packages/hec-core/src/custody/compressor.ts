import type { Runtime } from '../runtime.ts';
import type { Batch } from './batch.ts';

/** Smaller bodies travel as they are: gzip would save less than a packet (OTel Collector's exporter does the same). */
const WORTH_COMPRESSING = 1500;

/**
 * Compresses sealed bodies one after the other, off the event loop. One job at a time: the thread pool is the
 * application's too, and its file system calls must not wait behind logs.
 */
export interface Compressor {
  /** Calls `done` with the compressed body, or without one where the body travels as it is: then perhaps at once. */
  submit(batch: Batch, done: (compressed: Uint8Array | undefined) => void): void;
  /** Bodies that wait for their turn. */
  readonly waiting: number;
  /** Takes back the last that was submitted; `done` is not called for it any more. */
  withdraw(): Batch | undefined;
  /** Takes back the first of those that wait, in the same way. What is being compressed is on its way. */
  withdrawFirst(): Batch | undefined;
}

/** @param fewer called when one less waits */
export function createCompressor(runtime: Runtime, level: number, fewer: () => void): Compressor {
  const waiting: { batch: Batch; done: (compressed: Uint8Array | undefined) => void }[] = [];
  let busy = false;
  let current: Batch | undefined;

  const worthIt = (batch: Batch): boolean =>
    level > 0 && batch.encoding === 'identity' && batch.body.byteLength >= WORTH_COMPRESSING;

  const compress = async (batch: Batch): Promise<Uint8Array | undefined> => {
    try {
      return await runtime.gzip(batch.body, level);
    } catch {
      // Out of memory for zlib's state.
      return undefined;
    }
  };

  const work = async (): Promise<void> => {
    busy = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      current = job.batch;
      fewer();
      const compressed = worthIt(job.batch) ? await compress(job.batch) : undefined;
      const withdrawn = current !== job.batch;
      current = undefined;
      if (!withdrawn) job.done(compressed);
    }
    busy = false;
  };

  return {
    submit(batch, done) {
      // A small body waits too when others are being compressed: it must not overtake them.
      if (!busy && !worthIt(batch)) done(undefined);
      else {
        waiting.push({ batch, done });
        if (!busy) void work();
      }
    },
    get waiting() {
      return waiting.length;
    },
    withdraw() {
      const last = waiting.pop()?.batch ?? current;
      if (last === current) current = undefined;
      fewer();
      return last;
    },
    withdrawFirst() {
      const first = waiting.shift()?.batch;
      fewer();
      return first;
    },
  };
}
