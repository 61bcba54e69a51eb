/** The newest `capacity` items, oldest first. Adding is cheap: the old are cut off in bulk, not one by one. */
export interface Ring<T> {
  add(item: T): void;
  items(): readonly T[];
  resize(capacity: number): void;
  clear(): void;
}

export function createRing<T>(initialCapacity: number): Ring<T> {
  let capacity = initialCapacity;
  let kept: T[] = [];
  const trim = (): void => {
    if (kept.length > capacity) kept = kept.slice(-capacity);
  };
  return {
    add(item) {
      kept.push(item);
      if (kept.length >= capacity * 2) trim();
    },
    items() {
      trim();
      return kept;
    },
    resize(next) {
      capacity = next;
      trim();
    },
    clear() {
      kept = [];
    },
  };
}
