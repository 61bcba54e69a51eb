import { Buffer } from 'node:buffer';
import { createPending, type Pending } from './pending-line.ts';

const LF = 0x0a;

export interface LineReaderOptions {
  /** Longest line that is handed on whole, in UTF-8 bytes without its LF. Range 1 to 2^30. */
  readonly maxLineBytes: number;
  /**
   * Gets one or more complete lines, in order, an LF between them and after the last (except at the end of input).
   * The value is of the kind that was written, and borrowed: bytes may be overwritten once `write` has returned.
   */
  readonly onLines: (lines: string | Uint8Array) => void;
  /**
   * Gets, in its place among the others, a line longer than `maxLineBytes`: as many of its first characters as fit
   * into `maxLineBytes` whole, and its full length in bytes.
   */
  readonly onOversize: (head: string | Uint8Array, bytes: number) => void;
}

/** Makes whole lines of chunks that were cut anywhere, between the bytes of a character too. */
export interface LineReader {
  write(chunk: string | Uint8Array): void;
  /** Hands on the last line if it had no LF. The reader can be written to again. */
  end(): void;
}

/**
 * Makes a {@link LineReader}. A chunk's complete lines go on as one slice, found by one search for its last LF, because
 * whoever reads them looks at every line anyway; only the line that the chunk was cut in is copied. Memory is bounded:
 * of an endless line no more than `maxLineBytes` are kept. What is handed on does not depend on where the chunks were cut.
 */
export function createLineReader(options: LineReaderOptions): LineReader {
  const { maxLineBytes, onLines, onOversize } = options;
  let pending: Pending | undefined;

  const writeText = (chunk: string): void => {
    let from = 0;
    if (pending !== undefined) {
      const end = chunk.indexOf('\n');
      pending.add(chunk.slice(0, end === -1 ? chunk.length : end + 1));
      if (end === -1) return;
      release();
      from = end + 1;
    }
    const to = chunk.lastIndexOf('\n') + 1;
    if (to > from) handOnText(from === 0 && to === chunk.length ? chunk : chunk.slice(from, to));
    if (Math.max(from, to) < chunk.length) keep(chunk.slice(Math.max(from, to)));
  };

  const writeBytes = (chunk: Uint8Array): void => {
    let from = 0;
    if (pending !== undefined) {
      const end = chunk.indexOf(LF);
      pending.add(chunk.subarray(0, end === -1 ? chunk.length : end + 1));
      if (end === -1) return;
      release();
      from = end + 1;
    }
    const to = chunk.lastIndexOf(LF) + 1;
    if (to > from) handOnBytes(chunk.subarray(from, to));
    if (Math.max(from, to) < chunk.length) keep(chunk.subarray(Math.max(from, to)));
  };

  const keep = (tail: string | Uint8Array): void => {
    pending = createPending(maxLineBytes, typeof tail === 'string');
    pending.add(tail);
  };

  const release = (): void => {
    const line = pending;
    pending = undefined;
    if (line === undefined) return;
    if (line.oversize) onOversize(line.take(), line.bytes);
    else onLines(line.take());
  };

  // A run no longer than the cap holds no line that is. In a longer one the search leaps: the last LF within the cap
  // ends a stretch of lines none of which is too long.
  const handOnBytes = (run: Uint8Array): void => {
    let from = 0;
    let at = 0;
    while (run.length - at > maxLineBytes + 1) {
      const lf = run.lastIndexOf(LF, at + maxLineBytes);
      if (lf >= at) {
        at = lf + 1;
        continue;
      }
      const end = run.indexOf(LF, at + maxLineBytes);
      if (at > from) onLines(run.subarray(from, at));
      oversize(run.subarray(at, end));
      from = at = end + 1;
    }
    if (run.length > from) onLines(run.subarray(from));
  };

  // A UTF-16 unit is three bytes at most, so lines of a third of the cap need not be measured.
  const handOnText = (run: string): void => {
    const surely = Math.floor(maxLineBytes / 3);
    let from = 0;
    let at = 0;
    while (run.length - at > surely + 1) {
      const lf = run.lastIndexOf('\n', at + surely);
      if (lf >= at) {
        at = lf + 1;
        continue;
      }
      const end = run.indexOf('\n', at + surely);
      const line = run.slice(at, end);
      if (Buffer.byteLength(line) > maxLineBytes) {
        if (at > from) onLines(run.slice(from, at));
        oversize(line);
        from = end + 1;
      }
      at = end + 1;
    }
    if (run.length > from) onLines(from === 0 ? run : run.slice(from));
  };

  const oversize = (line: string | Uint8Array): void => {
    const measured = createPending(maxLineBytes, typeof line === 'string');
    measured.add(line);
    onOversize(measured.take(), measured.bytes);
  };

  return {
    write(chunk) {
      if (chunk.length === 0) return;
      if (typeof chunk !== 'string') {
        pending?.toBytes();
        writeBytes(chunk);
      } else if (pending?.isText === false) writeBytes(Buffer.from(chunk));
      else writeText(chunk);
    },
    end: () => release(),
  };
}
