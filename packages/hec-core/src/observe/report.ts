import { createHash } from 'node:crypto';
import { VERSION } from '../endpoint/user-agent.ts';
import { describeSettings } from '../options/describe.ts';
import type { Settings } from '../options/types.ts';
import type { Metadata, Stats } from '../types.ts';

/** Metadata of the client's own reports. */
export const REPORT_METADATA: Metadata = { sourcetype: 'hec:stats' };

/**
 * What a heartbeat says of the client: its ledger, version and configuration (as a hash, to find hosts that differ),
 * and what went wrong last.
 */
export function reportOf(stats: Stats, settings: Settings): object {
  const { destinations, ...own } = describeSettings(settings);
  // Every host has its own name, and says it beside the hash.
  const alike = { ...own, destinations: destinations.map((one) => ({ ...one, host: undefined })) };
  const config = createHash('sha256').update(JSON.stringify(alike)).digest('hex').slice(0, 12);
  return {
    message: 'hec heartbeat',
    version: VERSION,
    config,
    destinations: stats.destinations.map(({ name, ledger, heldBytes, endpoints }) => ({
      name,
      ledger,
      heldBytes,
      endpoints: endpoints.map(({ origin, state, lastError }) => ({
        origin,
        state,
        ...(lastError === undefined ? {} : { lastError }),
      })),
    })),
  };
}
