import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A process that is about to be killed. */
export interface Life {
  /** Resolves when it has said its first line, or is dead. */
  readonly up: Promise<unknown>;
  /** SIGKILL; resolves with every line it said, complete. */
  kill(): Promise<string[]>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

export type Program = 'core-life' | 'pino-life' | 'last-life' | 'receiver';

/** Starts a program with the conditions of this process, its own worker threads included. */
export function startChild(program: Program, args: readonly string[]): ChildProcess {
  const conditions = process.execArgv.filter((flag) => flag.startsWith('--conditions='));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_OPTIONS: [process.env['NODE_OPTIONS'], ...conditions].filter(Boolean).join(' '),
  };
  for (const name of Object.keys(env)) if (name.startsWith('HEC_') || name.startsWith('SPLUNK_')) delete env[name];
  return fork(path.join(import.meta.dirname, 'programs', `${program}.ts`), [...args], {
    // Not the test runner's own flags.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'ipc'],
    env,
  });
}

export function startLife(program: Program, args: readonly string[]): Life {
  const child = startChild(program, args);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on('line', (line) => said.push(line));
  const silent = once(lines, 'close');
  return {
    up: Promise.race([once(lines, 'line'), ended]),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([ended, silent]);
      return said;
    },
  };
}
