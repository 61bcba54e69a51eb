import { AsyncLocalStorage } from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import { constants, createGzip, type Gzip, type ZlibReset } from 'node:zlib';

/** Compresses one body after the other; a second one at the same time is an error. */
export type Zipper = (bytes: Uint8Array) => Promise<Uint8Array>;

/**
 * zlib comes back to the event loop for every chunk of its result, and most bodies of a megabyte come to less than half
 * of this.
 */
const CHUNK_BYTES = 262_144;

/**
 * A stream remembers in whose request it was made, and would keep what belongs to that alive as long as itself: it is
 * made as where this module was loaded, which is mostly in no request.
 */
const outsideOfRequests = AsyncLocalStorage.snapshot();

/**
 * Makes a {@link Zipper} that keeps zlib's state from body to body: a quarter of a megabyte that making it anew for each
 * would have to allocate, clear and give back, at half of what a body costs the event loop (docs/performance.md).
 *
 * @param level 1 to 9
 */
export function createZipper(level: number): Zipper {
  let stream: (Gzip & ZlibReset) | undefined;
  let chunks: Uint8Array[] = [];
  /** While a body is compressed. */
  let fail: ((error: Error) => void) | undefined;

  const over = (): void => {
    chunks = [];
    fail = undefined;
  };

  const open = (): Gzip & ZlibReset => {
    // With this flush each write is a whole gzip member.
    const made = createGzip({ level, chunkSize: CHUNK_BYTES, flush: constants.Z_FINISH }) as Gzip & ZlibReset;
    made.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    made.once('error', (error) => {
      // It has destroyed itself: memory for its state could not be had. The next body tries again.
      stream = undefined;
      fail?.(error);
      over();
    });
    return made;
  };

  return (bytes) =>
    new Promise((resolve, reject) => {
      if (fail !== undefined) throw new Error('a body is being compressed already');
      const one = (stream ??= outsideOfRequests(open));
      fail = reject;
      one.write(bytes, (error) => {
        if (error) return reject(error);
        one.reset();
        // A copy: what is cut out of zlib's memory keeps all of it alive.
        const zipped = joined(chunks);
        over();
        resolve(zipped);
      });
    });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const whole = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
