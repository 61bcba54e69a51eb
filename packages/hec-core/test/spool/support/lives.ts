import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Answer, Note, Order } from './life.ts';

const PROGRAM = fileURLToPath(new URL('./life.ts', import.meta.url));

/** A life of an application: of a process or of a thread. */
export interface Life {
  /** Resolves to undefined when it died over it. */
  obey(order: Order): Promise<Answer | undefined>;
  /** SIGKILL, or `terminate()` for a thread. Resolves when it is dead. */
  kill(): Promise<void>;
  /** What it said of each thing it did, complete once it is dead. */
  notes(): Promise<Note[]>;
  /** Resolves when it has said so much, or is dead. */
  noted(count: number): Promise<unknown>;
  /** What it wrote to stderr. */
  readonly complaints: readonly string[];
}

/** @param limits what `ulimit` is to say, for example `-f 100`: files of 51,200 bytes at most */
export function startProcess(limits?: string): Life {
  return lifeOf(
    limits === undefined
      ? fork(PROGRAM, { stdio: [...STDIO] })
      : spawn('sh', ['-c', `ulimit ${limits} && exec "$0" "$1"`, process.execPath, PROGRAM], { stdio: [...STDIO] }),
  );
}

const STDIO = ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'] as const;
/** As a container does: whoever is in it is pid 1, and dies with what started it. */
const CONTAINER = ['--pid', '--fork', '--kill-child', '--mount-proc'];

/** Whether this user may make namespaces. */
export function hasContainers(): boolean {
  return spawnSync('unshare', [...CONTAINER, 'true']).status === 0;
}

/** A process that is pid 1 of a namespace of its own. */
export function startContainer(): Life {
  return lifeOf(spawn('unshare', [...CONTAINER, process.execPath, PROGRAM], { stdio: [...STDIO] }));
}

function lifeOf(child: ChildProcess): Life {
  const dead = once(child, 'exit');
  const notes: Note[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stderr as Readable }).on('line', (line) => complaints.push(line));
  const lines = createInterface({ input: child.stdio[4] as Readable });
  lines.on('line', (line) => notes.push(JSON.parse(line) as Note));
  const silent = once(lines, 'close');
  return {
    async obey(order) {
      const answer = new Promise<Answer>((resolve) => child.once('message', (message) => resolve(message as Answer)));
      child.send(order, () => {});
      return Promise.race([answer, dead.then(() => undefined)]);
    },
    async kill() {
      child.kill('SIGKILL');
      await dead;
    },
    async notes() {
      await silent;
      return notes;
    },
    noted(count) {
      const enough = new Promise<void>((resolve) => {
        const look = (): void => {
          if (notes.length >= count) resolve();
          else lines.once('line', look);
        };
        look();
      });
      return Promise.race([enough, silent]);
    },
    complaints,
  };
}

export function startThread(): Life {
  const worker = new Worker(PROGRAM, { workerData: 'life', execArgv: [] });
  return {
    async obey(order) {
      worker.postMessage(order);
      const [answer] = (await once(worker, 'message')) as [Answer];
      return answer;
    },
    kill: async () => void (await worker.terminate()),
    notes: async () => [],
    noted: async () => {},
    complaints: [],
  };
}
