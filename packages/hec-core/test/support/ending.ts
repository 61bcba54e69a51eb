import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { HecOptions } from '../../src/options/types.ts';
import type { Ledger } from '../../src/types.ts';

/** What an application does that ends right behind its last log call. */
export interface Job {
  readonly clients: readonly HecOptions[];
  readonly events: number;
  readonly how: 'process.exit' | 'throw' | 'nothing else to do';
  /** Logged and flushed before the events. */
  readonly first?: string;
  readonly flushMs?: number;
  /** Whether it waits, instead of flushing, until the endpoint is known to be down. */
  readonly untilDown?: true;
  readonly tokenFunction?: 'at once' | 'by and by';
  /** One more client, which cannot be ended properly. */
  readonly brittle?: HecOptions;
}

/** What it says of itself, last of all. */
export interface Said {
  readonly ledgers: readonly Ledger[];
  readonly imbalances: readonly number[];
  /** For how long the clients held its end up. */
  readonly heldUpMs: number;
}

export interface Ended extends Said {
  readonly code: number | null;
  readonly stderr: string;
}

const PROGRAM = fileURLToPath(new URL('../fixtures/ends-at-once.ts', import.meta.url));

const running = new Set<ChildProcess>();

/** For the end of a test file: those that have not come to their end. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Resolves when it has ended, by itself.
 * @param node flags for Node: on the command line, and as NODE_OPTIONS
 */
export async function runToItsEnd(
  job: Job,
  { flags = [], options = [] }: { flags?: readonly string[]; options?: readonly string[] } = {},
): Promise<Ended> {
  const NODE_OPTIONS = [process.env['NODE_OPTIONS'] ?? '', ...options].join(' ');
  const child = spawn(process.execPath, [...flags, PROGRAM, JSON.stringify(job)], {
    env: { ...process.env, NODE_OPTIONS, HEC_URL: undefined, HEC_TOKEN: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  running.delete(child);
  return { code, stderr, ...(JSON.parse(stdout) as Said) };
}
