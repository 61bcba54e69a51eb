import { spawnSync } from 'node:child_process';
import process from 'node:process';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; one that takes longer than a minute is killed and has the status null. */
export function attempt(
  command: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env?: NodeJS.ProcessEnv },
): Ran {
  // What the repository's own runs need must not leak into a consumer's.
  const { NODE_OPTIONS: _, NODE_PATH: __, ...inherited } = process.env;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...inherited, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined && !('code' in error && error.code === 'ETIMEDOUT')) throw error;
  return { status, stdout, stderr };
}

/** Runs a program that must succeed and returns what it printed. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): string {
  const { status, stdout, stderr } = attempt(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
