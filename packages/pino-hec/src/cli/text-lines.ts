import { Buffer } from 'node:buffer';
import { nodeRuntime, type Runtime, type Timer } from 'hec-core';

/** What lines of a pipe turn out to be. */
export interface TextSink {
  /** A run of lines that look like JSON objects. */
  readonly json: (lines: Uint8Array) => void;
  /** One event of plain text: a line, or several that belong together. */
  readonly text: (text: string) => void;
}

/** Tells JSON from plain text, and keeps the lines of a stack trace together. */
export interface TextLines {
  /** @param lines complete lines, an LF between them */
  write(lines: Uint8Array): void;
  /** Hands on what waits for more lines. */
  flush(): void;
}

const LF = 0x0a;
const OPEN_BRACE = 0x7b;
/** What stands at the beginning of the lines of a trace but the first: `    at …`, `Caused by: …`, `... 12 more`, `}`. */
const CONTINUED = /^(?:[ \t]|Caused by:|\.\.\. \d+ more|[}\])]+,?$)/;
/** How long the lines of a trace may be apart: it is written in one go, but pipes cut anywhere. */
const GAP_MS = 100;
const LONGEST_UNITS = 262_144;

/**
 * Lines that begin with `{` go on as they are, many at once; hec-core looks at each of them. Other lines are text:
 * one event each, unless they continue the one before them.
 */
export function createTextLines({ json, text }: TextSink, timer: Runtime['timer'] = nodeRuntime.timer): TextLines {
  let group = '';
  let gap: Timer | undefined;

  const flush = (): void => {
    gap?.cancel();
    gap = undefined;
    if (group === '') return;
    const whole = group;
    group = '';
    text(whole);
  };

  const add = (line: string): void => {
    const continues = group !== '' && CONTINUED.test(line) && group.length + line.length < LONGEST_UNITS;
    if (!continues) flush();
    if (line.trim() === '') return;
    group = continues ? `${group}\n${line}` : line;
  };

  return {
    write(lines) {
      let from = 0;
      for (let at = 0; at < lines.length; ) {
        const lf = lines.indexOf(LF, at);
        const end = lf === -1 ? lines.length : lf;
        const next = end + 1;
        if (lines[firstVisible(lines, at, end)] === OPEN_BRACE) flush();
        else {
          if (at > from) json(lines.subarray(from, at));
          from = next;
          add(textOf(lines, at, end));
        }
        at = next;
      }
      if (from < lines.length) json(lines.subarray(from));
      if (group !== '') gap ??= timer(GAP_MS, flush);
    },
    flush,
  };
}

function firstVisible(lines: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (lines[at] === 0x20 || lines[at] === 0x09)) at++;
  return at;
}

function textOf(lines: Uint8Array, from: number, end: number): string {
  const text = Buffer.from(lines.buffer, lines.byteOffset + from, end - from).toString();
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
