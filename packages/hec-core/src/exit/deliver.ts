import * as dns from 'node:dns';
import { existsSync } from 'node:fs';
// Whole modules: a name that an old Node does not have would fail to link before node-version.ts could say so in words.
import * as net from 'node:net';
import { dirname, extname, isAbsolute, join } from 'node:path';
import process, { env, execArgv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as util from 'node:util';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { type Account, newAccount } from './account.ts';
import type { Remains } from './remains.ts';

/** What the thread is started with. */
export interface Handed {
  readonly remains: readonly Remains[];
  readonly memory: SharedArrayBuffer;
  /** Epoch ms: clocks that nobody sets begin anew in every thread. */
  readonly startedAt: number;
}

/**
 * Delivers what is left when the event loop of this thread has ended, and blocks it meanwhile: in a thread of its own,
 * which has an event loop still. One thread for all.
 *
 * @returns what became of the batches, in their order; `undefined` when there are none, and in a bundle or single
 * executable, where the thread's file is not beside this one
 * @throws where no thread can be had: it may not be permitted, or there is no memory for it
 */
export function deliver(remains: readonly Remains[]): Account | undefined {
  const batches = remains.flatMap((one) => one.batches);
  if (batches.length === 0) return undefined;
  const file = threadFile();
  if (file === undefined) return undefined;
  const account = newAccount(batches.length);
  const handed: Handed = { remains, memory: account.memory, startedAt: Date.now() };
  const bodies = batches.map(({ body }) => body.buffer);
  start(file, handed, bodies);
  account.wait(Math.max(...remains.map(({ timeoutMs }) => timeoutMs)));
  return account;
}

function start(file: string, workerData: Handed, transferList: ArrayBuffer[]): void {
  const options: WorkerOptions = {
    name: 'hec-exit',
    workerData,
    transferList,
    // Preloads (--import, --require) and loaders are the application's: they would start its tracer or its logging
    // once more and take longer than the delivery. Nor does a debugger stop at a thread that nobody started.
    env: { ...env, NODE_OPTIONS: '' },
    // Pipes to a thread whose event loop has ended.
    stdin: false,
    stdout: true,
    stderr: true,
  };
  const network = networkFlags();
  const trust = trustFlags();
  try {
    new Worker(file, { ...options, execArgv: [...network, ...trust] }).unref();
  } catch (error) {
    // Where they are the whole process's (Node 22) they are refused for a thread, and hold in it all the same.
    if (trust.length === 0) throw error;
    new Worker(file, { ...options, execArgv: network }).unref();
  }
}

/** How names are looked up and addresses tried, as flags or calls have set it for this thread. */
function networkFlags(): string[] {
  return [
    `--dns-result-order=${dns.getDefaultResultOrder()}`,
    `--network-family-autoselection-attempt-timeout=${net.getDefaultAutoSelectFamilyAttemptTimeout()}`,
    ...(net.getDefaultAutoSelectFamily() ? [] : ['--no-network-family-autoselection']),
  ];
}

/** Which authorities are trusted. */
function trustFlags(): string[] {
  const given = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return given.filter((flag) => /^--use-(system|bundled|openssl)-ca$/.test(flag));
}

/** The thread's file in this same build, `.ts` or `.js`, if it is there. */
function threadFile(): string | undefined {
  // Yarn's Plug'n'Play finds packages by a preload, which the thread does without.
  if (process.versions['pnp'] !== undefined) return undefined;
  // `import.meta` does not exist in the CommonJS build and `__filename` not in the ESM one; the call site knows in both.
  const script = util.getCallSites(1)[0]?.scriptName ?? '';
  const own = script.startsWith('file:') ? fileURLToPath(script) : script;
  const file = join(dirname(own), `exit-thread${extname(own)}`);
  return isAbsolute(own) && existsSync(file) ? file : undefined;
}
