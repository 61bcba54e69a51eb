import { type ChildProcess, type ForkOptions, fork, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import type { Ledger } from '../../src/types.ts';

export type Order =
  | { readonly do: 'send'; readonly events: readonly object[] }
  | { readonly do: 'flush' | 'exit' }
  /** Waits until so many events await acknowledgement. */
  | { readonly do: 'await-taken'; readonly events: number };

/** An application with a client, in a process of its own. */
export interface Application {
  /** Resolves with its ledger afterwards. */
  obey(order: Exclude<Order, { do: 'exit' }>): Promise<Ledger>;
  /** Calls `process.exit`; resolves with what it wrote to stderr. */
  exit(): Promise<string>;
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../fixtures/acts-as-told.ts', import.meta.url));

/** @param limits what `ulimit` is to say, for example `-f 100`: files of 51,200 bytes at most */
export function startApplication(options: HecOptions, limits?: string): Application {
  const env = { ...process.env, HEC_URL: undefined, HEC_TOKEN: undefined };
  const settings = JSON.stringify({ token: 'T', proxy: 'none', ...options });
  const how: SpawnOptions & ForkOptions = { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env };
  const child: ChildProcess =
    limits === undefined
      ? fork(PROGRAM, [settings], how)
      : spawn('sh', ['-c', `ulimit ${limits} && exec "$0" "$@"`, process.execPath, PROGRAM, settings], how);
  const dead = once(child, 'close');
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await dead;
  };
  onTestFinished(kill);
  const obey: Application['obey'] = async (order) => {
    const answer = once(child, 'message') as Promise<[Ledger]>;
    child.send(order);
    const lost = dead.then(() => Promise.reject(new Error(`it died over ${order.do}: ${stderr}`)));
    return (await Promise.race([answer, lost]))[0];
  };
  return {
    obey,
    async exit() {
      child.send({ do: 'exit' } satisfies Order);
      await dead;
      return stderr;
    },
    kill,
  };
}
