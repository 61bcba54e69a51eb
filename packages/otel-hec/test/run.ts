import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A program of `test/fixtures` with `--import otel-hec/register` and nothing else that has to do with HEC. */
export function start(
  fixture: string,
  env: Readonly<Record<string, string>>,
  preloads: readonly string[] = ['--import', 'otel-hec/register'],
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = fork(fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url)), [], {
    // From where the package is found by its name.
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    execArgv: [...preloads],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += String(text);
  });
  const ended = async (): Promise<Ended> => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, stderr };
  };
  return { child, ended: ended() };
}
