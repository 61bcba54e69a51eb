import { Buffer } from 'node:buffer';

/** A line whose end has not come yet. */
export interface Pending {
  /** Whether it is kept as text rather than as bytes. */
  readonly isText: boolean;
  /** Its length so far in UTF-8 bytes, without an LF. */
  readonly bytes: number;
  /** Whether that is more than the cap. */
  readonly oversize: boolean;
  /** @param piece what follows, of the kind it is kept as; an LF may only be its last character. */
  add(piece: string | Uint8Array): void;
  /** From now on it is kept as bytes. */
  toBytes(): void;
  /** The whole line, or, if it is oversize, as many of its first characters as fit into the cap whole. */
  take(): string | Uint8Array;
}

/**
 * Collects a line piece by piece and joins it once: joining at every piece is quadratic for a line of many pieces.
 * Beyond the cap it only counts.
 */
export function createPending(maxBytes: number, isText: boolean): Pending {
  let texts: string[] = [];
  let blobs: Uint8Array[] = [];
  let bytes = 0;
  let splitPair = false;

  const addText = (piece: string): void => {
    if (bytes <= maxBytes) texts.push(piece.slice(0, maxBytes + 2 - bytes));
    bytes += Buffer.byteLength(piece) - (piece.endsWith('\n') ? 1 : 0);
    // Two halves of a character measure 3 + 3 bytes apart and 4 together.
    if (splitPair && isLow(piece.charCodeAt(0))) bytes -= 2;
    splitPair = isHigh(piece.charCodeAt(piece.length - 1));
  };

  const addBytes = (piece: Uint8Array): void => {
    // Copied, because the producer may reuse its memory; no more than tells that the line is too long, and its LF.
    if (bytes <= maxBytes) blobs.push(Buffer.from(piece.subarray(0, maxBytes + 2 - bytes)));
    bytes += piece.length - (piece[piece.length - 1] === 0x0a ? 1 : 0);
  };

  return {
    get isText() {
      return isText;
    },
    get bytes() {
      return bytes;
    },
    get oversize() {
      return bytes > maxBytes;
    },
    add(piece) {
      if (typeof piece === 'string') addText(piece);
      else addBytes(piece);
    },
    toBytes() {
      if (!isText) return;
      isText = false;
      blobs = [Buffer.from(texts.join(''))];
      texts = [];
    },
    take() {
      if (isText) return bytes > maxBytes ? textHead(texts.join(''), maxBytes) : texts.join('');
      const whole = Buffer.concat(blobs);
      return bytes > maxBytes ? bytesHead(whole, maxBytes) : whole;
    },
  };
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function textHead(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

/** Moves the cut back to the start of a character: in UTF-8 every other byte of one is 10xxxxxx. */
function bytesHead(bytes: Uint8Array, maxBytes: number): Uint8Array {
  let end = maxBytes;
  while (end > 0 && end > maxBytes - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
