/** A complete JSON value, where it stood in the text, and its exact text. */
export interface JsonPiece {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The rest of the text from `start` on is no JSON. */
export interface BrokenPiece {
  readonly start: number;
  readonly broken: true;
}

const quote = 0x22;
const backslash = 0x5c;

/** Index of the first character from `at` on that is not JSON whitespace. */
function skipSpace(text: string, at: number): number {
  let i = at;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
  }
  return i;
}

/** Index after the closing quote of the string that opens at `at`; the text's length when it never closes. */
function skipString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === backslash) i++;
    else if (c === quote) return i + 1;
  }
  return text.length;
}

/** Index after the object or array that opens at `at`; the text's length when it never closes. */
function skipNested(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) i = skipString(text, i) - 1;
    // `|= 0x20` folds `[` to `{` and `]` to `}`; whether they pair up is for JSON.parse to say.
    else if ((c | 0x20) === 0x7b) depth++;
    else if ((c | 0x20) === 0x7d && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Index after the number, `true`, `false`, `null` or rubbish that starts at `at`; at least one character. */
function skipWord(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && !/[\s{}[\]",:]/.test(text.charAt(i))) i++;
  return i;
}

/** Index after the value that starts at `at`, sound or not. */
function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === quote) return skipString(text, at);
  return (first | 0x20) === 0x7b ? skipNested(text, at) : skipWord(text, at);
}

/** The exact texts of an array's elements; the text has to be that of a sound array. */
export function splitArray(text: string): readonly string[] {
  const texts: string[] = [];
  let start = skipSpace(text, 1);
  while (start < text.length && text[start] !== ']') {
    const end = skipValue(text, start);
    texts.push(text.slice(start, end));
    const next = skipSpace(text, end);
    start = text[next] === ',' ? skipSpace(text, next + 1) : next;
  }
  return texts;
}

/**
 * Splits JSON values that follow each other with or without whitespace between, one at a time: a receiver acts on
 * the first before it has looked at the second (protocol 1.4). Stops after the first that is broken.
 */
export function* readJsonStream(text: string): Generator<JsonPiece | BrokenPiece, void> {
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const end = skipValue(text, start);
    const piece = text.slice(start, end);
    let value: unknown;
    try {
      value = JSON.parse(piece);
    } catch {
      yield { start, broken: true };
      return;
    }
    yield { value, start, end, text: piece };
    start = skipSpace(text, end);
  }
}
