import type { Acks } from '../ack/types.ts';
import type { Batch } from '../custody/batch.ts';
import type { Custody } from '../custody/types.ts';
import type { DeadLetters } from '../dead-letter/dead-letter.ts';
import type { Dialect, Fate, Outcome } from '../dialect/types.ts';
import type { DestinationObserver } from '../observe/observer.ts';
import type { DestinationSettings } from '../options/types.ts';
import type { Outlet } from '../outlet.ts';
import type { Runtime } from '../runtime.ts';
import { createAgain } from './again.ts';
import { type Answer, meaning, proofOf } from './answer.ts';
import type { Quarantine } from './quarantine.ts';
import { createRefusals } from './refusals.ts';
import { createRefuse } from './refuse.ts';
import { createRetry } from './retry.ts';
import { noteStart } from './suspicion.ts';

/** Sends a batch and does what the answer asks for. Never rejects: whatever happens, the batch ends somewhere. */
export type Act = (batch: Batch, outlet: Outlet) => Promise<void>;

export interface ActParts {
  readonly custody: Custody;
  readonly quarantine: Quarantine;
  readonly dialect: Dialect;
  readonly settings: DestinationSettings;
  readonly runtime: Runtime;
  readonly observer: DestinationObserver;
  readonly deadLetters: DeadLetters | undefined;
  readonly acks: Acks | undefined;
}

/** The endpoint's learned limit never falls below this, or one odd answer would make batches of single events. */
const SMALLEST_LEARNED_BODY = 16_384;

export function createAct(parts: ActParts): Act {
  const { custody, quarantine, dialect, runtime, observer, acks } = parts;
  const { maxEventAgeMs = Number.POSITIVE_INFINITY } = dialect;
  const refusals = createRefusals();
  const again = createAgain(custody, quarantine);
  const refuse = createRefuse(custody, parts.deadLetters, observer);
  const retry = createRetry({ custody, options: parts.settings.retry, runtime, observer, acks, again, refuse });

  const park = (outlet: Outlet, why: string): void => {
    outlet.gate.park(why);
    observer.parked(outlet, why);
  };

  /** The one place where a fate becomes an act. */
  const enact = async (batch: Batch, fate: Fate, answer: Answer): Promise<void> => {
    const { outlet, channel } = answer;
    switch (fate.do) {
      case 'deliver':
        refusals.delivered(outlet);
        quarantine.delivered();
        outlet.gate.delivered();
        observer.delivered(batch, outlet, fate);
        batch.history.suspect = false;
        batch.proof = proofOf(answer, fate.receipts);
        if (acks !== undefined && channel !== undefined) acks.track(batch, outlet, channel, fate.ackId);
        else custody.settle(batch, 'taken');
        return;
      case 'refuse':
        return refuse(batch, fate.reason, answer);
      case 'again':
        // A second refusal in what was one batch: halves, or 4,000 bad events would be 4,000 requests of a whole batch.
        if (batch.history.lineage.refusals >= 2 && batch.events > 1) return again.halve(batch);
        batch.history.attempts = 0;
        again.requeue(batch, 'front');
        return;
      case 'halve':
        if (batch.events === 1) return refuse(batch, fate.reason, answer);
        if (fate.tooLarge === true && batch.bytes / 2 < custody.limits.bodyBytes) {
          custody.limits.bodyBytes = Math.max(SMALLEST_LEARNED_BODY, Math.floor(batch.bytes / 2));
          observer.learnedLimit(outlet, custody.limits.bodyBytes);
        }
        return again.halve(batch);
      case 'park':
        park(outlet, fate.reason);
        again.requeue(batch, 'back');
        return;
      case 'retry':
        return retry(batch, fate, answer);
    }
  };

  /** Ended by name at the deadline, or left to the disk, while it was on its way: only that it was taken matters still. */
  const isGone = (batch: Batch, runs: Outcome['runs']): boolean =>
    !custody.holds(batch) || (batch.place === 'spooled' && runs.some(({ fate }) => fate.do !== 'deliver'));

  /** The answer cannot change a batch's end any more; that it may have arrived all the same goes on record. */
  const tooLate = (batch: Batch, runs: Outcome['runs']): void => {
    if (runs.some(({ fate }) => fate.do === 'deliver' || (fate.do === 'retry' && fate.ambiguous)))
      observer.ambiguous(batch.events, 'closed');
  };

  const send = async (batch: Batch, outlet: Outlet, channel: string | undefined): Promise<void> => {
    observer.requestStart(batch, outlet);
    batch.history.attempts++;
    noteStart(batch.history, outlet);
    const startedAt = runtime.elapsed();
    const reply = await outlet.endpoint.exchange({
      route: batch.route,
      body: batch.body,
      encoding: batch.encoding,
      ...(channel === undefined ? {} : { channel }),
    });
    const outcome = meaning(reply, batch, dialect);
    outlet.note(reply, outcome, runtime.now());
    observer.requestEnd(batch, outlet, reply, outcome, runtime.elapsed() - startedAt);
    const runs = outcome.runs.filter((run) => run.events > 0);
    if (reply.response?.status === 401 || reply.response?.status === 403) outlet.endpoint.refresh();
    if (isGone(batch, runs)) return tooLate(batch, runs);
    if (reply.failure?.reason !== 'stale-socket') batch.history.staleSockets = 0;
    const whyParked = refusals.note(batch, outcome, outlet);

    const cuts = runs.map(({ fate, events }) => ({ events, taken: fate.do === 'deliver' }));
    const pieces = cuts.length === 1 ? [batch] : await custody.cut(batch, cuts);
    // What it took is on the ledger then, unless the disk has it and it will be sent again.
    if (pieces.length === 0)
      return tooLate(batch, batch.place === 'spooled' ? runs : runs.filter(({ fate }) => fate.do !== 'deliver'));
    for (const [at, piece] of pieces.entries()) {
      const run = runs[at];
      if (run !== undefined) await enact(piece, run.fate, { outlet, reply, outcome, channel, startedAt });
    }
    if (outcome.slowDown === true) outlet.gate.slowDown();
    if (whyParked !== undefined) park(outlet, whyParked);
  };

  const sendTracked = async (batch: Batch, outlet: Outlet): Promise<void> => {
    const request = acks?.start(outlet);
    try {
      await send(batch, outlet, request?.channel);
    } finally {
      request?.over();
    }
  };

  return async (batch, outlet) => {
    const suspect = batch.history.suspect;
    try {
      // Held so long that the answer would be good and the events gone: its newest entered before that.
      if (runtime.now() - batch.lastAt > maxEventAgeMs) custody.settle(batch, 'dropped:too-old');
      else await sendTracked(batch, outlet);
    } finally {
      if (suspect) quarantine.over();
    }
  };
}
