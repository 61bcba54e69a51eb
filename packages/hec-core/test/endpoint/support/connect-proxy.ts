import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface TestProxy {
  /** `http://127.0.0.1:port` or `https://…` */
  readonly url: string;
  /** What it was asked, `CONNECT host:port` or `POST http://…`, with the headers. */
  readonly asked: { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
  readonly server: Server;
}

/**
 * A real forward proxy: tunnels on CONNECT, forwards requests that name a whole URL. Every host leads to 127.0.0.1, so
 * that tests can use names that exist nowhere.
 *
 * @param refuse a status with which it refuses instead.
 */
export async function startProxy(
  options: { readonly tls?: ServerOptions; readonly refuse?: number } = {},
): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const open = new Set<Duplex>();
  const server = options.tls === undefined ? createServer() : createSecureServer(options.tls);
  const note = (request: IncomingMessage): void =>
    void asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });

  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    note(request);
    client.on('error', () => {});
    if (options.refuse !== undefined) {
      client.end(`HTTP/1.1 ${options.refuse} No\r\ncontent-length: 2\r\n\r\nno`);
      return;
    }
    const upstream = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) open.add(socket);
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  server.on('request', (request, response) => {
    note(request);
    if (options.refuse !== undefined) {
      response.writeHead(options.refuse).end('no');
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const target = new URL(request.url ?? '');
    const forwarded = httpRequest({
      host: '127.0.0.1',
      port: target.port,
      path: target.pathname,
      method: request.method,
      headers,
    });
    request.pipe(forwarded);
    forwarded.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, asked, server };
}
