import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The client's port: equal ports mean the same connection. */
  readonly port: number;
}

export interface Collector {
  readonly url: URL;
  readonly server: Server;
  readonly requests: Received[];
  /** Resolves once so many whole requests have come. */
  received(count: number): Promise<void>;
}

export const SUCCESS = '{"text":"Success","code":0}';

/** A real HTTP(S) server on a free port that keeps what it got, and answers 200 unless told otherwise. */
export async function startCollector(
  answer: (request: Received, ...listener: Parameters<RequestListener>) => void = (_, __, response) =>
    void response.end(SUCCESS),
  tls?: ServerOptions,
): Promise<Collector> {
  const requests: Received[] = [];
  const arrivals = new EventEmitter();
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers, socket } = request;
      const received = { method, url, headers, body: Buffer.concat(chunks), port: socket.remotePort ?? 0 };
      requests.push(received);
      answer(received, request, response);
      arrivals.emit('request');
    });
    request.on('error', () => {});
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  const port = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return {
    url: new URL(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`),
    server,
    requests,
    async received(count) {
      while (requests.length < count) await once(arrivals, 'request');
    },
  };
}

/** A server that speaks whatever a test wants. */
export async function startTcp(onSocket: (socket: Socket) => void): Promise<{ url: URL; server: TcpServer }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { url: new URL(`http://127.0.0.1:${port}`), server };
}

/** Calls back when a whole request with a `content-length` has come, each time. */
export function onRequest(socket: Socket, run: (text: string) => void): void {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (!text.includes('\r\n\r\n') || rest.join('\r\n\r\n').length < length) return;
    const whole = text;
    text = '';
    run(whole);
  });
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
