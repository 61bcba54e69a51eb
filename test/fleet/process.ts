import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { HecServerOptions } from 'hec-server';
import { onTestFinished } from 'vitest';
import type { Answer } from './programs/orders.ts';

/** A program of this folder in a process of its own. */
export interface Running {
  readonly url: string;
  /** @throws when it cannot do it, or is dead */
  order<T>(name: string, about?: unknown): Promise<T>;
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
}

const PROGRAMS = path.join(import.meta.dirname, 'programs');
/** Processes are short-lived: without it most of their time went into compiling the same sources again. */
const COMPILED = path.join(tmpdir(), 'hec-fleet-compiled');

let orders = 0;

export async function startProgram(program: 'endpoint' | 'balancer' | 'proxy', argument = ''): Promise<Running> {
  const child = fork(path.join(PROGRAMS, `${program}.ts`), argument === '' ? [] : [argument], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const closed = once(child, 'close');
  const dead = closed.then(() => Promise.reject(new Error(`the ${program} is dead`)));
  dead.catch(() => {});
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  onTestFinished(kill);
  const [url] = (await Promise.race([once(child, 'message'), dead])) as [string];
  child.setMaxListeners(0);
  return {
    url,
    order<T>(name: string, about?: unknown): Promise<T> {
      const id = ++orders;
      const answered = new Promise<T>((resolve, reject) => {
        const listener = (answer: Answer): void => {
          if (answer.id !== id) return;
          child.off('message', listener);
          if (answer.error === undefined) resolve(answer.value as T);
          else reject(new Error(answer.error));
        };
        child.on('message', listener);
      });
      child.send({ id, name, about });
      return Promise.race([answered, dead]);
    },
    kill,
  };
}

/** An endpoint, and what it has taken. */
export interface Endpoint {
  readonly url: string;
  readonly port: number;
  /** Resolves when it has taken so many events more. */
  took(more: number): Promise<void>;
  /** All it has taken so far for this index, or without one. */
  ids(index?: string): Promise<unknown[]>;
  set(options: HecServerOptions): Promise<void>;
  /** Kills it just when it has taken a request and not answered yet; resolves with all it had ever taken. */
  crash(): Promise<unknown[]>;
}

export async function startEndpoint(options: HecServerOptions = {}): Promise<Endpoint> {
  const running = await startProgram('endpoint', JSON.stringify(options));
  return {
    url: running.url,
    port: Number(new URL(running.url).port),
    took: (more) => running.order('took', more),
    ids: (index) => running.order('ids', index),
    set: (changes) => running.order('set', changes),
    async crash() {
      const ids = await running.order<unknown[]>('lastWords');
      await running.kill();
      return ids;
    },
  };
}

export function idsOf(endpoints: readonly Endpoint[]): Promise<unknown[][]> {
  return Promise.all(endpoints.map((one) => one.ids()));
}
