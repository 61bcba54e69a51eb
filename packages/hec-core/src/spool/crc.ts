// The whole module: a name that an old Node does not have would fail to link before node-version.ts could say so in words.
import * as zlib from 'node:zlib';

/** The CRC-32 of bytes, or of text as UTF-8. */
export function crc32(data: Uint8Array | string): number {
  return zlib.crc32(data);
}
