import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

const root = path.join(import.meta.dirname, '../..');

export interface Ended {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of this repository, running in a process of its own, on the Node and the conditions of the test. */
export interface Program extends AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves with the standard output so far once it contains `text`; rejects when the program ends without it. */
  printed(text: string): Promise<string>;
}

/** Starts a program. A test that fails before its end kills it on the way out. */
export function start(
  file: string,
  options: {
    args?: readonly string[];
    env?: NodeJS.ProcessEnv /** Whether the test writes to it. */;
    input?: boolean;
  } = {},
): Program {
  const child = spawn(process.execPath, [path.resolve(root, file), ...(options.args ?? [])], {
    env: { ...process.env, ...options.env },
  });
  if (options.input !== true) child.stdin.end();
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return {
    child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => void (output.stdout.includes(text) && resolve(output.stdout));
        child.stdout.on('data', look);
        look();
        void ended.then(({ code, stderr }) =>
          reject(new Error(`${file} ended with ${code} before it said "${text}"\n${stderr}`)),
        );
      }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
