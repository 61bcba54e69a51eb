import type { Batch, Exit } from './custody/batch.ts';
import type { Custody } from './custody/types.ts';
import type { DeadLetters } from './dead-letter/dead-letter.ts';
import type { Dialect, Fate, Outcome } from './dialect/types.ts';
import type { Reply } from './endpoint/types.ts';
import { outcomeOfFailure } from './failure.ts';
import type { DestinationObserver } from './observe/observer.ts';
import type { DestinationSettings } from './options/types.ts';
import type { Outlet } from './outlet.ts';
import type { Quarantine } from './quarantine.ts';
import { createRefusals, isBadThrough } from './refusals.ts';
import type { Runtime } from './runtime.ts';
import { halveProbe, mayBeContent, noteFailure, noteStart } from './suspicion.ts';

/** Sends a batch and does what the answer asks for. Never rejects: whatever happens, the batch ends somewhere. */
export type Act = (batch: Batch, outlet: Outlet) => Promise<void>;

/** Waits for the indexer's word on what was taken. */
export interface Acks {
  channel(outlet: Outlet): string;
  /** `ackId` undefined: the answer had none though acknowledgement is on. */
  track(batch: Batch, outlet: Outlet, channel: string, ackId: number | undefined): void;
  /** An answer got lost, and with it an id, perhaps: should the indexer forget the channel too, ids could be mistaken. */
  answerLost(outlet: Outlet, channel: string): void;
}

/** What came back for a batch, from where. */
export interface Answer {
  readonly outlet: Outlet;
  readonly reply: Reply;
  readonly outcome: Outcome;
  /** The channel it was sent on, with acknowledgement. */
  readonly channel: string | undefined;
  /** When the request was sent, epoch ms. */
  readonly startedAt: number;
}

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

type Of<D extends Fate['do']> = Extract<Fate, { do: D }>;

/** The endpoint's learned limit never falls below this, or one odd answer would make batches of single events. */
const SMALLEST_LEARNED_BODY = 16_384;

export function createAct(parts: ActParts): Act {
  const { custody, quarantine, dialect, settings, runtime, observer, acks } = parts;
  const refusals = createRefusals();

  const refuse = async (batch: Batch, reason: string, answer: Answer): Promise<void> => {
    const { reply, outcome, outlet } = answer;
    const about = { route: batch.route, reason, reply, code: outcome.code, endpoint: outlet.endpoint.origin };
    const lines = parts.deadLetters === undefined ? [] : await custody.lines(batch);
    // Ended by name meanwhile, at the deadline: one end is enough.
    if (!custody.holds(batch)) return;
    const kept = parts.deadLetters?.write(lines, about) ?? false;
    observer.refused(batch, reason, answer, kept);
    custody.settle(batch, kept ? 'deadLettered' : reason === 'poison' ? 'dropped:poison' : 'dropped:refused');
  };

  /** Waits for its next turn: the rest of a batch goes first, as it is the oldest; what failed goes last. */
  const requeue = (batch: Batch, at: 'front' | 'back'): void => {
    if (batch.history.suspect) quarantine.add(batch);
    else custody.requeue(batch, isBadThrough(batch) ? 'back' : at);
  };

  const halve = async (batch: Batch): Promise<void> => {
    batch.history.attempts = 0;
    batch.history.evidence = 0;
    const first = Math.ceil(batch.events / 2);
    const halves = await custody.cut(batch, [first, batch.events - first]);
    for (const half of halves.toReversed()) requeue(half, 'front');
  };

  const giveUp = (batch: Batch): Exit | undefined => {
    const { maxAttempts, maxAgeMs } = settings.retry;
    if (maxAttempts > 0 && batch.history.attempts >= maxAttempts) return 'dropped:retry-attempts';
    if (maxAgeMs > 0 && runtime.now() - batch.lastAt > maxAgeMs) return 'dropped:retry-age';
    return undefined;
  };

  const park = (outlet: Outlet, why: string): void => {
    outlet.gate.park(why);
    observer.parked(outlet, why);
  };

  /** A fault that may pass. Whose it is decides: the endpoint's gate is shut, the batch's own is narrowed down. */
  const retry = async (batch: Batch, fate: Of<'retry'>, answer: Answer): Promise<void> => {
    const { outlet, reply, startedAt } = answer;
    const { history } = batch;
    observer.retried(batch, outlet, fate);
    if (fate.ambiguous && answer.channel !== undefined) acks?.answerLost(outlet, answer.channel);
    if (reply.failure?.reason === 'stale-socket' && history.staleSockets++ === 0) {
      history.attempts--;
      requeue(batch, 'front');
      return;
    }
    const mayBeIts = mayBeContent(reply, fate);
    const whose = mayBeIts ? noteFailure(history, outlet) : 'endpoint';
    if (whose === 'guilty' || whose === 'certain') {
      history.suspect = true;
      if (batch.events > 1) return halve(batch);
      if (whose === 'certain') return refuse(batch, 'poison', answer);
    }
    const exit = giveUp(batch);
    if (exit !== undefined) custody.settle(batch, exit);
    // One under suspicion shuts no gate: it would be the others who wait.
    const spared = mayBeIts && history.suspect && outlet.gate.state === 'open';
    if ((whose === 'endpoint' || whose === 'either') && !spared) {
      const afterMs = fate.afterMs === undefined ? undefined : Math.min(fate.afterMs, settings.retry.maxRetryAfterMs);
      outlet.gate.failed(reply.failure === undefined ? 'busy' : 'down', fate.reason, startedAt, afterMs);
    }
    if (exit !== undefined) return;
    if (mayBeIts && batch.events > 1 && halveProbe(outlet.gate.failures)) return halve(batch);
    // To the back: the probe takes another batch, which tells a sick endpoint from a sick batch.
    requeue(batch, 'back');
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
        if (acks !== undefined && channel !== undefined) acks.track(batch, outlet, channel, fate.ackId);
        else custody.settle(batch, 'taken');
        return;
      case 'refuse':
        return refuse(batch, fate.reason, answer);
      case 'again':
        // A second refusal in what was one batch: halves, or 4,000 bad events would be 4,000 requests of a whole batch.
        if (batch.history.lineage.refusals >= 2 && batch.events > 1) return halve(batch);
        batch.history.attempts = 0;
        requeue(batch, 'front');
        return;
      case 'halve':
        if (batch.events === 1) return refuse(batch, fate.reason, answer);
        if (fate.tooLarge === true && batch.bytes / 2 < custody.limits.bodyBytes) {
          custody.limits.bodyBytes = Math.max(SMALLEST_LEARNED_BODY, Math.floor(batch.bytes / 2));
          observer.learnedLimit(outlet, custody.limits.bodyBytes);
        }
        return halve(batch);
      case 'park':
        park(outlet, fate.reason);
        requeue(batch, 'back');
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

  const send = async (batch: Batch, outlet: Outlet): Promise<void> => {
    const channel = acks?.channel(outlet);
    observer.requestStart(batch, outlet);
    batch.history.attempts++;
    noteStart(batch.history, outlet);
    const startedAt = runtime.now();
    const reply = await outlet.endpoint.exchange({
      route: batch.route,
      body: batch.body,
      encoding: batch.encoding,
      ...(channel === undefined ? {} : { channel }),
    });
    const outcome = meaning(reply, batch, dialect);
    outlet.note(reply, outcome, runtime.now());
    observer.requestEnd(batch, outlet, reply, outcome, runtime.now() - startedAt);
    const runs = outcome.runs.filter((run) => run.events > 0);
    if (isGone(batch, runs)) return tooLate(batch, runs);
    if (reply.failure?.reason !== 'stale-socket') batch.history.staleSockets = 0;
    const whyParked = refusals.note(batch, outcome, outlet);

    const pieces =
      runs.length === 1
        ? [batch]
        : await custody.cut(
            batch,
            runs.map((run) => run.events),
          );
    if (pieces.length === 0) return tooLate(batch, runs);
    for (const [at, piece] of pieces.entries()) {
      const run = runs[at];
      if (run !== undefined) await enact(piece, run.fate, { outlet, reply, outcome, channel, startedAt });
    }
    if (outcome.slowDown === true) outlet.gate.slowDown();
    if (whyParked !== undefined) park(outlet, whyParked);
  };

  return async (batch, outlet) => {
    const suspect = batch.history.suspect;
    try {
      await send(batch, outlet);
    } finally {
      if (suspect) quarantine.over();
    }
  };
}

function meaning(reply: Reply, batch: Batch, dialect: Dialect): Outcome {
  if (reply.response === undefined) return outcomeOfFailure(reply.failure, batch.events);
  const { events, bytes, route } = batch;
  return dialect.interpret(reply.response, { events, bytes, kind: route.kind, ownIndex: route.index !== undefined });
}
