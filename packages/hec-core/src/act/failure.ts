import type { Outcome } from '../dialect/types.ts';
import type { ExchangeFailure } from '../endpoint/types.ts';

/** What it means that no answer came: everything is sent again, later. */
export function outcomeOfFailure(failure: ExchangeFailure, events: number): Outcome {
  return {
    runs: [{ events, fate: { do: 'retry', ambiguous: failure.ambiguous, reason: failure.reason } }],
    text: failure.message,
  };
}
