import type { Runtime } from '../runtime.ts';

/** A body is inflated to put a key in; 800 MB is the most any collector takes (protocol 1.9). */
const LARGEST_BODY = 838_860_800;

/**
 * Puts a key into a body that was made without it. Batches, spool and dead letters never hold a credential, so where
 * a protocol wants it in the body (protocol K05-K07) the dialect leaves the marker `"name":null`, and each is
 * replaced here, last of all. Inside a JSON string the marker's quotes would be escaped: no event can forge one.
 *
 * @param marker for example `"intake_key":null`.
 * @param level zlib level for a body that was compressed.
 */
export async function putKey(
  body: { readonly bytes: Uint8Array; readonly encoding: 'gzip' | 'identity' },
  marker: string,
  key: string,
  level: number,
  runtime: Runtime,
): Promise<Uint8Array> {
  const filled = marker.replace(/null$/, () => JSON.stringify(key));
  if (body.encoding === 'identity') return replaceAll(body.bytes, marker, filled);
  const plain = await runtime.gunzip(body.bytes, LARGEST_BODY);
  return runtime.gzip(replaceAll(plain, marker, filled), level);
}

function replaceAll(bytes: Uint8Array, search: string, replacement: string): Uint8Array {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const substitute = Buffer.from(replacement);
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = whole.indexOf(search); at !== -1; at = whole.indexOf(search, from)) {
    parts.push(whole.subarray(from, at), substitute);
    from = at + search.length;
  }
  return Buffer.concat([...parts, whole.subarray(from)]);
}
