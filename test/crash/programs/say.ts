import { writeSync } from 'node:fs';

/** A life says this when it is there. */
export const UP = 'up';
/** And this when it has logged all that it was told to, and all of it has been delivered. */
export const DONE = 'done';

/** The pipe to the parent: what was written to it is there, whatever becomes of this process. */
const PIPE = 3;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes a line to the parent before it returns. */
export function say(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  let done = 0;
  while (done < bytes.byteLength) {
    try {
      done += writeSync(PIPE, bytes, done);
    } catch (error) {
      // The parent is slower than we are.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
