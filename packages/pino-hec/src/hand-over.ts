import { clearTimeout, setTimeout } from 'node:timers';
import type { FlushResult } from 'hec-core';
import type { Controllable } from './control.ts';
import { ANSWERS } from './messages.ts';

/**
 * Resolves when the worker has all lines, which with a single target means delivered, too: then with what became of them.
 * Lines are on their way at least when time is up.
 */
export async function handOver(
  transport: Controllable,
  timeoutMs: number | undefined,
): Promise<FlushResult | undefined> {
  let result: FlushResult | undefined;
  const flushed = (value: FlushResult, id?: number): void => {
    if (id === undefined) result = value;
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  transport.on(ANSWERS.HEC_FLUSH, flushed);
  // Lines that a worker which has died will never read are waited for without end (thread-stream 4.2.1).
  transport.on('close', resolve);
  const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
  if (transport.closed === true || transport.destroyed === true) resolve();
  else if (typeof transport.flush === 'function') transport.flush(() => resolve());
  else resolve();
  await promise;
  clearTimeout(timer);
  transport.off(ANSWERS.HEC_FLUSH, flushed);
  transport.off('close', resolve);
  return result;
}

/** A flush in two steps. */
export function addFlushed(first: FlushResult, last: FlushResult): FlushResult {
  return {
    drained: last.drained,
    delivered: first.delivered + last.delivered,
    refused: first.refused + last.refused,
    dropped: first.dropped + last.dropped,
    held: last.held,
  };
}
