import type { Runtime } from '../runtime.ts';
import type { Batch } from './batch.ts';

/** Smaller bodies travel as they are: gzip would save less than a packet (OTel Collector's exporter does the same). */
const WORTH_COMPRESSING = 1500;

/**
 * Compresses sealed bodies one after the other, off the event loop. One job at a time: the thread pool is the
 * application's too, and its file system calls must not wait behind logs.
 */
export interface Compressor {
  /** Calls `done` when the batch's body is as it will travel: at once where it stays uncompressed. */
  submit(batch: Batch, done: (batch: Batch) => void): void;
}

export function createCompressor(runtime: Runtime, level: number): Compressor {
  const waiting: { batch: Batch; done: (batch: Batch) => void }[] = [];
  let busy = false;

  const worthIt = (batch: Batch): boolean =>
    level > 0 && batch.encoding === 'identity' && batch.body.byteLength >= WORTH_COMPRESSING;

  const compress = async (batch: Batch): Promise<void> => {
    try {
      batch.body = await runtime.gzip(batch.body, level);
      batch.encoding = 'gzip';
    } catch {
      // Out of memory for zlib's state: the body travels as it is.
    }
  };

  const work = async (): Promise<void> => {
    busy = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (worthIt(job.batch)) await compress(job.batch);
      job.done(job.batch);
    }
    busy = false;
  };

  return {
    submit(batch, done) {
      // A small body waits too when others are being compressed: it must not overtake them.
      if (!busy && !worthIt(batch)) done(batch);
      else {
        waiting.push({ batch, done });
        if (!busy) void work();
      }
    },
  };
}
