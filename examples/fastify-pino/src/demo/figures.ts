import type { ReceivedEvent, ServerStats } from 'hec-server';
import type { Account, Ledger } from './messages.ts';

/** Everything the report says, computed. */
export interface Figures {
  readonly logged: number;
  readonly loggedBytes: number;
  readonly delivered: number;
  readonly received: number;
  readonly requests: number;
  readonly bytes: number;
  readonly wireBytes: number;
  /** Milliseconds from the call of the logger to the arrival at the collector. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly entered: number;
  readonly deadLettered: number;
  readonly dropped: number;
  readonly held: number;
  readonly balances: boolean;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function totals(ledger: Ledger) {
  const entered = sum(ledger.entered);
  const delivered = sum(ledger.delivered);
  const dropped = sum(ledger.dropped);
  const held = sum(ledger.held);
  const { deadLettered } = ledger;
  return {
    entered,
    delivered,
    deadLettered,
    dropped,
    held,
    balances: entered === delivered + deadLettered + dropped + held,
  };
}

/** What was sent is the application's word, what arrived and when is the collector's. */
export function figures(account: Account, stats: ServerStats, events: readonly ReceivedEvent[]): Figures {
  const latencies = events.map((event) => event.receivedAt - Math.round((event.time ?? Number.NaN) * 1000));
  latencies.sort((a, b) => a - b);
  return {
    logged: account.logged,
    loggedBytes: account.loggedBytes,
    ...totals(account.ledger),
    received: stats.events,
    requests: stats.requests,
    bytes: stats.inflatedBytes,
    wireBytes: stats.bytes,
    medianMs: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}
