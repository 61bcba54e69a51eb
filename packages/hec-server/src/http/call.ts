import type { IncomingMessage } from 'node:http';
import type { Call } from '../personality/types.ts';

/** Path and query of a request, before its body is there. */
export type Head = Omit<Call, 'body' | 'overflow'>;

export function readHead(request: IncomingMessage): Head {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
  };
}

/**
 * Reads the body to its end, so that the client can be answered whatever it sent, but holds at most `limit` bytes.
 * @throws when the client goes away before the end.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ body: Buffer; overflow: boolean; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks), overflow: bytes > limit, bytes };
}
