import { constants } from 'node:buffer';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { Call } from '../personality/types.ts';

/** Why a body cannot be read. */
export type Problem = 'too-long' | 'encoding' | 'corrupt' | 'truncated';

/** A body as text, or why it cannot be read. */
export type Inflated = { readonly text: string; readonly bytes: number } | { readonly problem: Problem };

/** The usual status for each. */
export const problemStatus: Readonly<Record<Problem, number>> = {
  'too-long': 413,
  encoding: 415,
  corrupt: 400,
  truncated: 400,
};

type Encoding = 'gzip' | 'deflate';

const undo = { gzip: gunzipSync, deflate: inflateSync };

const problems: Readonly<Record<string, Problem>> = {
  ERR_BUFFER_TOO_LARGE: 'too-long',
  Z_BUF_ERROR: 'truncated',
};

/**
 * Undoes gzip, or what else the product takes. Other encodings are a problem for the personality to name;
 * so is more than `limit` bytes, before or after.
 */
export function inflate(call: Call, limit: number, allowed: readonly Encoding[] = ['gzip']): Inflated {
  const most = Math.min(limit, constants.MAX_STRING_LENGTH);
  const name = (call.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const encoding = allowed.find((one) => one === name);
  if (encoding === undefined && name !== 'identity') return { problem: 'encoding' };
  if (call.overflow) return { problem: 'too-long' };
  let bytes = call.body;
  try {
    if (encoding !== undefined && bytes.length > 0) bytes = undo[encoding](bytes, { maxOutputLength: most });
  } catch (error) {
    return { problem: problems[(error as NodeJS.ErrnoException).code ?? ''] ?? 'corrupt' };
  }
  return bytes.length > most ? { problem: 'too-long' } : { text: bytes.toString('utf8'), bytes: bytes.length };
}
