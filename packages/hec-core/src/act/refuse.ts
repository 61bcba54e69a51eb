import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { DeadLetters } from '../dead-letter/dead-letter.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import { type Answer, proofOf } from './answer.ts';

/** Ends a batch that will never be taken: in the dead letter file where there is one, else by name. */
export type Refuse = (batch: Batch, reason: string, answer: Answer) => Promise<void>;

export function createRefuse(
  custody: Custody,
  deadLetters: DeadLetters | undefined,
  observer: DestinationObserver,
): Refuse {
  return async (batch, reason, answer) => {
    const { reply, outcome, outlet } = answer;
    const about = { route: batch.route, reason, reply, code: outcome.code, endpoint: outlet.endpoint.origin };
    const lines = deadLetters === undefined ? [] : await custody.lines(batch);
    // Ended by name meanwhile, or left to the disk, at the deadline: one end is enough.
    if (!custody.holds(batch) || batch.place === 'spooled') return;
    batch.proof = proofOf(answer, undefined);
    const kept = deadLetters?.write(lines, about) ?? false;
    observer.refused(batch, reason, answer, kept);
    custody.settle(batch, kept ? 'deadLettered' : reason === 'poison' ? 'dropped:poison' : 'dropped:refused');
  };
}
