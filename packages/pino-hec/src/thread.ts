import process from 'node:process';
import type { HecClient, WarningListener } from 'hec-core';
import { countOf, lossLine, say } from './last-words.ts';
import type { Emit } from './messages.ts';

/** Before it, `logger.flush(callback)` stops at the shared buffer or is never called on an idle loop (pino#2481). */
const FLUSHING_THREAD_STREAM = [4, 2, 1] as const;

/** Says that flush does not reach this transport (pitfall 14). */
export function warnOfOldThreadStream(version: string | undefined, warn: WarningListener): void {
  if (version === undefined || !isOlder(version, FLUSHING_THREAD_STREAM)) return;
  warn({
    destination: 'hec',
    code: 'old-thread-stream',
    message:
      `logger.flush(callback) is not reliable with thread-stream ${version}, which pino brought along: ` +
      `${FLUSHING_THREAD_STREAM.join('.')} or newer is needed (update the lockfile). Delivery itself is not affected.`,
  });
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [at, wanted] of than.entries()) {
    const part = parts[at] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

/**
 * The last resort. thread-stream ends the worker on an uncaught exception, and the application learns only that "the
 * worker has exited", with every later line (pitfall 5). So before it does: what happened, and what is lost.
 */
export function containFailures(emit: Emit, client: HecClient): void {
  const report = (error: unknown): void => {
    const message = `The worker thread of pino-hec failed: ${error instanceof Error ? error.message : String(error)}`;
    emit('hec:warning', { destination: 'hec', code: 'worker-failed', message });
    emit('hec:stats', client.stats());
    const { held } = client.stats().ledger;
    const events = Object.values(held).reduce((sum, count) => sum + count, 0);
    say(`pino-hec: ${message}; ${countOf(events)} ${events === 1 ? 'is' : 'are'} lost with it`);
    const line = lossLine('pino-hec', client.stats());
    if (line !== undefined) say(line);
  };
  process.prependListener('uncaughtException', report);
  process.prependListener('unhandledRejection', report);
}
