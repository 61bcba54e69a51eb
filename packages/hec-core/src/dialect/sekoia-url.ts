import { HecError } from '../errors.ts';

export type SekoiaRegion = 'fra1' | 'fra2' | 'mco1' | 'uae1' | 'usa1' | 'sgp1';

/** Regions whose intake is not at the root of its host. Paths are appended to it, never resolved (K08). */
const WITH_PATH: ReadonlySet<string> = new Set(['fra2', 'mco1', 'uae1', 'usa1']);

/**
 * The address of a region's intake (protocol 4.1).
 *
 * @param region @default 'fra1'
 * @throws HecError `HEC_INVALID_OPTION` for an unknown region, and for `sgp1`, of which Sekoia.io's own pages say two
 * different things: its address has to be given as `url`.
 */
export function sekoiaUrl({ region = 'fra1' }: { region?: SekoiaRegion } = {}): string {
  if (region === 'fra1') return 'https://intake.sekoia.io';
  if (WITH_PATH.has(region)) return `https://intake.${region}.sekoia.io/api/v1/intake-http`;
  throw new HecError(
    'HEC_INVALID_OPTION',
    `Invalid option \`region\`: no address is known for ${JSON.stringify(region)} (known: fra1, ${[...WITH_PATH].join(', ')}); ` +
      'copy the intake address from the Sekoia.io console into `url`',
    { option: 'region' },
  );
}
