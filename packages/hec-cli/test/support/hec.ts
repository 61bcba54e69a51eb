import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

const bin = path.join(import.meta.dirname, '../../bin/hec.js');

export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Given {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
}

/** Runs the command to its end, as a process of its own. */
export async function hec(args: readonly string[], { env, input }: Given = {}): Promise<Said> {
  const child = spawn(process.execPath, [bin, ...args], {
    // Nothing of the machine's own configuration.
    env: { ...process.env, NODE_ENV: 'production', HEC_URL: '', HEC_TOKEN: '', ...env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
