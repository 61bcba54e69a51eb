/** Close enough that little is read for nothing, far enough that a segment of 16 MiB needs 256 of them. */
const STRIDE = 65_536;

/** Where in a segment events stand: the beginnings of some of its records, in order. */
export interface Checkpoints {
  /** Told of every record in turn, remembers one every 64 KiB. */
  note(offset: number, first: number): void;
  /** The last noted record that begins at or before an event. */
  before(event: number): { readonly start: number; readonly first: number };
}

export function createCheckpoints(): Checkpoints {
  const offsets: number[] = [];
  const firsts: number[] = [];
  return {
    note(offset, first) {
      const last = offsets.at(-1);
      if (last !== undefined && offset - last < STRIDE) return;
      offsets.push(offset);
      firsts.push(first);
    },
    before(event) {
      let low = 0;
      let high = firsts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((firsts[middle] as number) <= event) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? { start: 0, first: 0 } : { start: offsets[low - 1] ?? 0, first: firsts[low - 1] ?? 0 };
    },
  };
}
