import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { configure } from './config.ts';
import { sibling } from './here.ts';
import type { Commands, Hello, Reply } from './thread/messages.ts';
import type { HecServer, HecServerOptions } from './types.ts';

const defaultTimeoutMs = 10_000;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a HEC endpoint in a thread of its own and resolves when it listens.
 *
 * The thread matters: pino blocks the calling thread in `end()` until its transport has drained, and a server in that
 * thread would never answer. The server does not keep the process alive unless `keepAlive` is true.
 *
 * @throws TypeError when an option is wrong; Error when the port is taken.
 * @example
 * ```ts
 * await using server = await startHecServer({ token: 'secret' });
 * await fetch(`${server.url}/services/collector`, { method: 'POST', headers: { authorization: 'Splunk secret' }, body: '{"event":"hi"}' });
 * const [event] = await server.waitForEvents(1);
 * ```
 */
export async function startHecServer(options: HecServerOptions = {}): Promise<HecServer> {
  configure(options);
  // `execArgv: []` keeps the loaders and preloads of the caller, a test runner's say, out of the server's thread.
  const worker = new Worker(sibling('thread/worker'), { execArgv: [], workerData: options });
  const [hello] = (await once(worker, 'message')) as [Hello];
  if ('error' in hello) {
    await worker.terminate();
    throw hello.error;
  }
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closed: Promise<void> | undefined;
  let failure: Error | undefined;
  const rest = options.keepAlive === true ? (): void => {} : (): void => worker.unref();

  function settle(id: number, act: (waiting: Pending) => void): void {
    const waiting = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) rest();
    if (waiting !== undefined) act(waiting);
  }
  worker.on('message', (reply: Reply) => {
    settle(reply.id, ({ resolve, reject }) => ('error' in reply ? reject(reply.error) : resolve(reply.value as never)));
  });
  worker.on('error', (error: Error) => {
    failure = error;
    for (const id of pending.keys()) settle(id, ({ reject }) => reject(error));
  });
  rest();

  function ask<C extends keyof Commands>(
    command: C,
    ...args: Parameters<Commands[C]>
  ): Promise<ReturnType<Commands[C]>> {
    if (closed !== undefined && command !== 'close') return Promise.reject(new Error('This hec-server is closed.'));
    if (failure !== undefined) return Promise.reject(failure);
    const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Commands[C]>>();
    const id = ++lastId;
    pending.set(id, { resolve, reject });
    // While somebody waits for an answer the process has something to stay alive for.
    worker.ref();
    worker.postMessage({ id, command, args });
    return promise;
  }

  async function end(): Promise<void> {
    if (failure !== undefined) return;
    const gone = once(worker, 'exit');
    await ask('close');
    worker.ref();
    await gone;
  }

  const server: HecServer = {
    url: hello.url,
    port: hello.port,
    ca: hello.ca,
    events: (query = {}) => ask('events', query),
    requests: async () => [...(await ask('requests'))],
    stats: () => ask('stats'),
    waitForEvents: (count, wait = {}) => ask('waitForEvents', count, wait.timeoutMs ?? defaultTimeoutMs),
    waitForRequests: async (count, wait = {}) => [
      ...(await ask('waitForRequests', count, wait.timeoutMs ?? defaultTimeoutMs)),
    ],
    setFaults: (faults) => ask('setFaults', faults),
    set: (changes) => ask('set', changes),
    clear: () => ask('clear'),
    close: () => (closed ??= end()),
    [Symbol.asyncDispose]: () => server.close(),
  };
  return server;
}
