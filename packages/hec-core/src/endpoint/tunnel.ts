import type { Socket } from 'node:net';
import { loadUndici } from './undici.ts';

/** The proxy answered, and the answer was no. */
export class TunnelRefused extends Error {
  override readonly name = 'TunnelRefused' as const;
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answered CONNECT with ${status}`);
    this.status = status;
  }
}

/**
 * Asks an HTTP proxy for a tunnel to the collector (CONNECT, RFC 9110 9.3.6) over a connection to the proxy.
 *
 * @returns the same connection, which now leads to the collector.
 */
export async function openTunnel(
  proxy: Socket,
  options: {
    readonly peer: { readonly host: string; readonly port: number };
    readonly authorization: string | undefined;
    readonly timeoutMs: number;
    readonly userAgent: string;
  },
): Promise<Socket> {
  const { peer, authorization, timeoutMs, userAgent } = options;
  const undici = await loadUndici();
  const authority = `${peer.host.includes(':') ? `[${peer.host}]` : peer.host}:${peer.port}`;
  // The origin names nobody: the connection is there already. Handed over at once it would be overlooked: undici
  // does not look for a connection again while it is asking for one.
  const client = new undici.Client('http://proxy', {
    connect: (_options, done) => queueMicrotask(() => done(null, proxy)),
    headersTimeout: timeoutMs,
  });
  const { statusCode, socket } = await client.connect({
    path: authority,
    headers: {
      host: authority,
      'user-agent': userAgent,
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
  });
  if (statusCode >= 200 && statusCode < 300) return socket as Socket;
  socket.on('error', () => {}).destroy();
  throw new TunnelRefused(statusCode);
}
