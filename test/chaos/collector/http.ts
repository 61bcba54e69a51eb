import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
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
  const { promise, resolve } = Promise.withResolvers<boolean>();
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .once('end', () => resolve(true))
    .once('close', () => resolve(false));
  if (!(await promise)) return undefined;
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
  response.write(body.slice(0, body.length / 2), () => response.socket && resetSocket(response.socket));
}

export function reset(request: IncomingMessage): void {
  resetSocket(request.socket);
}

/** Node cannot reset a socket that is being ended already: it would forget it, open, and the process would never end. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** What a proxy or firewall says. */
export function page(title: string): string {
  return `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}
