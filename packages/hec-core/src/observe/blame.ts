import type { EndpointStats } from '../types.ts';

/** The last thing that each endpoint which fails, or never took anything, had to say, with its origin. */
export function blame(endpoints: readonly EndpointStats[]): string[] {
  return endpoints
    .filter(({ state, lastSuccessAt }) => state !== 'open' || lastSuccessAt === undefined)
    .flatMap(({ origin, lastError }) => {
      if (lastError === undefined) return [];
      return [lastError.includes(origin) ? lastError : `${origin}: ${lastError}`];
    });
}
