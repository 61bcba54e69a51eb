import { LF } from './characters';

/** Where the LF is that ends the line at `at`. */
export function lineEnd(at: usize): usize {
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(LF)));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
  return 0;
}

/** Whether so many bytes are the same, 16 at least. */
export function same(one: usize, other: usize, bytes: usize): bool {
  const last = bytes - 16;
  for (let at: usize = 0; at < last; at += 16) if (differs(one + at, other + at)) return false;
  return !differs(one + last, other + last);
}

function differs(one: usize, other: usize): bool {
  return v128.any_true(v128.xor(v128.load(one), v128.load(other)));
}

/** Copies up to 15 bytes more: what comes next is written over them. */
export function copy(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
}
