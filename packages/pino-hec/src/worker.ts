import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createHecClient, type HecClient, HecError, type Stats, type WarningListener } from 'hec-core';
import { lossLine, say } from './last-words.ts';
import { type Emit, isConfig } from './messages.ts';
import { divideOptions, type LineSettings } from './options.ts';
import { longestLine } from './oversize.ts';
import { joinAnswers } from './sharing.ts';
import { durable } from './spool-mode.ts';
import { createLineStream, type HecStream } from './stream.ts';
import { containFailures, warnOfOldThreadStream } from './thread.ts';

/** How long to wait for the levels that pino announces: they are the first message, if a logger is made at all. */
const CONFIG_WAIT_MS = 1000;

/** What pino and thread-stream hand to a worker beside the options. */
interface Announced {
  readonly $context?: { readonly threadStreamVersion?: string };
  readonly pinoWillSendConfig?: boolean;
}

/** A worker thread of thread-stream: the way to the application's thread, and what it announced. */
export interface Thread {
  readonly port: MessagePort;
  readonly announced: Announced;
}

/** This thread, if it is one of thread-stream's. An application may run in a worker of its own. */
export function threadStreamWorker(): Thread | undefined {
  const announced = (workerData as { workerData?: Announced } | null)?.workerData;
  return parentPort === null || announced?.$context === undefined ? undefined : { port: parentPort, announced };
}

/** Makes the stream that pino's worker thread writes to. Never throws, and never fails later. */
export async function createWorkerStream(options: object, { port, announced }: Thread): Promise<HecStream> {
  const emit: Emit = (name, ...args) => port.postMessage({ code: 'EVENT', name, args });
  const warn: WarningListener = (warning) => {
    emit('hec:warning', warning);
    // Part of the last line instead.
    if (warning.code === 'dropped-shutdown') return;
    // Said at the end, when a process warning is not printed any more.
    if (warning.code === 'unacknowledged') say(`pino-hec: ${warning.message}`);
    else process.emitWarning(warning.message, { type: 'HecWarning', code: warning.code });
  };
  const { client, lines, maxLineBytes } = open(options, warn, emit);
  const { stream, asked, configure } = createLineStream({
    client,
    lines,
    maxLineBytes,
    emit,
    closed(stats: Stats) {
      emit('hec:stats', stats);
      const line = lossLine('pino-hec', stats);
      if (line !== undefined) say(line);
    },
  });
  port.on('message', configure);
  joinAnswers(port, asked, emit);
  containFailures(emit, client);
  warnOfOldThreadStream(announced.$context?.threadStreamVersion, warn);
  if (announced.pinoWillSendConfig === true) await configured(port);
  return stream;
}

interface Opened {
  readonly client: HecClient;
  readonly lines: LineSettings;
  readonly maxLineBytes: number;
}

/**
 * A client for the options, or, if they cannot be used, one that counts everything as dropped: an error thrown here
 * ends the worker, and an application that then calls `process.exit` is blocked for 10 s and told of a `_flushSync` that
 * took too long. A wrong option is said at once, in words, and costs the logs, never the application.
 */
function open(options: object, onWarning: WarningListener, emit: Emit): Opened {
  try {
    const { hec, lines } = divideOptions(options);
    const client = createHecClient(durable(hec, process.env), { onWarning });
    return { client, lines, maxLineBytes: longestLine(hec.batch?.maxBytes) };
  } catch (error) {
    const code = error instanceof HecError ? error.code : 'HEC_INVALID_OPTION';
    const message = error instanceof Error ? error.message : String(error);
    say(`pino-hec: ${message}\npino-hec: no events will be delivered until this is mended (dropped: not-configured)`);
    emit('hec:warning', { destination: 'hec', code, message });
    const nothing = createHecClient(
      { reportGaps: false },
      { env: { NODE_ENV: 'production' }, onWarning: () => undefined },
    );
    return { client: nothing, lines: {}, maxLineBytes: longestLine(undefined) };
  }
}

/**
 * Resolves when pino has announced its levels. pino-abstract-transport's `expectPinoConfig` would wait for ever where a
 * transport is made but no logger, and fail where pino does not announce them (pitfall 16).
 */
function configured(port: MessagePort): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, CONFIG_WAIT_MS);
  const listener = (message: unknown): void => {
    if (!isConfig(message)) return;
    clearTimeout(timer);
    resolve();
  };
  port.on('message', listener);
  return promise.finally(() => port.off('message', listener));
}
