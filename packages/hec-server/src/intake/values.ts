import { readJsonStream, splitArray } from './json-stream.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A value of a body with its exact text. */
export interface Piece {
  readonly value: unknown;
  readonly text: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All values of a body in a row; undefined when any of it is no JSON. For receivers that parse all before they take any. */
export function readAllValues(body: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const piece of readJsonStream(body)) {
    if ('broken' in piece) return undefined;
    pieces.push(piece);
  }
  return pieces;
}

/** The one JSON value that is the whole body; undefined when it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The elements of an array, or the value itself, each with its exact text. */
export function elements({ value, text }: Piece): readonly Piece[] {
  if (!Array.isArray(value)) return [{ value, text }];
  const texts = splitArray(text.trim());
  return value.map((item: unknown, i) => ({ value: item, text: texts[i] ?? '' }));
}

/** Lines that hold something; LF, CR and CRLF all end one. */
export function readLines(body: string): readonly string[] {
  return body.split(/[\r\n]+/).filter((line) => line !== '');
}
