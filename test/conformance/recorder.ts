import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Answer } from './vector.ts';

/** A request as it came over the socket. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Header names and values in the order they came. */
  readonly rawHeaders: readonly string[];
  readonly wireBytes: number;
  /** Inflated. */
  readonly body: string;
  readonly at: number;
}

/** An HTTP server that keeps what it is sent and says what it is told to: it knows no protocol. */
export interface Recorder extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Recorded[];
}

/** @param respond asked with every request and how many there were before it */
export async function startRecorder(
  now: () => number,
  respond: (request: Recorded, before: number) => Answer,
): Promise<Recorder> {
  const requests: Recorded[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await buffer(request);
    const gzip = request.headers['content-encoding'] === 'gzip';
    const recorded: Recorded = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers as Recorded['headers'],
      rawHeaders: request.rawHeaders,
      wireBytes: bytes.byteLength,
      body: (gzip ? gunzipSync(bytes) : bytes).toString('utf8'),
      at: now(),
    };
    const { status, headers = {}, body = '' } = respond(recorded, requests.length);
    requests.push(recorded);
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
