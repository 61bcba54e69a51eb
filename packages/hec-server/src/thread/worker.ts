import { parentPort, workerData } from 'node:worker_threads';
import { type Served, serve } from '../serve.ts';
import type { HecServerOptions } from '../types.ts';
import type { Commands, Question } from './messages.ts';

type Handlers = {
  [C in keyof Commands]: (
    ...args: Parameters<Commands[C]>
  ) => ReturnType<Commands[C]> | Promise<ReturnType<Commands[C]>>;
};

function createHandlers(served: Served): Handlers {
  const { memory } = served;
  return {
    events: (query) => memory.events(query),
    requests: () => memory.requests(),
    stats: () => served.stats(),
    waitForEvents: (count, timeoutMs) => memory.waitForEvents(count, timeoutMs).then(() => memory.events()),
    waitForRequests: (count, timeoutMs) => memory.waitForRequests(count, timeoutMs).then(() => memory.requests()),
    setFaults: (faults) => served.set({ faults }),
    set: (options) => served.set(options),
    clear: () => memory.clear(),
    close: () => served.close(),
  };
}

async function main(): Promise<void> {
  const served = await serve(workerData as HecServerOptions);
  const handlers = createHandlers(served) as Record<string, (...args: readonly unknown[]) => unknown>;
  async function handle({ id, command, args }: Question): Promise<void> {
    try {
      parentPort?.postMessage({ id, value: await handlers[command]?.(...args) });
    } catch (error) {
      parentPort?.postMessage({ id, error });
    }
    if (command === 'close') parentPort?.close();
  }
  parentPort?.on('message', (question: Question) => void handle(question));
  parentPort?.postMessage({ url: served.url, port: served.port, ca: served.ca });
}

main().catch((error: unknown) => parentPort?.postMessage({ error }));
