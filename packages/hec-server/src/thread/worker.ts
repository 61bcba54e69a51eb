import { parentPort } from 'node:worker_threads';
import { type Served, serve } from '../serve.ts';
import type { HecServerOptions } from '../types.ts';
import type { Commands, Question } from './messages.ts';

type Answers = {
  [C in keyof Commands]: (
    ...args: Parameters<Commands[C]>
  ) => ReturnType<Commands[C]> | Promise<ReturnType<Commands[C]>>;
};

const servers = new Map<number, Served>();

async function open(server: number, options: HecServerOptions): Promise<ReturnType<Commands['open']>> {
  const served = await serve(options);
  servers.set(server, served);
  return { url: served.url, port: served.port, ca: served.ca };
}

function answersOf(server: number): Answers {
  const served = servers.get(server) as Served;
  return {
    open: (options) => open(server, options),
    events: (query) => served.memory.events(query),
    requests: () => served.memory.requests(),
    stats: () => served.stats(),
    waitForEvents: (count, timeoutMs) =>
      served.memory.waitForEvents(count, timeoutMs).then(() => served.memory.events()),
    waitForRequests: (count, timeoutMs) =>
      served.memory.waitForRequests(count, timeoutMs).then(() => served.memory.requests()),
    setFaults: (faults) => served.set({ faults }),
    set: (options) => served.set(options),
    clear: () => served.memory.clear(),
    close: () => served.close().finally(() => servers.delete(server)),
  };
}

async function answer({ id, server, command, args }: Question): Promise<void> {
  const answers = answersOf(server) as Record<string, (...args: readonly unknown[]) => unknown>;
  try {
    parentPort?.postMessage({ id, value: await answers[command]?.(...args) });
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
}

parentPort?.on('message', (question: Question) => void answer(question));
