import { Buffer } from 'node:buffer';
import { BYTES_A_UNIT, type LineAt, type Lines } from '../envelope/lines.ts';

/** The part of what came in that is in the splicer's memory: whole lines, the last one with or without its line end. */
export interface Window {
  /** Where the next line begins. */
  at: number;
  /** One past the last line; an LF stands there. */
  end: number;
  /**
   * Brings in whole lines, as many as there is room for.
   * @returns where the rest begins; `from` itself when the first line is longer than the window
   */
  load(lines: Lines, from: number): number;
  /** What stands there, as text. */
  view(from: number, to: number): LineAt;
  /** Lets go of the text that it shows. */
  forget(): void;
}

const LF = 10;
/** UTF-8 needs at most four bytes for a character. */
const BYTES_A_CHARACTER = 4;

/** @param start where in the memory it begins, and how many bytes it has */
export function createWindow(memory: Buffer, start: number, size: number): Window {
  /** What it shows, where that is one byte a character: a line is looked at there, not decoded. */
  let shown: string | undefined;

  /** @returns how many units it shows now: all of them, or as many as are there for sure */
  const writeText = (text: string, from: number, units: number): number => {
    const part = from === 0 && text.length <= units ? text : text.slice(from, from + units);
    const bytes = memory.write(part, start, size);
    // A character that does not fit is left out, and all behind it.
    if (bytes > size - BYTES_A_CHARACTER && Buffer.byteLength(part) > bytes)
      return writeText(text, from, Math.floor(size / BYTES_A_UNIT));
    window.end = start + bytes;
    shown = bytes === part.length ? part : undefined;
    return part.length;
  };

  const writeBytes = (bytes: Uint8Array, from: number): number => {
    const part = bytes.subarray(from, from + size);
    memory.set(part, start);
    window.end = start + part.length;
    shown = undefined;
    return part.length;
  };

  const window: Window = {
    at: start,
    end: start,
    load(lines, from) {
      window.at = start;
      const length = typeof lines === 'string' ? writeText(lines, from, size) : writeBytes(lines, from);
      let next = from + length;
      if (next < lines.length) {
        const bytes = memory.subarray(start, window.end).lastIndexOf(LF) + 1;
        window.end = start + bytes;
        if (typeof lines !== 'string' || shown !== undefined || bytes === 0) next = from + bytes;
        else next = lines.lastIndexOf('\n', next - 1) + 1;
      }
      memory[window.end] = LF;
      return next;
    },
    view(from, to) {
      if (shown !== undefined) return { text: shown, start: from - start, end: to - start };
      const text = memory.toString('utf8', from, to);
      return { text, start: 0, end: text.length };
    },
    forget() {
      shown = undefined;
    },
  };
  return window;
}
