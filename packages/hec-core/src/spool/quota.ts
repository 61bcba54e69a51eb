/** How long a full spool waits before it looks whether somebody else has made room, in ms. */
const LOOK_AGAIN_MS = 1000;
/** Writers for which the bound below holds. */
const WRITERS = 64;

/** Keeps the directory within `maxBytes`. */
export interface Quota {
  /** @param at epoch ms */
  admits(bytes: number, at: number): boolean;
  /** Our own files have grown, or shrunk when negative. */
  grew(bytes: number): void;
}

/**
 * The directory is shared by all processes that write into it, and nobody locks it to count. Each knows what it wrote
 * itself and measures the rest now and then: again after having written a 64th of the room it saw, or a 16th of a
 * segment if that is more. So up to 64 writers exceed `maxBytes` together by no more than a 16th of a segment each
 * (1 MiB at the default), and a nearly empty spool is hardly ever measured.
 * @param measure bytes under the directory now
 */
export function createQuota(maxBytes: number, segmentBytes: number, measure: () => number): Quota {
  let total = 0;
  let untilLook = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = (at: number): void => {
    total = measure();
    lookedAt = at;
    untilLook = Math.max(segmentBytes / 16, (maxBytes - total) / WRITERS);
  };

  return {
    admits(bytes, at) {
      const fits = (): boolean => total + bytes <= maxBytes;
      if (untilLook > 0 && fits()) return true;
      if (untilLook > 0 && Math.abs(at - lookedAt) < LOOK_AGAIN_MS) return false;
      look(at);
      return fits();
    },
    grew(bytes) {
      total += bytes;
      if (bytes > 0) untilLook -= bytes;
    },
  };
}
