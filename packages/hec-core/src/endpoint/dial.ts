import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { Runtime } from '../runtime.ts';
import { lookupInTurn } from './lookup.ts';
import type { Proxy } from './proxy.ts';
import type { TlsMaterial } from './tls.ts';
import { openTunnel } from './tunnel.ts';

/** Why a connection could not be made. Nothing of a request has left this process when this is thrown. */
export class DialError extends Error {
  override readonly name = 'DialError' as const;
  /** Whether it happened on the way to the proxy, or by its decision. */
  readonly atProxy: boolean;

  constructor(cause: unknown, atProxy: boolean) {
    super('no connection', { cause });
    this.atProxy = atProxy;
  }
}

/** Makes the connections of one endpoint. */
export interface Dialer {
  /** @throws DialError */
  dial(): Promise<Socket>;
  /** Gives up connections being made: a host that swallows packets must not keep a process alive. */
  abandon(): void;
}

export interface DialerOptions {
  readonly url: URL;
  readonly proxy: Proxy | undefined;
  readonly tls: TlsMaterial;
  readonly servername: string | undefined;
  readonly rejectUnauthorized: boolean;
  readonly timeoutMs: number;
  readonly userAgent: string;
  readonly runtime: Runtime;
}

interface Peer {
  readonly host: string;
  readonly port: number;
}

/** Finds connections whose other end has gone away without a word, as undici's own connector does. */
const KEEP_ALIVE_PROBE_MS = 60_000;

export function createDialer(options: DialerOptions): Dialer {
  const { url, proxy, tls, runtime } = options;
  const secure = url.protocol === 'https:';
  const collector: Peer = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
  };
  const pending = new Set<Socket>();
  let session: { readonly of: SecureContext; readonly ticket: Buffer } | undefined;

  async function dial(): Promise<Socket> {
    const toProxy = proxy === undefined ? undefined : await throughProxy(proxy);
    if (!secure) return toProxy ?? at(false, () => tcp(collector));
    return at(false, async () => tlsToCollector(await tls.forCollector(), toProxy));
  }

  function throughProxy(to: Proxy): Promise<Socket> {
    return at(true, async () => {
      const peer = { host: to.hostname, port: to.port };
      const socket = to.secure ? await tlsTo(peer, { secureContext: await tls.forProxy() }) : await tcp(peer);
      if (!secure) return socket;
      const { timeoutMs, userAgent } = options;
      return ready(
        socket,
        openTunnel(socket, { peer: collector, authorization: to.authorization(), timeoutMs, userAgent }),
      );
    });
  }

  async function tlsToCollector(secureContext: SecureContext, through: Socket | undefined): Promise<Socket> {
    const servername = options.servername ?? nameOf(collector.host);
    const resumed = session?.of === secureContext ? { session: session.ticket } : {};
    const tunnel = through === undefined ? {} : { socket: through };
    const name = servername === undefined ? {} : { servername };
    return tlsTo(collector, { secureContext, ...resumed, ...tunnel, ...name }, (ticket) => {
      session = { of: secureContext, ticket };
    });
  }

  function tlsTo(
    peer: Peer,
    how: { secureContext: SecureContext; servername?: string; session?: Buffer; socket?: Socket },
    onSession?: (ticket: Buffer) => void,
  ): Promise<Socket> {
    const servername = how.servername ?? nameOf(peer.host);
    const socket = connectTls({
      ...peer,
      lookup: lookupInTurn,
      ...how,
      ...(servername === undefined ? {} : { servername }),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: options.rejectUnauthorized,
    });
    if (onSession !== undefined) socket.on('session', onSession);
    return connected(socket, 'secureConnect').catch((error: unknown) => {
      // Rotated files may be what it takes (a new authority, a new client certificate): look again next time.
      tls.refresh();
      throw error;
    });
  }

  const tcp = (peer: Peer): Promise<Socket> => connected(connectTcp({ ...peer, lookup: lookupInTurn }), 'connect');

  function connected(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
    // undici would keep the process alive for every request, for as long as an endpoint that hangs likes. Whoever waits
    // for something (flush, close, check, room) keeps it alive instead.
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS).unref();
    socket.ref = () => socket;
    // Of a name's second address Node makes a new handle, and does not remember that of the first.
    socket.on('connectionAttempt', () => socket.unref());
    return ready(
      socket,
      new Promise((resolve, reject) => {
        const gone = (): void => reject(new Error('closed while connecting'));
        socket.once('error', reject).once('close', gone);
        socket.once(event, () => resolve(socket.off('error', reject).off('close', gone)));
      }),
    );
  }

  /** Waits for a socket to become usable, for as long as the timeout allows, and destroys it if it does not. */
  async function ready(socket: Socket, work: Promise<Socket>): Promise<Socket> {
    pending.add(socket);
    const late = Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' });
    const timer = runtime.timer(options.timeoutMs, () => socket.destroy(late));
    try {
      return await work;
    } catch (error) {
      socket.on('error', () => {}).destroy();
      throw error;
    } finally {
      timer.cancel();
      pending.delete(socket);
    }
  }

  return {
    dial,
    abandon() {
      for (const socket of pending) socket.destroy();
    },
  };
}

async function at<T>(proxy: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DialError ? error : new DialError(error, proxy);
  }
}

/** SNI is for names: an address in it is refused by RFC 6066 3. */
const nameOf = (host: string): string | undefined => (isIP(host) === 0 ? host : undefined);
