import type { Destination } from '../destination.ts';
import type { Sender } from '../types.ts';
import { confirm } from './confirm.ts';
import { feed } from './feed.ts';
import { readLines } from './read-lines.ts';
import type { PatientSender } from './types.ts';

const CONFIRM_MS = 30_000;

/** @param patienceMs longest time that is waited for delivery without progress */
export function createPatientSender(
  destinations: readonly Destination[],
  sender: Sender,
  patienceMs: number,
): PatientSender {
  return {
    sendMany: (events, options = {}) =>
      feed(destinations, patienceMs, options, async (give) => {
        for await (const event of events) if (!(await give(() => void sender.send(event, options.metadata)))) return;
      }),
    sendFile: (source, options = {}) =>
      feed(destinations, patienceMs, options, (give) => readLines(source, options, sender, give)),
    sendAndConfirm: (event, metadata, { timeoutMs = CONFIRM_MS } = {}) =>
      confirm(destinations, () => void sender.send(event, metadata), timeoutMs),
  };
}
