/** A double-ended queue: constant time at both ends, memory given back as it empties. */
export interface Deque<T> {
  readonly size: number;
  pushBack(item: T): void;
  pushFront(item: T): void;
  /** The front item, taken out. */
  take(): T | undefined;
  /** The back item, taken out. */
  takeBack(): T | undefined;
  remove(item: T): boolean;
}

export function createDeque<T>(): Deque<T> {
  // Two stacks: `front` is read from its end; when it is empty the back is turned over.
  let front: T[] = [];
  let back: T[] = [];
  return {
    get size() {
      return front.length + back.length;
    },
    pushBack: (item) => void back.push(item),
    pushFront: (item) => void front.push(item),
    take() {
      if (front.length === 0) {
        front = back.toReversed();
        back = [];
      }
      return front.pop();
    },
    takeBack() {
      if (back.length === 0) {
        back = front.toReversed();
        front = [];
      }
      return back.pop();
    },
    remove(item) {
      for (const stack of [front, back]) {
        const at = stack.indexOf(item);
        if (at === -1) continue;
        stack.splice(at, 1);
        return true;
      }
      return false;
    },
  };
}
