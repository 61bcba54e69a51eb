import { configure } from './config.ts';
import type { Commands } from './thread/messages.ts';
import { enterThread, leaveThread } from './thread/share.ts';
import type { HecServer, HecServerOptions } from './types.ts';

const defaultTimeoutMs = 10_000;

let lastNumber = 0;

/**
 * Starts a HEC endpoint in another thread, which all servers of a process share, and resolves when it listens.
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
  const number = ++lastNumber;
  const thread = enterThread();
  const { url, port, ca } = await thread.ask(number, 'open', options).catch((error: unknown) => {
    leaveThread(thread);
    throw error;
  });
  const keeps = options.keepAlive === true;
  if (keeps) thread.keep(1);
  let closed: Promise<void> | undefined;

  function ask<C extends keyof Commands>(
    command: C,
    ...args: Parameters<Commands[C]>
  ): Promise<ReturnType<Commands[C]>> {
    if (closed !== undefined) return Promise.reject(new Error('This hec-server is closed.'));
    return thread.ask(number, command, ...args);
  }

  async function end(): Promise<void> {
    if (keeps) thread.keep(-1);
    try {
      await thread.ask(number, 'close');
    } catch (error) {
      // A thread that has failed has taken its servers with it.
      if (thread.failure === undefined) throw error;
    } finally {
      leaveThread(thread);
    }
  }

  const server: HecServer = {
    url,
    port,
    ca,
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
