import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  POINT,
  QUOTE,
  SPACE,
  ZERO,
} from './characters';

/** Objects and lists within each other: one bit each of the number that remembers which is which. */
const DEEPEST = 60;

/**
 * One past the JSON object that begins at `at`, as loggers write them: without white space but for one space behind a
 * colon or comma. 0 for everything else, which may be an object all the same.
 */
export function objectEnd(at: usize): usize {
  if (load<u8>(at) != OPEN_BRACE) return 0;
  if (load<u8>(at, 1) == CLOSE_BRACE) return at + 2;
  at++;
  /** One bit for what is open, the innermost last: 1 for an object, 0 for a list. */
  let open: u64 = 1;
  let depth = 1;
  while (true) {
    if (open & 1) {
      at = stringEnd(at);
      if (at == 0 || load<u8>(at) != COLON) return 0;
      at = skipSpace(at + 1);
    }
    const first = load<u8>(at);
    if (first == OPEN_BRACE || first == OPEN_BRACKET) {
      if (depth == DEEPEST) return 0;
      depth++;
      open = (open << 1) | (first == OPEN_BRACE ? 1 : 0);
      at++;
      if (load<u8>(at) != (first == OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) continue;
    } else {
      at = scalarEnd(at);
      if (at == 0) return 0;
    }
    // What ends here, and what that ends.
    while (load<u8>(at) != COMMA) {
      if (load<u8>(at) != (open & 1 ? CLOSE_BRACE : CLOSE_BRACKET)) return 0;
      at++;
      open >>= 1;
      if (--depth == 0) return at;
    }
    at = skipSpace(at + 1);
  }
  return 0;
}

function skipSpace(at: usize): usize {
  return load<u8>(at) == SPACE ? at + 1 : at;
}

function scalarEnd(at: usize): usize {
  const first = load<u8>(at);
  if (first == QUOTE) return stringEnd(at);
  if (first == MINUS || isDigit(first)) return numberEnd(at);
  const word = load<u32>(at);
  // `true`, `null`, and `alse` behind an f.
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4;
  return first == 0x66 && load<u32>(at, 1) == 0x65736c61 ? at + 5 : 0;
}

/** One past the closing quote of a string; 0 where none begins, or a character is not as JSON wants it. */
function stringEnd(at: usize): usize {
  if (load<u8>(at) != QUOTE) return 0;
  at++;
  while (true) {
    const some = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(some, i8x16.splat(QUOTE)), i8x16.eq(some, i8x16.splat(BACKSLASH))),
      i8x16.lt_u(some, i8x16.splat(SPACE)),
    );
    const found = i8x16.bitmask(special);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (load<u8>(at) == QUOTE) return at + 1;
    if (load<u8>(at) != BACKSLASH) return 0;
    at = escapeEnd(at + 1);
    if (at == 0) return 0;
  }
  return 0;
}

/** @param at behind the backslash */
function escapeEnd(at: usize): usize {
  switch (load<u8>(at)) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit: usize = 1; digit <= 4; digit++) if (!isHex(load<u8>(at + digit))) return 0;
      return at + 5;
    default:
      return 0;
  }
}

/** RFC 8259 section 6: no leading zero, no bare point, no empty exponent. */
function numberEnd(at: usize): usize {
  if (load<u8>(at) == MINUS) at++;
  if (!isDigit(load<u8>(at))) return 0;
  at = load<u8>(at) == ZERO ? at + 1 : digitsEnd(at);
  if (load<u8>(at) == POINT) {
    if (!isDigit(load<u8>(at, 1))) return 0;
    at = digitsEnd(at + 1);
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (load<u8>(at) == MINUS || load<u8>(at) == 0x2b) at++;
    if (!isDigit(load<u8>(at))) return 0;
    at = digitsEnd(at);
  }
  return at;
}

function digitsEnd(at: usize): usize {
  while (isDigit(load<u8>(at))) at++;
  return at;
}

function isDigit(char: u8): bool {
  return char - ZERO < 10;
}

function isHex(char: u8): bool {
  return isDigit(char) || (char | 0x20) - 0x61 < 6;
}
