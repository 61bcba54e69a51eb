/** A median and the interval that holds it with 95 % confidence. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly blocks: number;
}

/**
 * The interval is that of the order statistics: it asks nothing of the distribution, and a few blocks that another job
 * disturbed do not widen it.
 */
function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const { length } = sorted;
  if (length === 0) throw new Error('nothing was measured');
  const reach = 0.98 * Math.sqrt(length);
  const low = Math.max(0, Math.floor((length - 1) / 2 - reach));
  const high = Math.min(length - 1, Math.ceil((length - 1) / 2 + reach));
  return { median: quantile(sorted, 0.5), low: sorted[low] as number, high: sorted[high] as number, blocks: length };
}

/** @param sorted values in ascending order */
export function quantile(sorted: readonly number[], at: number): number {
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

/** Ratios block by block: both halves of a block met the same machine, so its noise is divided out. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Estimate {
  return estimate(ours.map((value, at) => value / (theirs[at] as number)));
}
