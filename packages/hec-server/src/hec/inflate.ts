import { constants } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Call } from '../personality/types.ts';

/** A body as text, or why it cannot be read. */
export type Inflated =
  | { readonly text: string; readonly bytes: number }
  | { readonly problem: 'too-long' | 'encoding' | 'corrupt' };

/** Undoes gzip. Other encodings are a problem for the personality to name; so is more than `limit` bytes. */
export function inflate(call: Call, limit: number): Inflated {
  const most = Math.min(limit, constants.MAX_STRING_LENGTH);
  const encoding = (call.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') return { problem: 'encoding' };
  if (call.overflow) return { problem: 'too-long' };
  let bytes = call.body;
  try {
    if (encoding === 'gzip' && bytes.length > 0) bytes = gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : 'corrupt' };
  }
  return bytes.length > most ? { problem: 'too-long' } : { text: bytes.toString('utf8'), bytes: bytes.length };
}
