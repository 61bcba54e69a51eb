/**
 * A set of event numbers as sorted half-open ranges that do not touch: `[from, to, from, to, …]`.
 */
export type Ranges = readonly number[];

/** Both together, in one pass. */
export function union(a: Ranges, b: Ranges): number[] {
  const all: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const takeA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    const from = (takeA ? a[i] : b[j]) as number;
    const to = (takeA ? a[i + 1] : b[j + 1]) as number;
    if (takeA) i += 2;
    else j += 2;
    const last = all.length - 1;
    if (last > 0 && from <= (all[last] as number)) all[last] = Math.max(all[last] as number, to);
    else if (from < to) all.push(from, to);
  }
  return all;
}

/** What of `from … to` is not in the set. */
export function gaps(set: Ranges, from: number, to: number): number[] {
  const out: number[] = [];
  let at = from;
  for (let i = firstEndingAfter(set, from); i < set.length && (set[i] as number) < to; i += 2) {
    if ((set[i] as number) > at) out.push(at, set[i] as number);
    at = Math.max(at, set[i + 1] as number);
  }
  if (at < to) out.push(at, to);
  return out;
}

/** How many numbers are in the set. */
export function count(set: Ranges): number {
  let sum = 0;
  for (let i = 0; i < set.length; i += 2) sum += (set[i + 1] as number) - (set[i] as number);
  return sum;
}

/** Sorts pairs by where they begin and joins what touches. */
export function rangesOf(pairs: readonly (readonly [from: number, to: number])[]): number[] {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
  const all: number[] = [];
  for (const [from, to] of sorted) {
    const last = all.length - 1;
    if (last > 0 && from <= (all[last] as number)) all[last] = Math.max(all[last] as number, to);
    else if (from < to) all.push(from, to);
  }
  return all;
}

function firstEndingAfter(set: Ranges, at: number): number {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle * 2 + 1] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}
