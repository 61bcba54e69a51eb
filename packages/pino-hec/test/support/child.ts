import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';

const folder = path.join(import.meta.dirname, '..');

export interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly end: number | NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Child extends AsyncDisposable {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when standard error holds `text`. */
  said(text: string): Promise<void>;
}

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Leaves its output to the test. */
  readonly readsOutput?: boolean;
}

/** Starts a file below `packages/pino-hec`, on the Node and the conditions of the test. */
export function run(
  file: string,
  args: readonly string[] = [],
  { env, readsOutput = false }: ChildOptions = {},
): Child {
  const child = spawn(process.execPath, [path.resolve(folder, file), ...args], { env: { ...process.env, ...env } });
  const chunks: Buffer[] = [];
  let stderr = '';
  if (!readsOutput) child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A program that ends without reading to the end of its input breaks the pipe.
  child.stdin.on('error', () => {});
  const ended = once(child, readsOutput ? 'exit' : 'close').then(([code, signal]) => ({
    end: (code ?? signal) as Ended['end'],
    stdout: Buffer.concat(chunks),
    stderr,
  }));
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    kill: (signal) => void child.kill(signal),
    said(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => void (stderr.includes(text) && resolve());
      child.stderr.on('data', look);
      look();
      return promise;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
