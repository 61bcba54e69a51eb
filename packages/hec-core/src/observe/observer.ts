import type { Answer } from '../act/answer.ts';
import type { Batch } from '../custody/batch.ts';
import type { Fate, Outcome } from '../dialect/types.ts';
import type { Reply } from '../endpoint/types.ts';
import type { Outlet } from '../outlet.ts';
import type { DestinationStats, DropReason } from '../types.ts';
import type { Publish } from './channels.ts';
import { countOf } from './count-of.ts';
import { debug } from './debug.ts';
import type { Warn } from './warnings.ts';

type Of<D extends Fate['do']> = Extract<Fate, { do: D }>;

/**
 * Watches one destination: counts what the ledger does not (requests, bytes, ambiguity), publishes, warns. It only
 * reads; nothing that happens depends on it.
 */
export interface DestinationObserver {
  requestStart(batch: Batch, outlet: Outlet): void;
  requestEnd(batch: Batch, outlet: Outlet, reply: Reply, outcome: Outcome, tookMs: number): void;
  sealed(batch: Batch): void;
  delivered(batch: Batch, outlet: Outlet, fate: Of<'deliver'>): void;
  retried(batch: Batch, outlet: Outlet, fate: Of<'retry'>): void;
  refused(batch: Batch, reason: string, answer: Answer, kept: boolean): void;
  dropped(events: number, reason: DropReason): void;
  parked(outlet: Outlet, why: string): void;
  learnedLimit(outlet: Outlet, bytes: number): void;
  /** Events that may arrive twice, by cause. */
  ambiguous(events: number, cause: string): void;
  counts(): Pick<DestinationStats, 'requests' | 'ambiguous'>;
}

export function createObserver(destination: string, publish: Publish, warn: Warn): DestinationObserver {
  const requests = { sent: 0, failed: 0, bytes: 0, wireBytes: 0, inFlight: 0 };
  const ambiguous: Record<string, number> = {};
  const troubled = new Set<string>();

  const countAmbiguous = (events: number, cause: string): void => {
    ambiguous[cause] = (ambiguous[cause] ?? 0) + events;
  };

  return {
    requestStart(batch, { endpoint }) {
      requests.sent++;
      requests.inFlight++;
      requests.bytes += batch.bytes;
      requests.wireBytes += batch.body.byteLength;
      const { events, bytes, history } = batch;
      publish('hec:request:start', () => ({
        endpoint: endpoint.origin,
        events,
        bytes,
        attempt: history.attempts + 1,
      }));
    },
    requestEnd(batch, { endpoint }, reply, outcome, tookMs) {
      requests.inFlight--;
      const status = reply.response?.status;
      if (outcome.runs.some((run) => run.events > 0 && run.fate.do !== 'deliver')) requests.failed++;
      debug('%s %s: %d events, %s in %d ms', destination, endpoint.origin, batch.events, said(reply, outcome), tookMs);
      publish('hec:request:end', () => ({
        endpoint: endpoint.origin,
        events: batch.events,
        status,
        code: outcome.code,
        tookMs,
      }));
    },
    sealed({ events, bytes }) {
      publish('hec:batch:sealed', () => ({ events, bytes }));
    },
    delivered({ events }, { endpoint }, fate) {
      publish('hec:delivered', () => ({
        endpoint: endpoint.origin,
        events,
        ...(fate.receipts === undefined ? {} : { receipts: fate.receipts }),
      }));
      if (troubled.delete(endpoint.origin)) publish('hec:recovered', () => ({ endpoint: endpoint.origin }));
    },
    retried({ events }, { endpoint, gate, stats }, fate) {
      if (fate.ambiguous) countAmbiguous(events, fate.reason);
      troubled.add(endpoint.origin);
      publish('hec:retry', () => ({
        endpoint: endpoint.origin,
        events,
        reason: fate.reason,
        ambiguous: fate.ambiguous,
      }));
      // The first failure is everyday life; the third is news.
      if (gate.failures === 2)
        warn(
          'endpoint-failing',
          `${endpoint.origin} does not take events (${fate.reason}); they are held and sent again. ${stats().lastError ?? ''}`.trim(),
        );
    },
    refused({ events }, reason, { outlet: { endpoint }, reply, outcome }, kept) {
      const status = reply.response?.status;
      const where = kept ? 'kept in the dead letter file' : 'dropped (set deadLetter to keep such events)';
      publish('hec:deadletter', () => ({
        endpoint: endpoint.origin,
        events,
        reason,
        status,
        code: outcome.code,
        text: outcome.text,
        kept,
      }));
      warn('events-refused', `${endpoint.origin} refused ${countOf(events)} for good: ${reason}; ${where}.`);
    },
    dropped(events, reason) {
      publish('hec:drop', () => ({ events, reason }));
      if (!SAID_ELSEWHERE.has(reason)) warn(`dropped-${reason}`, `${countOf(events)} dropped: ${DROP_WORDS[reason]}`);
    },
    parked({ endpoint, gate }, why) {
      troubled.add(endpoint.origin);
      warn(
        'endpoint-parked',
        `${endpoint.origin} takes no events until its configuration is mended: ${why}. Events are held; it is asked again now and then (${gate.failures} failure${gate.failures === 1 ? '' : 's'} so far).`,
      );
    },
    learnedLimit({ endpoint }, bytes) {
      warn(
        'body-limit-learned',
        `${endpoint.origin} takes no larger bodies; batches are kept under ${bytes} bytes from now on. Set batch.maxBytes to say so beforehand.`,
      );
    },
    ambiguous: countAmbiguous,
    counts: () => ({ requests: { ...requests }, ambiguous: { ...ambiguous } }),
  };
}

/** Reasons that have a warning of their own at the place where they arise. */
const SAID_ELSEWHERE: ReadonlySet<DropReason> = new Set(['refused', 'poison', 'not-configured', 'closed']);

export const DROP_WORDS: Readonly<Record<DropReason, string>> = {
  'queue-full': 'the queue is full (queue.maxBytes); the endpoint is down or too slow, or set spool.',
  'not-configured': 'no URL or token is configured.',
  'rate-limited': 'over the limit set in limits.',
  refused: 'refused by the endpoint.',
  oversize: 'larger than a request may be (oversize, batch.maxBytes).',
  poison: 'the endpoint fails on such events while it takes others.',
  'retry-attempts': 'retry.maxAttempts was reached.',
  'retry-age': 'retry.maxAgeMs was reached.',
  'too-old': 'the destination takes such old events and never shows them.',
  shutdown: 'not delivered when the shutdown deadline came (shutdownTimeoutMs; a spool would keep them).',
  closed: 'given to a client that is closed.',
  'spool-damaged': 'records of the spool could not be read.',
};

function said(reply: Reply, outcome: Outcome): string {
  if (reply.response === undefined) return reply.failure.reason;
  return `HTTP ${reply.response.status}${outcome.code === undefined ? '' : ` code ${outcome.code}`}`;
}
