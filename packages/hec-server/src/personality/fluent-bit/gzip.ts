// The whole module: `crc32` is missing in an old Node, which would fail to link before it could say that it is too old.
import * as zlib from 'node:zlib';
import type { Call } from '../types.ts';

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Index after the header of a gzip member (RFC 1952 2.3). */
function afterHeader(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  if (flags & 8) at = bytes.indexOf(0, at) + 1;
  if (flags & 16) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}

/**
 * What Fluent Bit 5.1.1 makes of a compressed body, as measured: one gzip member and no other encoding is inflated;
 * what claims to be gzip and is not is taken as it stands. Undefined for what it refuses: a second member, a body cut
 * short, deflate.
 */
export function readGzip(call: Call): Buffer | undefined {
  const { body } = call;
  const encoding = (call.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'gzip') return encoding === 'identity' ? body : undefined;
  if (!isGzip(body)) return body;
  const start = afterHeader(body);
  try {
    // Node's own gunzip goes on to the next member without a word; the raw inflater stops at the end of this one.
    const { buffer, engine } = zlib.inflateRawSync(body.subarray(start), { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const end = start + engine.bytesWritten;
    return end + 8 === body.length && body.readUInt32LE(end) === zlib.crc32(buffer) ? buffer : undefined;
  } catch {
    return undefined;
  }
}
