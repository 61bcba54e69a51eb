import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { createLineReader } from '../envelope/line-reader.ts';
import { HecError } from '../errors.ts';
import type { Sender } from '../types.ts';
import type { Feed } from './feed.ts';
import type { LineSource, SendFileOptions } from './types.ts';

/** Longer lines cannot be sent as one event by default, and memory has to be bounded. */
const LONGEST_LINE_BYTES = 16_777_216;
/** So much of a line that is too long even to be read is sent. */
const KEPT_UNITS = 40_000;
const CHUNK_BYTES = 262_144;

/** Feeds the lines of a file or stream, a chunk at a time. */
export async function readLines(
  source: LineSource,
  { metadata, lines = {} }: SendFileOptions,
  sender: Sender,
  feed: Feed,
): Promise<void> {
  const reader = createLineReader({
    maxLineBytes: LONGEST_LINE_BYTES,
    onLines: (run) => void sender.sendLines(run, metadata, lines),
    onOversize: (head, bytes) =>
      void sender.send({ truncated: true, bytes, text: Buffer.from(head).toString().slice(0, KEPT_UNITS) }, metadata),
  });
  const chunks = typeof source === 'string' || source instanceof URL ? fileChunks(source) : source;
  for await (const chunk of chunks) if (!(await feed(() => reader.write(chunk)))) return;
  await feed(() => reader.end());
}

/** The chunks of a file, inflated if it begins like gzip. */
async function* fileChunks(name: string | URL): AsyncGenerator<Uint8Array> {
  const file = createReadStream(name, { highWaterMark: CHUNK_BYTES });
  try {
    const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const { value: first, done } = await chunks.next();
    if (done === true) return;
    yield* isGzip(first) ? inflated(rest(first, chunks)) : rest(first, chunks);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HecError('HEC_UNREADABLE_FILE', `${String(name)} cannot be read (${code ?? message})`, { cause });
  } finally {
    file.destroy();
  }
}

async function* rest(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (
    let chunk = first, done: boolean | undefined = false;
    done !== true;
    { value: chunk, done } = await chunks.next()
  )
    yield chunk;
}

function inflated(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // What goes wrong is seen by whoever reads the gunzip.
  pipeline(chunks, gunzip).catch(() => {});
  return gunzip as AsyncIterable<Buffer>;
}

/** The two bytes every gzip member begins with (RFC 1952 2.3.1). */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
