import { HecError } from '../errors.ts';

/** CrowdStrike clouds by the names FalconPy has for them. */
export type FalconRegion = 'us1' | 'us2' | 'eu1' | 'usgov1' | 'usgov2';

/** C06. Where FalconPy lists `usgov2` among the regions, it knows no address for it either. */
const BASE: Readonly<Partial<Record<FalconRegion, string>>> = {
  us1: 'ingest.us-1.crowdstrike.com',
  us2: 'ingest.us-2.crowdstrike.com',
  eu1: 'ingest.eu-1.crowdstrike.com',
  usgov1: 'ingest.laggar.gcw.crowdstrike.com',
};

const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/**
 * The address of a Falcon Next-Gen SIEM connector, as FalconPy builds it from the API URL key. Where the console shows
 * another address, that one is right: give it as `url`.
 *
 * @param region @default 'us1'
 * @throws HecError `HEC_INVALID_OPTION` when the key is no host name's label or the region has no known address.
 */
export function falconUrl({ apiUrlKey, region = 'us1' }: { apiUrlKey: string; region?: FalconRegion }): string {
  if (!LABEL.test(apiUrlKey)) {
    // The key is half of an address that takes events: not repeated.
    throw new HecError('HEC_INVALID_OPTION', 'Invalid option `apiUrlKey`: expected letters, digits and hyphens', {
      option: 'apiUrlKey',
    });
  }
  const base = Object.hasOwn(BASE, region) ? BASE[region] : undefined;
  if (base === undefined) {
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid option \`region\`: no address is known for ${JSON.stringify(region)} (known: ${Object.keys(BASE).join(', ')}); ` +
        "copy the connector's API URL from the Falcon console into `url`",
      { option: 'region' },
    );
  }
  return `https://${apiUrlKey}.${base}/services/collector`;
}
