import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Config, configure } from './config.ts';
import { createFaultPlan } from './fault/plan.ts';
import { createAckBook } from './hec/acks.ts';
import { readHead } from './http/call.ts';
import { createReception } from './http/reception.ts';
import { reply } from './http/reply.ts';
import { text } from './intake/answers.ts';
import { createDesk } from './page/desk.ts';
import { answerPage, isPage } from './page/page.ts';
import { createMemory, type Memory } from './store/memory.ts';
import { createSelfSigned } from './tls/self-signed.ts';
import type { HecServerOptions, ServerStats, TlsOptions } from './types.ts';

/** A server in this very thread. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly ca: string | undefined;
  readonly memory: Memory;
  stats(): ServerStats;
  set(options: HecServerOptions): void;
  close(): Promise<void>;
}

/** The certificate to show: the one given, or one made for this run. */
function readTls({ tls, host }: Config): TlsOptions | undefined {
  if (tls !== true) return tls === false ? undefined : tls;
  return createSelfSigned(['localhost', '127.0.0.1', '::1', host]);
}

function createServer(tls: TlsOptions | undefined): Server | HttpsServer {
  if (tls === undefined) return createHttpServer();
  return createHttpsServer({
    ...tls,
    ...(tls.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true }),
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

/** What a listening server can no longer change. */
function refuseFixed(changes: HecServerOptions, secure: boolean): void {
  const fixed = (['port', 'host', 'keepAlive'] as const).find((name) => changes[name] !== undefined);
  const wrongTls = changes.tls !== undefined && (!secure || typeof changes.tls === 'boolean');
  if (fixed === undefined && !wrongTls) return;
  const reason =
    fixed === undefined
      ? 'only another certificate can be given, and only to a server that began with one'
      : 'it is fixed once the server runs';
  throw new TypeError(
    `Option \`${fixed ?? 'tls'}\` cannot be changed: ${reason}. Close the server and start another one.`,
  );
}

/** Starts listening. @throws when an option is wrong or the port is taken, in words. */
export async function serve(options: HecServerOptions): Promise<Served> {
  let given = options;
  let config = configure(options);
  const memory = createMemory(config.maxEvents, config.maxRequests);
  const acks = createAckBook(Date.now);
  if (config.ack !== undefined) acks.configure(config.ack);
  const faults = createFaultPlan(config.faults, config.seed);
  const stats = (): ServerStats => ({ ...memory.stats(), acks: acks.stats() });
  const desk = createDesk(memory, faults, () => config, stats);
  const reception = createReception(() => ({ config, acks }), memory, faults);
  const tls = readTls(config);
  const server = createServer(tls);
  server.keepAliveTimeout = config.keepAliveTimeoutMs;
  server.requestTimeout = 0;
  server.on('request', (request, response) => {
    const head = readHead(request);
    const answered = isPage(head)
      ? answerPage(request, response, head, desk)
      : reception.receive(request, response, head);
    // One request that this server has no answer for must not end it for all the others.
    answered.catch((error: unknown) =>
      reply(response, text(500, `hec-server failed: ${(error as Error).message}\n`), {}),
    );
  });
  const { port } = await listen(server, config);
  // A connection that cannot be taken (EMFILE) is lost; it must not end the thread, and with it all its servers.
  server.on('error', () => {});
  const shown = config.host.includes(':') ? `[${config.host}]` : config.host;

  const served: Served = {
    url: `${config.tls === false ? 'http' : 'https'}://${shown}:${port}`,
    port,
    ca: config.tls === true ? tls?.cert : undefined,
    memory,
    stats,
    set(changes) {
      refuseFixed(changes, tls !== undefined);
      const next = configure({ ...given, ...changes });
      given = { ...given, ...changes };
      config = next;
      if (config.ack !== undefined) acks.configure(config.ack);
      memory.resize(config.maxEvents, config.maxRequests);
      server.keepAliveTimeout = config.keepAliveTimeoutMs;
      if (changes.tls !== undefined && typeof changes.tls === 'object')
        (server as HttpsServer).setSecureContext(changes.tls);
      if (changes.faults !== undefined) faults.replace(config.faults, config.seed);
      desk.changed();
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
