import type { Batch, Exit } from './custody/batch.ts';
import type { Custody } from './custody/types.ts';
import type { DeadLetters } from './dead-letter/dead-letter.ts';
import type { Dialect, Fate, Outcome } from './dialect/types.ts';
import type { Reply } from './endpoint/types.ts';
import { outcomeOfFailure } from './failure.ts';
import type { DestinationObserver } from './observe/observer.ts';
import type { DestinationSettings } from './options/types.ts';
import type { Outlet } from './outlet.ts';
import type { Runtime } from './runtime.ts';
import { isPoison, noteFailure } from './suspicion.ts';

/** Sends a batch and does what the answer asks for. Never rejects: whatever happens, the batch ends somewhere. */
export type Act = (batch: Batch, outlet: Outlet) => Promise<void>;

/** Waits for the indexer's word on what was taken. */
export interface Acks {
  channel(outlet: Outlet): string;
  /** `ackId` undefined: the answer had none though acknowledgement is on. */
  track(batch: Batch, outlet: Outlet, channel: string, ackId: number | undefined): void;
}

/** What came back for a batch, from where. */
export interface Answer {
  readonly outlet: Outlet;
  readonly reply: Reply;
  readonly outcome: Outcome;
  /** The channel it was sent on, with acknowledgement. */
  readonly channel: string | undefined;
}

export interface ActParts {
  readonly custody: Custody;
  readonly dialect: Dialect;
  readonly settings: DestinationSettings;
  readonly runtime: Runtime;
  readonly observer: DestinationObserver;
  readonly deadLetters: DeadLetters | undefined;
  readonly acks: Acks | undefined;
}

/**
 * So many refusals with one reason and nothing delivered in between are no bad events but a wrong index or format:
 * the gate is parked before the whole queue is refused one request at a time.
 */
const REFUSALS_BEFORE_PARKING = 8;
/** The endpoint's learned limit never falls below this, or one odd answer would make batches of single events. */
const SMALLEST_LEARNED_BODY = 16_384;

export function createAct(parts: ActParts): Act {
  const { custody, dialect, settings, runtime, observer, acks } = parts;

  const refuse = async (batch: Batch, reason: string, answer: Answer): Promise<void> => {
    const { reply, outcome, outlet } = answer;
    const about = { route: batch.route, reason, reply, code: outcome.code, endpoint: outlet.endpoint.origin };
    const kept = parts.deadLetters?.write(await custody.lines(batch), about) ?? false;
    observer.refused(batch, reason, answer, kept);
    custody.settle(batch, kept ? 'deadLettered' : reason === 'poison' ? 'dropped:poison' : 'dropped:refused');
  };

  const halve = async (batch: Batch): Promise<void> => {
    const half = Math.ceil(batch.events / 2);
    const [first, second] = await custody.cut(batch, [half, batch.events - half]);
    if (second !== undefined) custody.requeue(second, 'front');
    if (first !== undefined) custody.requeue(first, 'front');
  };

  const giveUp = (batch: Batch): Exit | undefined => {
    const { maxAttempts, maxAgeMs } = settings.retry;
    if (maxAttempts > 0 && batch.history.attempts >= maxAttempts) return 'dropped:retry-attempts';
    if (maxAgeMs > 0 && runtime.now() - batch.lastAt > maxAgeMs) return 'dropped:retry-age';
    return undefined;
  };

  /** The one place where a fate becomes an act. */
  const enact = async (batch: Batch, fate: Fate, answer: Answer): Promise<void> => {
    const { outlet, reply, channel } = answer;
    const { gate } = outlet;
    switch (fate.do) {
      case 'deliver':
        outlet.refusals = { reason: '', count: 0 };
        gate.delivered();
        observer.delivered(batch, outlet, fate);
        if (acks !== undefined && channel !== undefined) acks.track(batch, outlet, channel, fate.ackId);
        else custody.settle(batch, 'taken');
        return;
      case 'refuse':
        return refuse(batch, fate.reason, answer);
      case 'again':
        // A second refusal in what was one batch: halves, or 4,000 bad events would be 4,000 requests of a whole batch.
        if (batch.history.refusals >= 2 && batch.events > 1) return halve(batch);
        custody.requeue(batch, 'front');
        return;
      case 'halve':
        if (batch.events === 1) return refuse(batch, fate.reason, answer);
        if (fate.tooLarge === true && batch.bytes / 2 < custody.limits.bodyBytes) {
          custody.limits.bodyBytes = Math.max(SMALLEST_LEARNED_BODY, Math.floor(batch.bytes / 2));
          observer.learnedLimit(outlet, custody.limits.bodyBytes);
        }
        return halve(batch);
      case 'park':
        gate.park(fate.reason);
        observer.parked(outlet, fate.reason);
        custody.requeue(batch, 'back');
        return;
      case 'retry': {
        observer.retried(batch, outlet, fate);
        const exit = giveUp(batch);
        if (exit !== undefined) {
          custody.settle(batch, exit);
          gate.failed(reply.failure === undefined ? 'busy' : 'down', fate.reason, fate.afterMs);
          return;
        }
        if (reply.failure?.reason === 'stale-socket' && batch.history.staleSockets++ === 0) {
          custody.requeue(batch, 'front');
          return;
        }
        if (noteFailure(batch.history, outlet)) {
          // Others were delivered since it last failed here: the fault is the batch's, and the gate stays as it is.
          if (!isPoison(batch.history)) custody.requeue(batch, 'back');
          else if (batch.events === 1) await refuse(batch, 'poison', answer);
          else await halve(batch);
          return;
        }
        const afterMs = fate.afterMs === undefined ? undefined : Math.min(fate.afterMs, settings.retry.maxRetryAfterMs);
        gate.failed(reply.failure === undefined ? 'busy' : 'down', fate.reason, afterMs);
        // To the back: the probe takes another batch, which tells a sick endpoint from a sick batch.
        custody.requeue(batch, 'back');
      }
    }
  };

  return async (batch, outlet) => {
    const channel = acks?.channel(outlet);
    observer.requestStart(batch, outlet);
    batch.history.attempts++;
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
    if (reply.failure?.reason !== 'stale-socket') batch.history.staleSockets = 0;
    noteRefusals(batch, outcome, outlet);

    const runs = outcome.runs.filter((run) => run.events > 0);
    // Left to the disk at the deadline, while it was on its way: only the news that it was taken matters still.
    if (batch.place === 'spooled' && runs.some((run) => run.fate.do !== 'deliver')) return;
    const pieces =
      runs.length === 1
        ? [batch]
        : await custody.cut(
            batch,
            runs.map((run) => run.events),
          );
    for (const [at, piece] of pieces.entries()) {
      const run = runs[at];
      if (run !== undefined) await enact(piece, run.fate, { outlet, reply, outcome, channel });
    }
    if (outcome.slowDown === true) outlet.gate.slowDown();
    if (outlet.refusals.count >= REFUSALS_BEFORE_PARKING) {
      const why = `refused ${outlet.refusals.count} requests in a row: ${outlet.refusals.reason}`;
      outlet.gate.park(why);
      observer.parked(outlet, why);
    }
  };
}

function meaning(reply: Reply, batch: Batch, dialect: Dialect): Outcome {
  if (reply.response === undefined) return outcomeOfFailure(reply.failure, batch.events);
  const { events, bytes, route } = batch;
  return dialect.interpret(reply.response, { events, bytes, kind: route.kind, ownIndex: route.index !== undefined });
}

/** Counts refusals in a row: many with one reason and nothing delivered are the endpoint's mind, not the events' fault. */
function noteRefusals(batch: Batch, outcome: Outcome, outlet: Outlet): void {
  const refused = outcome.runs.find((run) => run.fate.do === 'refuse' && run.events > 0);
  if (refused === undefined || refused.fate.do !== 'refuse') return;
  batch.history.refusals++;
  const { reason } = refused.fate;
  const before = outlet.refusals.reason === reason ? outlet.refusals.count : 0;
  outlet.refusals = { reason, count: before + 1 };
}
