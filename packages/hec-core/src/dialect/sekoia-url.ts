/** `sgp1` is left out: Sekoia.io's own pages say two different things of its address. */
export type SekoiaRegion = 'fra1' | 'fra2' | 'mco1' | 'uae1' | 'usa1';

/** The address of a region's intake (protocol 4.1). Paths are appended to it, never resolved (K08). */
export function sekoiaUrl(region: SekoiaRegion): string {
  return region === 'fra1' ? 'https://intake.sekoia.io' : `https://intake.${region}.sekoia.io/api/v1/intake-http`;
}
