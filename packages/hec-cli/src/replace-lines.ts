import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/**
 * Replaces the lines of a file that have been dealt with. In place, because an application may have it open and append to it: a
 * renamed file would take its next dead letters away with it. What it has appended meanwhile stays.
 *
 * @param size how long the file was when it was read
 * @param kept its lines that stay
 * @param more a file whose lines are added, if there is one
 */
export function replaceLines(file: string, size: number, kept: readonly string[], more: string): void {
  const handle = openSync(file, 'r+');
  // A crash in between leaves everything here, and some of it twice: never nothing.
  const backup = `${file}.redriving`;
  const copy = openSync(backup, 'w', 0o600);
  try {
    const added = existsSync(more) ? readFileSync(more, 'utf8') : '';
    writeSync(copy, kept.map((line) => `${line}\n`).join('') + added);
    const rest = Buffer.concat([readFileSync(backup), tail(handle, size)]);
    fsyncSync(copy);
    ftruncateSync(handle, 0);
    writeSync(handle, rest, 0, rest.length, 0);
    fsyncSync(handle);
  } finally {
    closeSync(copy);
    closeSync(handle);
  }
  unlinkSync(backup);
}

function tail(handle: number, from: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const chunk = Buffer.alloc(65_536);
    const read = readSync(handle, chunk, 0, chunk.length, at);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    at += read;
  }
}
