import { Buffer } from 'node:buffer';

/**
 * A line may be this long before it is given up, or as long as a batch may be. Longer ones could not be sent whole
 * anyway, and memory has to be bounded for a line that never ends (pitfall 25).
 */
const LONGEST_LINE_BYTES = 4_194_304;
/** What is kept of a longer one fits into an event everywhere, escapes included: Sekoia takes 250 KiB, JSON escapes make six of one. */
const KEPT_UNITS = 40_000;

/** @param batchMaxBytes the option `batch.maxBytes`, if it was given */
export function longestLine(batchMaxBytes: unknown): number {
  return Math.max(
    LONGEST_LINE_BYTES,
    typeof batchMaxBytes === 'number' && batchMaxBytes <= 2 ** 30 ? batchMaxBytes : 0,
  );
}

/** The event sent in place of a line that was too long to be held; hec-core writes the same for events it has to cut. */
export function standIn(head: string | Uint8Array, bytes: number): { truncated: true; bytes: number; text: string } {
  const text =
    typeof head === 'string'
      ? head
      : Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, KEPT_UNITS)).toString();
  return { truncated: true, bytes, text: text.slice(0, KEPT_UNITS).toWellFormed() };
}
