import type { Batch, Exit } from '../custody/batch.ts';
import { isListenedTo, type Publish } from './channels.ts';

/**
 * Publishes which event got which id, one message an event. The events are read out of the batch only where somebody
 * listens.
 */
export async function publishReceipts(
  publish: Publish,
  batch: Batch,
  exit: Exit,
  lines: (batch: Batch) => Promise<string[]>,
): Promise<void> {
  const { proof } = batch;
  if ((exit !== 'taken' && exit !== 'acked') || proof === undefined || !isListenedTo('hec:receipt')) return;
  // The marks are gone by the time the lines are read.
  const watched = batch.marks.map(({ from, to }) => [from, to] as const);
  const named = (at: number): boolean => watched.some(([from, to]) => at >= from && at < to);
  if (proof.receipts === undefined && watched.length === 0) return;
  for (const [at, envelope] of (await lines(batch)).entries()) {
    const receipt = proof.receipts?.[at] ?? null;
    if (receipt === null && !named(at)) continue;
    publish('hec:receipt', () => ({ endpoint: proof.endpoint, by: exit, receipt, envelope }));
  }
}
