const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/** Reads the time and level out of a JSON line without parsing it. */
export interface Lifter {
  /** The values' JSON text as it stands in the line last lifted; `''` where the line has none. */
  readonly time: string;
  readonly level: string;
  /** One past the time's text, if level and time are the line's first members, as pino writes them; else -1. */
  readonly headEnd: number;
  lift(text: string, start: number, end: number): void;
  /** Forgets the line: what is cut out of a text keeps all of it alive. */
  forget(): void;
}

/**
 * Makes a {@link Lifter}. pino writes `{"level":30,"time":1700000000000,…`, so a few comparisons at the head of the line
 * do for nearly all; other lines are walked through once, with strings and nesting respected, never past their end: an
 * unbounded search would take a neighbour's time. Of duplicate keys the first counts (pino#682).
 */
export function createLifter(timeKey: string | false, levelKey: string | false): Lifter {
  const levelHead = levelKey === false ? undefined : `{${JSON.stringify(levelKey)}:`;
  const timeHead = timeKey === false ? undefined : `,${JSON.stringify(timeKey)}:`;
  let time = '';
  let level = '';
  let headEnd = -1;

  /** @returns whether both were found where pino puts them. */
  const liftHead = (text: string, start: number, end: number): boolean => {
    if (levelHead === undefined || timeHead === undefined || !text.startsWith(levelHead, start)) return false;
    const levelAt = start + levelHead.length;
    const levelEnd = scalarEnd(text, levelAt, end);
    if (!text.startsWith(timeHead, levelEnd)) return false;
    const timeAt = levelEnd + timeHead.length;
    const timeEnd = scalarEnd(text, timeAt, end);
    if (timeEnd >= end) return false;
    level = text.slice(levelAt, levelEnd);
    time = text.slice(timeAt, timeEnd);
    headEnd = timeEnd;
    return true;
  };

  const walk = (text: string, start: number, end: number): void => {
    let depth = 0;
    let timeSought = timeKey !== false;
    let levelSought = levelKey !== false;
    for (let at = start; at < end && (timeSought || levelSought); at++) {
      const char = text.charCodeAt(at);
      if (char === OPEN_BRACE || char === OPEN_BRACKET) depth++;
      else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
      else if (char === QUOTE) {
        const close = stringEnd(text, at, end);
        const colon = depth === 1 ? skipSpace(text, close, end) : close;
        if (depth === 1 && text.charCodeAt(colon) === COLON) {
          const key = text.slice(at + 1, close - 1);
          const valueAt = skipSpace(text, colon + 1, end);
          if (timeSought && key === timeKey) {
            time = text.slice(valueAt, scalarEnd(text, valueAt, end));
            timeSought = false;
          } else if (levelSought && key === levelKey) {
            level = text.slice(valueAt, scalarEnd(text, valueAt, end));
            levelSought = false;
          }
        }
        at = close - 1;
      }
    }
  };

  const forget = (): void => {
    time = '';
    level = '';
    headEnd = -1;
  };

  return {
    get time() {
      return time;
    },
    get level() {
      return level;
    },
    get headEnd() {
      return headEnd;
    },
    lift(text, start, end) {
      forget();
      if (!liftHead(text, start, end)) walk(text, start, end);
    },
    forget,
  };
}

/** One past a number, literal or string that begins at `at`; `at` itself for an object or array. */
function scalarEnd(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) === QUOTE) return stringEnd(text, at, end);
  let to = at;
  while (to < end) {
    const char = text.charCodeAt(to);
    if (char === COMMA || char === CLOSE_BRACE || char === OPEN_BRACE || char === OPEN_BRACKET || char <= SPACE) break;
    to++;
  }
  return to;
}

/** One past the closing quote of the string that opens at `at`. */
function stringEnd(text: string, at: number, end: number): number {
  for (let to = at + 1; to < end; to++) {
    const char = text.charCodeAt(to);
    if (char === BACKSLASH) to++;
    else if (char === QUOTE) return to + 1;
  }
  return end;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) <= SPACE) at++;
  return at;
}
