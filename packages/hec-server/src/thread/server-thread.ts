import { Worker } from 'node:worker_threads';
import { sibling } from '../here.ts';
import type { Commands, Question, Reply } from './messages.ts';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that servers run in. It keeps the process alive while somebody waits for an answer or a server is to. */
export interface ServerThread {
  /** What broke it, if anything has. */
  readonly failure: Error | undefined;
  ask<C extends keyof Commands>(
    server: number,
    command: C,
    ...args: Parameters<Commands[C]>
  ): Promise<ReturnType<Commands[C]>>;
  /** One server more, or one less, that keeps the process alive. */
  keep(servers: 1 | -1): void;
  end(): void;
}

export function startServerThread(): ServerThread {
  // `execArgv: []` keeps the loaders and preloads of the caller, a test runner's say, out of the servers' thread.
  const worker = new Worker(sibling('thread/worker'), { execArgv: [] });
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let keepers = 0;
  let failure: Error | undefined;

  const hold = (): void => (pending.size > 0 || keepers > 0 ? worker.ref() : worker.unref());

  function settle(id: number, act: (waiting: Pending) => void): void {
    const waiting = pending.get(id);
    pending.delete(id);
    hold();
    if (waiting !== undefined) act(waiting);
  }
  worker.on('message', (reply: Reply) => {
    settle(reply.id, ({ resolve, reject }) => ('error' in reply ? reject(reply.error) : resolve(reply.value as never)));
  });
  const fail = (error: Error): void => {
    failure ??= error;
    for (const id of pending.keys()) settle(id, ({ reject }) => reject(error));
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The thread of hec-server has ended, and its servers with it.')));

  return {
    get failure() {
      return failure;
    },
    async ask<C extends keyof Commands>(server: number, command: C, ...args: Parameters<Commands[C]>) {
      if (failure !== undefined) throw failure;
      const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Commands[C]>>();
      const id = ++lastId;
      worker.postMessage({ id, server, command, args } satisfies Question);
      pending.set(id, { resolve, reject });
      hold();
      return promise;
    },
    keep(servers) {
      keepers += servers;
      hold();
    },
    end: () => void worker.terminate(),
  };
}
