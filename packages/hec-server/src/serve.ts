import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Config, configure } from './config.ts';
import type { Fault } from './fault/types.ts';
import { createAckBook } from './hec/acks.ts';
import { createReception } from './http/reception.ts';
import { createMemory, type Memory } from './store/memory.ts';
import type { HecServerOptions, ServerStats } from './types.ts';

/** A server in this very thread. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly ca: string | undefined;
  readonly memory: Memory;
  stats(): ServerStats;
  set(options: HecServerOptions): void;
  setFaults(faults: readonly Fault[]): void;
  close(): Promise<void>;
}

function createServer(config: Config): Server | HttpsServer {
  if (config.tls === false || config.tls === true) return createHttpServer();
  const { ca } = config.tls;
  return createHttpsServer({
    ...config.tls,
    ...(ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true }),
  });
}

async function listen(server: Server | HttpsServer, { port, host }: Config): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      const message = `Port ${port} on ${host} is taken by another program: choose another port, or 0 for a free one.`;
      throw Object.assign(new Error(message, { cause: error }), { code: error.code });
    }
    throw error;
  });
  return server.address() as AddressInfo;
}

/** Starts listening. @throws when an option is wrong or the port is taken, in words. */
export async function serve(options: HecServerOptions): Promise<Served> {
  let given = options;
  let config = configure(options);
  const memory = createMemory(config.maxEvents, config.maxRequests);
  const acks = createAckBook(Date.now);
  if (config.ack !== undefined) acks.configure(config.ack);
  const reception = createReception(config, memory, acks);
  const server = createServer(config);
  server.keepAliveTimeout = config.keepAliveTimeoutMs;
  server.requestTimeout = 0;
  server.on('connection', (socket) => reception.connected(socket));
  server.on('request', (request, response) => void reception.receive(request, response));
  const { port } = await listen(server, config);
  const shown = config.host.includes(':') ? `[${config.host}]` : config.host;

  const served: Served = {
    url: `${config.tls === false ? 'http' : 'https'}://${shown}:${port}`,
    port,
    ca: undefined,
    memory,
    stats: () => ({ ...memory.stats(), acks: acks.stats() }),
    set(changes) {
      const { port: newPort, host: newHost, keepAlive } = changes;
      if ([newPort, newHost, keepAlive].some((value) => value !== undefined)) {
        throw new TypeError('port, host and keepAlive are fixed once the server runs; close it and start another one.');
      }
      const next = configure({ ...given, ...changes });
      given = { ...given, ...changes };
      config = next;
      if (config.ack !== undefined) acks.configure(config.ack);
      memory.resize(config.maxEvents, config.maxRequests);
      server.keepAliveTimeout = config.keepAliveTimeoutMs;
      if (changes.tls !== undefined && typeof changes.tls === 'object')
        (server as HttpsServer).setSecureContext(changes.tls);
      reception.configure(config, changes.faults);
    },
    setFaults(faults) {
      served.set({ faults });
    },
    async close() {
      memory.close();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
  return served;
}
