import type { Outcome } from './dialect/types.ts';
import type { Endpoint, Reply } from './endpoint/types.ts';
import type { Gate } from './gate.ts';
import type { EndpointStats } from './types.ts';

/** An endpoint with its gate, and what it said last. */
export interface Outlet {
  readonly endpoint: Endpoint;
  readonly gate: Gate;
  /** Tells it from others, of the same origin too: an endpoint may be exchanged for itself with another token. */
  readonly key: string;
  inFlight: number;
  /** Since when it has owed an answer, as `Runtime.elapsed` counts: nothing has come since, and something is in flight. */
  owesSince: number | undefined;
  /** Requests that failed in a way that what was sent could have caused, ever. */
  failures: number;
  /** Refusals in a row with one reason and nothing delivered in between: a wrong index or format, not bad events. */
  refusals: { readonly reason: string; readonly count: number };
  note(reply: Reply, outcome: Outcome, now: number): void;
  stats(): EndpointStats;
}

export function createOutlet(endpoint: Endpoint, gate: Gate, key: string): Outlet {
  let last: { status?: number; code?: number | undefined; text?: string | undefined } = {};
  let lastSuccessAt: number | undefined;
  let lastError: string | undefined;
  return {
    endpoint,
    gate,
    key,
    inFlight: 0,
    owesSince: undefined,
    failures: 0,
    refusals: { reason: '', count: 0 },
    note(reply, outcome, now) {
      if (reply.response === undefined) {
        // That we closed ourselves says less than what came before it.
        if (reply.failure.reason !== 'aborted' || lastError === undefined) lastError = reply.failure.message;
        return;
      }
      last = { status: reply.response.status, code: outcome.code, text: outcome.text };
      if (outcome.runs.some((run) => run.fate.do === 'deliver' && run.events > 0)) lastSuccessAt = now;
      if (outcome.runs.some((run) => run.fate.do !== 'deliver'))
        lastError = `HTTP ${last.status}${last.text === undefined ? '' : `: ${last.text}`}`;
    },
    stats: () => ({
      origin: endpoint.origin,
      state: gate.state === 'busy' || gate.state === 'down' ? 'backing-off' : gate.state,
      why: gate.why,
      failures: gate.failures,
      lastSuccessAt,
      lastStatus: last.status,
      lastCode: last.code,
      lastText: last.text,
      lastError,
    }),
  };
}
