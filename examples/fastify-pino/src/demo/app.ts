import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import type { Account, FromApp } from './messages.ts';

/** The application, running in a process of its own. */
export interface RunningApp {
  readonly url: string;
  /** Stops it gracefully, waits for its end, and returns what it says of itself. */
  stop(): Promise<Account>;
}

/** Starts the application as an operator would: the collector's address and token are in its environment. */
export async function startApp(hec: { url: string; token: string }): Promise<RunningApp> {
  const child = fork(path.join(import.meta.dirname, 'app-process.ts'), {
    env: { ...process.env, HEC_URL: hec.url, HEC_TOKEN: hec.token },
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const next = async (): Promise<FromApp> => {
    const early = ended.then((code) => {
      throw new Error(`the application ended early, with exit code ${code}`);
    });
    const [message] = (await Promise.race([once(child, 'message'), early])) as [FromApp];
    return message;
  };

  const first = await next();
  if (!('listening' in first)) throw new Error('the application did not say where it listens');
  return {
    url: `http://127.0.0.1:${first.listening}`,
    async stop() {
      child.send('stop');
      const last = await next();
      if (!('account' in last)) throw new Error('the application gave no account of its logs');
      const code = await ended;
      if (code !== 0) throw new Error(`the application ended with exit code ${code}`);
      return last.account;
    },
  };
}
