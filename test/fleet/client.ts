import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createHecClient, type HecClient, type HecOptions } from 'hec-core';
import { onTestFinished } from 'vitest';

/** What a user gets, but for waits of milliseconds rather than seconds. */
const QUICK: HecOptions = {
  token: 'T',
  proxy: 'none',
  batch: { lingerMs: 20, maxEvents: 20 },
  retry: { baseMs: 10, capMs: 50 },
};

export interface Client {
  readonly hec: HecClient;
  /** Resolves with the first warning of this code from now on. */
  warned(code: string): Promise<string>;
  /** Resolves when the last error contains these words. */
  failed(words: string): Promise<void>;
}

export function startClient(options: HecOptions): Client {
  const waiting = new Map<string, (message: string) => void>();
  const hec = createHecClient(
    { ...QUICK, ...options },
    {
      env: {},
      onWarning({ code, message }) {
        waiting.get(code)?.(message);
        waiting.delete(code);
      },
    },
  );
  onTestFinished(async () => {
    await hec.close({ timeoutMs: 0 });
  });
  return {
    hec,
    warned: (code) => new Promise((resolve) => waiting.set(code, resolve)),
    async failed(words) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => void (hec.status()[0]?.lastError?.includes(words) && resolve());
      subscribe('hec:retry', look);
      look();
      await promise;
      unsubscribe('hec:retry', look);
    },
  };
}

/** Delivers all that is held, however long that takes on a busy machine. */
export async function drain(hec: HecClient): Promise<void> {
  await hec.flush({ timeoutMs: 50_000 });
}
