import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Balancer {
  readonly url: string;
  /** Sends whoever has a cookie for it elsewhere from now on, as when an indexer is taken out. */
  move(): void;
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Spreads requests over indexers in turn; a sticky one ties a client to its first indexer by a cookie. */
export async function balance(indexers: readonly string[], sticky: boolean): Promise<Balancer> {
  let turn = 0;
  let shift = 0;
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const asked = /route=(\d+)/.exec(incoming.headers.cookie ?? '')?.[1];
    const at = sticky && asked !== undefined ? (Number(asked) + shift) % indexers.length : turn++ % indexers.length;
    shift = sticky && asked !== undefined ? 0 : shift;
    const upstream = request(`${indexers[at]}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    });
    upstream.on('response', (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name));
      outgoing.writeHead(answer.statusCode ?? 502, {
        ...Object.fromEntries(headers),
        ...(sticky ? { 'set-cookie': `route=${at}; Path=/` } : {}),
      });
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  };
  const server = createServer(forward).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    move: () => {
      shift = 1;
    },
  };
}
