import type { Acks } from '../ack/types.ts';
import type { Batch, Exit } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { RetryOptions } from '../options/groups.ts';
import type { Runtime } from '../runtime.ts';
import type { Again } from './again.ts';
import type { Answer, FateOf } from './answer.ts';
import type { Refuse } from './refuse.ts';
import { halveProbe, mayBeContent, noteFailure } from './suspicion.ts';

/** A fault that may pass. Whose it is decides: the endpoint's gate is shut, the batch's own is narrowed down. */
export type Retry = (batch: Batch, fate: FateOf<'retry'>, answer: Answer) => Promise<void>;

export interface RetryParts {
  readonly custody: Custody;
  readonly options: Required<RetryOptions>;
  readonly runtime: Runtime;
  readonly observer: DestinationObserver;
  readonly acks: Acks | undefined;
  readonly again: Again;
  readonly refuse: Refuse;
}

export function createRetry({ custody, options, runtime, observer, acks, again, refuse }: RetryParts): Retry {
  const giveUp = (batch: Batch): Exit | undefined => {
    const { maxAttempts, maxAgeMs } = options;
    if (maxAttempts > 0 && batch.history.attempts >= maxAttempts) return 'dropped:retry-attempts';
    if (maxAgeMs > 0 && runtime.now() - batch.lastAt > maxAgeMs) return 'dropped:retry-age';
    return undefined;
  };

  return async (batch, fate, answer) => {
    const { outlet, reply, startedAt } = answer;
    const { history } = batch;
    observer.retried(batch, outlet, fate);
    if (fate.ambiguous && answer.channel !== undefined) acks?.answerLost(outlet, answer.channel);
    if (reply.failure?.reason === 'stale-socket' && history.staleSockets++ === 0) {
      history.attempts--;
      again.requeue(batch, 'front');
      return;
    }
    const mayBeIts = mayBeContent(reply, fate);
    const whose = mayBeIts ? noteFailure(history, outlet) : 'endpoint';
    if (whose === 'guilty' || whose === 'certain') {
      history.suspect = true;
      if (batch.events > 1) return again.halve(batch);
      if (whose === 'certain') return refuse(batch, 'poison', answer);
    }
    const exit = giveUp(batch);
    if (exit !== undefined) custody.settle(batch, exit);
    // One under suspicion shuts no gate: it would be the others who wait.
    const spared = mayBeIts && history.suspect && outlet.gate.state === 'open';
    if ((whose === 'endpoint' || whose === 'either') && !spared) {
      const afterMs = fate.afterMs === undefined ? undefined : Math.min(fate.afterMs, options.maxRetryAfterMs);
      outlet.gate.failed(reply.failure === undefined ? 'busy' : 'down', fate.reason, startedAt, afterMs);
    }
    if (exit !== undefined) return;
    if (mayBeIts && batch.events > 1 && halveProbe(outlet.gate.failures)) return again.halve(batch);
    // To the back: the probe takes another batch, which tells a sick endpoint from a sick batch.
    again.requeue(batch, 'back');
  };
}
