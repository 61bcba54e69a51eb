import { createReadStream } from 'node:fs';
import type { DeadLetter } from 'hec-core';

/** A line of a dead letter file that hec-core wrote. */
export interface Letter extends Omit<DeadLetter, 'envelope'> {
  /** As it stands in the file. */
  readonly line: string;
  /** The event byte for byte as it was sent. */
  readonly envelope: string;
}

/**
 * Reads a dead letter file; what is no dead letter comes as its text.
 * @param bytes how much of it: an application may be writing at its end
 */
export async function* readLetters(file: string, bytes: number): AsyncGenerator<Letter | string, void> {
  if (bytes === 0) return;
  const chunks = createReadStream(file, { end: bytes - 1, encoding: 'utf8' });
  for await (const line of linesOf(chunks)) if (line.trim() !== '') yield parseLetter(line) ?? line;
}

/** By LF alone, as JSON lines are: to node:readline U+2028 and U+2029 are ends of lines too, and they stand in text. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
  // A line of a megabyte comes in many chunks: joined once.
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const [first = '', ...others] = chunk.split('\n');
    parts.push(first);
    for (const next of others) {
      yield parts.join('');
      parts = [next];
    }
  }
  yield parts.join('');
}

/**
 * Takes a line apart. The envelope is its last member and is cut out of the text rather than parsed: its numbers may
 * have digits that no JavaScript number has.
 */
export function parseLetter(line: string): Letter | undefined {
  const letter = parse(line);
  if (letter === undefined || typeof letter.route?.path !== 'string') return undefined;
  const { envelope, ...about } = letter;
  // What hec-core wrote with JSON.stringify comes out of it again letter by letter.
  const head = `${JSON.stringify(about).slice(0, -1)},"envelope":`;
  if (!line.startsWith(head) || !line.endsWith('}')) return undefined;
  // Text for the raw endpoint stands there as a JSON string.
  const isText = typeof envelope === 'string' && letter.route.kind === 'raw';
  return { ...about, line, envelope: isText ? envelope : line.slice(head.length, -1) };
}

function parse(line: string): DeadLetter | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? (value as DeadLetter) : undefined;
  } catch {
    return undefined;
  }
}
