import type { EndpointStats, Stats } from 'hec-core';
import { describe, expect, it } from 'vitest';
import { lossLine } from '../src/last-words.ts';

const endpoint: EndpointStats = {
  origin: 'https://splunk.example.com:8088',
  state: 'open',
  why: undefined,
  failures: 0,
  lastSuccessAt: undefined,
  lastStatus: undefined,
  lastCode: undefined,
  lastText: undefined,
  lastError: undefined,
};

function stats(dropped: Stats['ledger']['dropped'], endpoints: readonly EndpointStats[] = [endpoint]): Stats {
  const ledger: Stats['ledger'] = {
    entered: { logged: 90, recovered: 8, gaps: 2 },
    delivered: { acked: 0, taken: 90 },
    deadLettered: 0,
    dropped,
    held: { open: 0, queued: 0, inFlight: 0, awaitingAck: 0, spooled: 0 },
  };
  const requests = { sent: 0, failed: 0, bytes: 0, wireBytes: 0, inFlight: 0 };
  return {
    ledger,
    heldBytes: 0,
    volume: [],
    destinations: [
      { name: 'splunk', ledger, heldBytes: 0, passedOver: 0, volume: [], requests, ambiguous: {}, endpoints },
    ],
  };
}

describe('lossLine', () => {
  it('says nothing when nothing was lost', () => {
    expect(lossLine('x', stats({}))).toBeUndefined();
    expect(lossLine('x', stats({ shutdown: 0 }))).toBeUndefined();
  });

  it('says how many of how many were lost, and why', () => {
    expect(lossLine('pino-hec', stats({ shutdown: 7, 'queue-full': 3 }))).toBe(
      'pino-hec: 10 of 100 events were lost (shutdown 7, queue-full 3)',
    );
  });

  it('says what the endpoints that do not work said last, and names each once', () => {
    const failing: EndpointStats = { ...endpoint, state: 'backing-off', lastError: 'HTTP 503: Server is busy' };
    const down: EndpointStats = {
      ...endpoint,
      origin: 'http://b:1',
      state: 'backing-off',
      lastError: 'Nothing listens on http://b:1',
    };
    expect(lossLine('pino-hec', stats({ shutdown: 1 }, [failing, down, endpoint]))).toBe(
      'pino-hec: 1 of 100 events was lost (shutdown 1); ' +
        'https://splunk.example.com:8088: HTTP 503: Server is busy; Nothing listens on http://b:1',
    );
  });
});
