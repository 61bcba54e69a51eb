import { clearTimeout, setTimeout } from 'node:timers';
import type { FlushResult } from 'hec-core';
import { answersOf, type Controllable, hasEnded } from './controllable.ts';
import { ANSWERS } from './messages.ts';

/** What became of lines as they were handed over. */
export interface HandedOver {
  /** With a single target pino's flush delivers, too. */
  readonly result: FlushResult | undefined;
  /** Whether time was up before the worker had them all. */
  readonly late: boolean;
}

/** Resolves when the worker has all lines, when time is up, or when there is nobody to hand them to. */
export async function handOver(transport: Controllable, timeoutMs: number | undefined): Promise<HandedOver> {
  const answers = answersOf(transport);
  const { promise, resolve } = Promise.withResolvers<'late' | undefined>();
  let result: FlushResult | undefined;
  const flushed = (value: FlushResult, id?: number): void => {
    if (id === undefined) result = value;
  };
  const done = (): void => resolve(undefined);
  answers.on(ANSWERS.HEC_FLUSH, flushed);
  // Lines that a worker which has died will never read are waited for without end (thread-stream 4.2.1).
  answers.on('close', done);
  const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs, 'late');
  if (hasEnded(transport) || typeof transport.flush !== 'function') done();
  else transport.flush(done);
  const late = (await promise) === 'late';
  clearTimeout(timer);
  answers.off(ANSWERS.HEC_FLUSH, flushed);
  answers.off('close', done);
  return { result, late };
}

/** A flush in two steps. Lines that the worker may not have read yet are not delivered, whatever it says of the others. */
export function addFlushed({ result, late }: HandedOver, last: FlushResult): FlushResult {
  return {
    drained: last.drained && !late,
    delivered: (result?.delivered ?? 0) + last.delivered,
    refused: (result?.refused ?? 0) + last.refused,
    dropped: (result?.dropped ?? 0) + last.dropped,
    held: last.held,
  };
}
