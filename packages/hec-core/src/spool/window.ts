import { Buffer } from 'node:buffer';
import { type Disk, readInto } from './disk.ts';

/** What is read at once: far more than a record of one line, about one compressed batch. */
const READ_BYTES = 262_144;

/** A place in a file, and the bytes from there on as far as they have been read. */
export interface Window {
  /** Valid until the next `load`. */
  readonly here: Buffer;
  /** Offset in the file. */
  readonly offset: number;
  /** Bytes between here and the end. */
  readonly left: number;
  advance(bytes: number): void;
  /** Sees to it that `here` holds this many bytes. False when the file does not have them. */
  load(bytes: number): Promise<boolean>;
}

export function openWindow(disk: Disk, fd: number, start: number, end: number): Window {
  let bytes: Buffer = Buffer.alloc(0);
  let offset = start;
  let at = 0;
  return {
    get here() {
      return at === 0 ? bytes : bytes.subarray(at);
    },
    get offset() {
      return offset;
    },
    get left() {
      return end - offset;
    },
    advance(by) {
      at += by;
      offset += by;
    },
    async load(wanted) {
      const kept = bytes.subarray(at);
      if (kept.byteLength >= wanted) return true;
      if (end - offset < wanted) return false;
      const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(wanted, READ_BYTES), end - offset));
      kept.copy(larger);
      const got = await readInto(disk, fd, larger.subarray(kept.byteLength), offset + kept.byteLength);
      bytes = larger.subarray(0, kept.byteLength + got);
      at = 0;
      return bytes.byteLength >= wanted;
    },
  };
}
