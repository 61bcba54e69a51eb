import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

export interface ProgramOptions {
  /** Cores it may use, as taskset writes them; all by default. */
  readonly cores?: string;
  readonly execArgv?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it runs what users install, rather than the sources. */
  readonly built?: boolean;
  /** Throws away what it prints: some transports print every failure. */
  readonly silent?: boolean;
  /** A file that is its standard input. */
  readonly stdinFrom?: string;
}

/** Starts a program of this folder in a process of its own; it is told what to do by `job`, as JSON. */
export function startProgram(name: string, job: object, options: ProgramOptions = {}): ChildProcess {
  const file = path.join(import.meta.dirname, 'programs', name);
  const node = [
    ...(options.built === true ? [] : ['--conditions=hec-source']),
    '--expose-gc',
    '--max-old-space-size=2048',
    ...(options.execArgv ?? []),
  ];
  const pinned = options.cores === undefined ? [] : ['-c', options.cores, process.execPath];
  const stdin = options.stdinFrom === undefined ? 'inherit' : openSync(options.stdinFrom, 'r');
  const said = options.silent === true ? 'ignore' : 'inherit';
  return fork(file, [JSON.stringify(job)], {
    env: { ...process.env, ...options.env },
    stdio: [stdin, said, said, 'ipc'],
    ...(options.cores === undefined ? { execArgv: node } : { execPath: 'taskset', execArgv: [...pinned, ...node] }),
  });
}

/** Runs a program to its end; resolves with the one message it sends. */
export async function runProgram<T>(name: string, job: object, options: ProgramOptions = {}): Promise<T> {
  const child = startProgram(name, job, options);
  let said: T | undefined;
  child.on('message', (message) => (said = message as T));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0 || said === undefined) throw new Error(`${name} ended with ${code ?? signal} and no result`);
  return said;
}

/** What a program was told to do. */
export function jobOf(): unknown {
  return JSON.parse(process.argv[2] ?? '{}');
}
