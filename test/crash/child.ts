import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Death } from '../../packages/hec-core/test/spool/support/deadly-disk.ts';
import { DONE } from './programs/say.ts';

/** A process that is about to be killed. */
export interface Life {
  /** Resolves when it has said so many lines, or is dead. */
  said(lines: number): Promise<unknown>;
  /** Resolves when it has said that it has nothing left to do, or is dead. */
  readonly done: Promise<unknown>;
  /** SIGKILL, if it is not dead yet; resolves with every line it said, complete. */
  kill(): Promise<string[]>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

export type Program = 'core-life' | 'pino-life' | 'backlog-life' | 'last-life' | 'receiver';

const PROGRAMS = path.join(import.meta.dirname, 'programs');
/** Lives are short: without it most of their time went into compiling the same sources again. The tests have their own. */
const COMPILED = process.env['NODE_COMPILE_CACHE'] ?? path.join(tmpdir(), 'hec-crash-compiled');

/**
 * Starts a program with the conditions of this process, its own worker threads included.
 * @param death where in the spool it is to kill itself
 */
export function startChild(program: Program, args: readonly string[], death?: Death): ChildProcess {
  const conditions = process.execArgv.filter((flag) => flag.startsWith('--conditions='));
  // Not `execArgv`: that does not reach a worker thread.
  const preload = death === undefined ? [] : [`--import=${pathToFileURL(path.join(PROGRAMS, 'deadly.ts')).href}`];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_COMPILE_CACHE: COMPILED,
    // Of endpoints that are down, as is meant.
    NODE_NO_WARNINGS: '1',
    NODE_OPTIONS: [process.env['NODE_OPTIONS'], ...conditions, ...preload].filter(Boolean).join(' '),
    ...(death === undefined ? {} : { CRASH_AT: JSON.stringify(death) }),
  };
  for (const name of Object.keys(env)) if (name.startsWith('HEC_') || name.startsWith('SPLUNK_')) delete env[name];
  return fork(path.join(PROGRAMS, `${program}.ts`), [...args], {
    // Not the test runner's own flags.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'ipc'],
    env,
  });
}

export function startLife(program: Program, args: readonly string[], death?: Death): Life {
  const child = startChild(program, args, death);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on('line', (line) => said.push(line));
  const silent = once(lines, 'close');
  const heard = (enough: () => boolean): Promise<unknown> => {
    const hearing = new Promise<void>((resolve) => {
      const listen = (): void => {
        if (!enough()) return;
        lines.off('line', listen);
        resolve();
      };
      lines.on('line', listen);
      listen();
    });
    return Promise.race([hearing, silent]);
  };
  return {
    said: (wanted) => heard(() => said.length >= wanted),
    done: heard(() => said.at(-1) === DONE),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([ended, silent]);
      return said;
    },
  };
}
