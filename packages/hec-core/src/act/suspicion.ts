import type { History } from '../custody/batch.ts';
import type { Fate } from '../dialect/types.ts';
import type { Reply } from '../endpoint/types.ts';
import type { Outlet } from '../outlet.ts';

/**
 * A batch that keeps failing where others are delivered holds an event the endpoint, or a firewall before it, cannot
 * stomach; one that fails where all fail tells of an outage. Between the two lies the flaky endpoint, a balancer with
 * one dead backend, say: so failures are weighed by how likely they are to befall an innocent batch there.
 */
export type Verdict =
  /** Nothing else was delivered since: the endpoint is in trouble. */
  | 'endpoint'
  /** Others fail as often as they are delivered: both may be to blame. */
  | 'either'
  /** Others are delivered. Not proven. */
  | 'batch'
  /** Proven enough to halve it, which costs a request. */
  | 'guilty'
  /** Proven beyond doubt: an innocent event meets this once in twenty thousand times. */
  | 'certain';

/** Nats of evidence: two failures with a delivery in between each. */
const GUILTY = 2;
/** Refusing cannot be undone. */
const CERTAIN = 10;
/** One failure says no more than that, however many were delivered: failures come in bursts. */
const MOST_A_FAILURE = 3;

/** In a long outage the probe is halved now and then: if every batch held poison, only a small one would get through. */
const HALVE_FROM = 6;
const HALVE_UNTIL = 64;

/** Failures that what was sent could have caused. */
const BY_CONTENT: ReadonlySet<string> = new Set(['connection-reset', 'stale-socket', 'timeout', 'other']);

/**
 * Whether what was sent may be why it failed. A busy endpoint says so: 429, 503 with a code of HEC's, `Retry-After`;
 * and who refuses connections has not seen it.
 */
export function mayBeContent(reply: Reply, fate: Extract<Fate, { do: 'retry' }>): boolean {
  if (fate.afterMs !== undefined) return false;
  if (reply.response === undefined) return reply.failure.ambiguous && BY_CONTENT.has(reply.failure.reason);
  const { status } = reply.response;
  return status !== 429 && (status !== 503 || fate.ambiguous);
}

/** Notes what an endpoint had done when a batch was first sent to it. */
export function noteStart(history: History, outlet: Outlet): void {
  const { key } = outlet;
  history.seen = { [key]: { deliveries: outlet.gate.deliveries, failures: outlet.failures }, ...history.seen };
}

/** Notes that a batch failed at an endpoint, and weighs what that means. */
export function noteFailure(history: History, outlet: Outlet): Verdict {
  const { key } = outlet;
  const { deliveries } = outlet.gate;
  // Those under suspicion tell nothing of the endpoint.
  if (!history.suspect) outlet.failures++;
  const seen = history.seen[key] ?? { deliveries, failures: 0 };
  const delivered = deliveries - seen.deliveries;
  const failed = outlet.failures - seen.failures - (history.suspect ? 0 : 1);
  history.seen = { ...history.seen, [key]: { deliveries, failures: outlet.failures } };
  if (delivered === 0) return 'endpoint';
  // Laplace's rule: how likely a request fails there, judged by those of others since.
  history.evidence += Math.min(MOST_A_FAILURE, Math.log((delivered + failed + 2) / (failed + 1)));
  if (history.evidence >= CERTAIN) return 'certain';
  if (history.suspect || history.evidence >= GUILTY) return 'guilty';
  return failed < delivered ? 'batch' : 'either';
}

/** Whether the probe that failed should be smaller next time. */
export function halveProbe(failures: number): boolean {
  return failures >= HALVE_FROM && failures < HALVE_UNTIL && failures % 2 === 0;
}
