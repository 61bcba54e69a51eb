import type { Readable, Writable } from 'node:stream';
import { createLineReader, type HecClient, type LineOptions } from 'hec-core';
import { standIn } from '../oversize.ts';
import { createTextLines } from './text-lines.ts';

export interface PipeParts {
  readonly input: Readable;
  readonly client: HecClient;
  readonly options: LineOptions;
  readonly maxLineBytes: number;
  /** Where the input is copied to, byte for byte. */
  readonly tee: Writable | undefined;
  /** Waits for room in the queue rather than dropping: the program in front then waits for the endpoint. */
  readonly block: boolean;
}

/** Input on its way into a client. */
export interface Pipe {
  /** Resolves when the input has ended and everything is handed over. Never rejects. */
  readonly done: Promise<void>;
  /** Stops reading; `done` resolves with what has been read. */
  readonly stop: () => void;
}

/**
 * Hands the lines of an input to a client. They come from another process, so none is trusted: hec-core checks each as
 * JSON, and what is none travels as text. Bytes are split at 0x0A and nowhere else (pitfall 26).
 */
export function startPipe(parts: PipeParts): Pipe {
  const { input, client, options, maxLineBytes, block } = parts;
  const lines = createTextLines({
    json: (run) => client.sendLines(run, undefined, options),
    text: (text) => client.send(text),
  });
  const reader = createLineReader({
    maxLineBytes,
    onLines: (run) => lines.write(run as Uint8Array),
    onOversize(head, bytes) {
      lines.flush();
      client.send(standIn(head, bytes));
    },
  });
  const copy = parts.tee === undefined ? undefined : createCopy(parts.tee);
  let isStopped = false;
  let stopWaiting: (() => void) | undefined;

  /**
   * Waits for something, at most until the pipe is stopped. Not a race against one promise for that: each would leave
   * something behind with it, 300 bytes for every chunk as long as the pipe lives.
   */
  const unlessStopped = <T>(work: Promise<T>): Promise<T | undefined> =>
    new Promise((resolve) => {
      stopWaiting = () => resolve(undefined);
      if (isStopped) resolve(undefined);
      void work.then(resolve);
    });

  const run = async (): Promise<void> => {
    const chunks = input.iterator({ destroyOnReturn: false });
    for (;;) {
      const next = await unlessStopped(chunks.next().catch(() => undefined));
      if (next === undefined || next.done === true) break;
      const chunk = next.value as Uint8Array;
      const copied = copy?.(chunk);
      reader.write(chunk);
      if (copied !== undefined) await unlessStopped(copied);
      if (block) await unlessStopped(client.room());
    }
    reader.end();
    lines.flush();
  };

  return {
    done: run(),
    stop() {
      isStopped = true;
      stopWaiting?.();
    },
  };
}

/**
 * Copies chunks to an output that may be slow, in which case there is something to wait for, or may go away (`| head`),
 * in which case delivery goes on without it.
 */
function createCopy(output: Writable): (chunk: Uint8Array) => Promise<void> | undefined {
  let gone = false;
  let release: (() => void) | undefined;
  const go = (): void => {
    release?.();
    release = undefined;
  };
  output.on('drain', go);
  output.on('error', () => {
    gone = true;
    go();
  });
  return (chunk) => {
    if (gone || output.write(chunk)) return undefined;
    return new Promise((resolve) => {
      release = resolve;
    });
  };
}
