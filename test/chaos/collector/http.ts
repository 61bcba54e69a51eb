import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** An answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<{ [name: string]: string }>;
}

/** The body as text; `undefined` when it never came whole. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

export function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
    ...headers,
  });
  response.end(body);
}

/** Promises a whole answer, sends half of it and hangs up. */
export function sendHalf(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.socket?.resetAndDestroy());
}

export function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** What a proxy or firewall says. */
export function page(title: string): string {
  return `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}
