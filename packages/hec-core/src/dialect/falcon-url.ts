/**
 * CrowdStrike clouds by the names FalconPy has for them. It lists `usgov2` too, and knows no address for it either: there
 * the console's has to be copied (C06).
 */
export type FalconRegion = 'us1' | 'us2' | 'eu1' | 'usgov1';

const BASE: Readonly<Record<FalconRegion, string>> = {
  us1: 'ingest.us-1.crowdstrike.com',
  us2: 'ingest.us-2.crowdstrike.com',
  eu1: 'ingest.eu-1.crowdstrike.com',
  usgov1: 'ingest.laggar.gcw.crowdstrike.com',
};

/**
 * The address of a Falcon Next-Gen SIEM connector, as FalconPy builds it. Where the console shows another address, that
 * one is right: give it as `url`.
 *
 * @param apiUrlKey a label of host names.
 */
export function falconUrl(apiUrlKey: string, region: FalconRegion): string {
  return `https://${apiUrlKey}.${BASE[region]}/services/collector`;
}
