import type { DialectName } from '../dialect/options.ts';

/** Vendors' own hosts, and the path that LogScale has anywhere (protocol 2.2, which wins: it is the more particular). */
const SIGNS: readonly { readonly dialect: DialectName; readonly is: (url: URL) => boolean }[] = [
  { dialect: 'logscale', is: (url) => url.pathname.startsWith('/api/v1/ingest/hec') },
  { dialect: 'logscale', is: (url) => below(url, 'humio.com') },
  { dialect: 'splunk', is: (url) => ['splunkcloud.com', 'splunkcloudgc.com'].some((host) => below(url, host)) },
  { dialect: 'falcon', is: (url) => below(url, 'crowdstrike.com') },
  { dialect: 'xsiam', is: (url) => below(url, 'paloaltonetworks.com') && url.hostname.split('.').includes('xdr') },
  { dialect: 'sekoia', is: (url) => below(url, 'sekoia.io') && url.hostname.startsWith('intake') },
  {
    dialect: 'datadog',
    is: (url) => ['datadoghq.com', 'datadoghq.eu', 'ddog-gov.com'].some((host) => below(url, host)),
  },
  { dialect: 'sumo', is: (url) => below(url, 'sumologic.com') },
];

/** The protocol that a collector at this address speaks, if the address says. */
export function recognise(url: URL): DialectName | undefined {
  return SIGNS.find((sign) => sign.is(url))?.dialect;
}

const below = (url: URL, domain: string): boolean => `.${url.hostname}`.endsWith(`.${domain}`);
