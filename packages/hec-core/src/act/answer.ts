import type { Batch } from '../custody/batch.ts';
import type { Proof } from '../custody/watch.ts';
import type { Dialect, Fate, Outcome } from '../dialect/types.ts';
import type { Reply } from '../endpoint/types.ts';
import type { Outlet } from '../outlet.ts';
import { outcomeOfFailure } from './failure.ts';

/** What came back for a batch, from where. */
export interface Answer {
  readonly outlet: Outlet;
  readonly reply: Reply;
  readonly outcome: Outcome;
  /** The channel it was sent on, with acknowledgement. */
  readonly channel: string | undefined;
  /** When the request was sent, as `Runtime.elapsed` counts. */
  readonly startedAt: number;
}

/** A fate by what is to be done. */
export type FateOf<D extends Fate['do']> = Extract<Fate, { do: D }>;

/** What those who watch the events are told of an answer. */
export function proofOf({ outlet, reply, outcome }: Answer, receipts: Proof['receipts']): Proof {
  const { code, text } = outcome;
  return { endpoint: outlet.endpoint.origin, status: reply.response?.status, code, text, receipts };
}

/** What a reply means for the events of a batch: the dialect's word, or, where nobody answered, that they wait. */
export function meaning(reply: Reply, batch: Batch, dialect: Dialect): Outcome {
  if (reply.response === undefined) return outcomeOfFailure(reply.failure, batch.events);
  const { events, bytes, route } = batch;
  return dialect.interpret(reply.response, { events, bytes, kind: route.kind, ownIndex: route.index !== undefined });
}
