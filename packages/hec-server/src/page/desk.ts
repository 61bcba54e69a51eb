import type { Config } from '../config.ts';
import type { FaultPlan } from '../fault/plan.ts';
import type { Memory } from '../store/memory.ts';
import type { ServerStats } from '../types.ts';

/** What the page and its API work with. */
export interface Desk {
  readonly memory: Memory;
  readonly faults: FaultPlan;
  config(): Config;
  stats(): ServerStats;
  /** All that is neither an event nor a request. */
  state(): object;
  /** Calls the listener when faults or memory were changed by hand; the returned function ends that. */
  onChange(listener: () => void): () => void;
  changed(): void;
  /** Headers of every page and API answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Nothing from elsewhere, nothing inline, nothing in a frame; and no CORS header, so no foreign page reads a word. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function createDesk(memory: Memory, faults: FaultPlan, config: () => Config, stats: () => ServerStats): Desk {
  const listeners = new Set<() => void>();
  return {
    memory,
    faults,
    config,
    stats,
    state: () => ({
      as: config().personality.name,
      open: config().tokens.size === 0,
      example: config().personality.example,
      stats: stats(),
      faults: faults.list(),
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    changed() {
      for (const listener of listeners) listener();
    },
    headers,
  };
}
