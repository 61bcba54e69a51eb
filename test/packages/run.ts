import { spawnSync } from 'node:child_process';
import process from 'node:process';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Then it is killed. A minute, unless said otherwise. */
  readonly timeoutMs?: number;
}

/** The environment of a consumer's program: what the repository's own runs need must not leak into it. */
export function consumerEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_PATH: __, ...inherited } = process.env;
  return { ...inherited, ...env };
}

/** Runs a program to its end; one that takes too long is killed and has the status null. */
export function attempt(command: string, args: readonly string[], { cwd, env, timeoutMs = 60_000 }: RunOptions): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: consumerEnv(env),
    encoding: 'utf8',
    timeout: timeoutMs,
  });
  if (error !== undefined && !('code' in error && error.code === 'ETIMEDOUT')) throw error;
  return { status, stdout, stderr };
}

/** Runs a program that must succeed and returns what it printed. */
export function run(command: string, args: readonly string[], options: RunOptions): string {
  const { status, stdout, stderr } = attempt(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
