import type { DestinationStats, DestinationStatus, EndpointStats } from '../types.ts';

/** What an operator wants to know first of a destination, from what its endpoints said last. */
export function statusOf(stats: DestinationStats): DestinationStatus {
  const { endpoints, ledger, name } = stats;
  const latest = endpoints.toSorted((a, b) => (b.lastSuccessAt ?? 0) - (a.lastSuccessAt ?? 0))[0];
  return {
    name,
    state: stateOf(endpoints),
    why: endpoints.find(({ why }) => why !== undefined)?.why,
    lastSuccessAt: latest?.lastSuccessAt,
    lastStatus: latest?.lastStatus,
    lastCode: latest?.lastCode,
    lastText: latest?.lastText,
    lastError: endpoints.find(({ lastError }) => lastError !== undefined)?.lastError,
    ledger,
  };
}

function stateOf(endpoints: readonly EndpointStats[]): DestinationStatus['state'] {
  const all = (state: EndpointStats['state']): boolean => endpoints.every((one) => one.state === state);
  if (endpoints.length === 0) return 'not-configured';
  if (all('paused')) return 'paused';
  // One endpoint that takes events is enough.
  if (endpoints.some(({ state, failures }) => state === 'open' && failures === 0)) {
    return endpoints.some(({ lastSuccessAt }) => lastSuccessAt !== undefined) ? 'connected' : 'idle';
  }
  if (all('parked')) return 'parked';
  return endpoints.some(({ lastStatus }) => lastStatus !== undefined && lastStatus >= 400) ? 'error' : 'disconnected';
}
