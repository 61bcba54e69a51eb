import { BYTES_A_UNIT, type LineAt, type Lines } from '../envelope/lines.ts';
import { type SplicedHead, writeHead } from './head-table.ts';
import type { Instance } from './instance.ts';
import { createWindow } from './window.ts';

/**
 * Puts lines into their envelopes in memory of its own: on one side a window of what came in, on the other the
 * envelopes. Lines that begin in a known way go over many at a time; of others it gives the text.
 */
export interface Splicer {
  /**
   * Brings in whole lines, from `from` on, as many as there is room for.
   * @returns where the rest begins; `from` itself when the first line is longer than that
   */
  load(lines: Lines, from: number): number;
  /** Whether there is a line left. */
  readonly more: boolean;
  /** The ways in which lines may begin; the first eight are remembered. */
  know(heads: readonly SplicedHead[]): void;
  /** Which of these the next line begins with; -1 for none. */
  head(): number;
  /**
   * Takes lines as long as they begin like this.
   * @param most so many at most
   * @param trusted whether a line that ends with a brace is an object; else each is checked
   * @returns how many: none when the next is no object for sure, is too long, or finds no room for its envelope
   */
  take(head: number, most: number, trusted: boolean): number;
  /** Bytes of the lines that were taken last. */
  readonly takenBytes: number;
  /** Whether it took no more because there was no room. */
  readonly full: boolean;
  /** Takes the next line, without its end. */
  line(): LineAt;
  /** Bytes of that line. */
  readonly lineBytes: number;
  /** Whether that line is one JSON object for sure. */
  lineIsObject(): boolean;
  /** Puts text behind the envelopes. False when there is no room. */
  put(text: string): boolean;
  /** Bytes of the envelopes so far. */
  readonly written: number;
  /** The envelopes so far. Borrowed: what is taken or put next may stand there. */
  envelopes(): Uint8Array;
  /** Forgets the envelopes. */
  clear(): void;
  /** Forgets the text that it was given. */
  forget(): void;
}

const CR = 13;
const WORD = 4;

export function createSplicer(instance: Instance): Splicer {
  const { memory, numbers, headOf, takeAlike, lineEnd, objectEnd } = instance;
  const { INPUT, INPUT_BYTES, OUTPUT, OUTPUT_BYTES, MOST_HEADS, TAKEN } = instance.places;
  const window = createWindow(memory, INPUT, INPUT_BYTES);
  const known: (SplicedHead | undefined)[] = Array.from({ length: MOST_HEADS });
  const taken = TAKEN / WORD;
  let out = OUTPUT;
  let takenBytes = 0;
  let full = false;
  let lineStart = 0;
  let lineBytes = 0;

  return {
    load: window.load,
    get more() {
      return window.at < window.end;
    },
    know(heads) {
      for (let place = 0; place < MOST_HEADS; place++) {
        if (known[place] === heads[place]) continue;
        writeHead(instance, place, heads[place]);
        known[place] = heads[place];
      }
    },
    head: () => headOf(window.at, window.end),
    take(head, most, trusted) {
      window.at = takeAlike(head, window.at, window.end, out, most, trusted);
      out = numbers[taken] as number;
      takenBytes = numbers[taken + 2] as number;
      full = numbers[taken + 3] === 1;
      return numbers[taken + 1] as number;
    },
    get takenBytes() {
      return takenBytes;
    },
    get full() {
      return full;
    },
    line() {
      lineStart = window.at;
      const feed = lineEnd(lineStart);
      const end = feed > lineStart && memory[feed - 1] === CR ? feed - 1 : feed;
      window.at = feed + 1;
      lineBytes = end - lineStart;
      return window.view(lineStart, end);
    },
    get lineBytes() {
      return lineBytes;
    },
    lineIsObject: () => objectEnd(lineStart) === lineStart + lineBytes,
    put(text) {
      if (out + text.length * BYTES_A_UNIT > OUTPUT + OUTPUT_BYTES) return false;
      out += memory.write(text, out);
      return true;
    },
    get written() {
      return out - OUTPUT;
    },
    envelopes: () => memory.subarray(OUTPUT, out),
    clear() {
      out = OUTPUT;
    },
    forget: window.forget,
  };
}
