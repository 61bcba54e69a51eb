import { datadogUrl } from '../dialect/datadog-url.ts';
import { falconUrl } from '../dialect/falcon-url.ts';
import type { DialectOptions } from '../dialect/options.ts';
import { sekoiaUrl } from '../dialect/sekoia-url.ts';
import { splunkCloudUrl } from '../dialect/splunk-cloud-url.ts';
import { DEFAULTS } from './defaults.ts';
import type { DialectPath, Values } from './values.ts';

/** An address that a dialect makes of its own options. */
interface OwnAddress {
  /** The option that stands for `url`. */
  readonly from: DialectPath;
  /** Options that belong to it. */
  readonly beside?: readonly DialectPath[];
  /** Asked where {@link from} is set. */
  readonly make: (values: Values) => string;
}

type Maker = keyof Pick<DialectOptions, 'splunk' | 'falcon' | 'sekoia' | 'datadog'>;

export const OWN_ADDRESSES: Readonly<Record<Maker, OwnAddress>> = {
  splunk: {
    from: 'splunk.stack',
    beside: ['splunk.provider'],
    make: ({ 'splunk.stack': stack = '', 'splunk.provider': provider = DEFAULTS['splunk.provider'] }) =>
      splunkCloudUrl(stack, provider),
  },
  falcon: {
    from: 'falcon.apiUrlKey',
    beside: ['falcon.region'],
    make: ({ 'falcon.apiUrlKey': key = '', 'falcon.region': region = DEFAULTS['falcon.region'] }) =>
      falconUrl(key, region),
  },
  sekoia: { from: 'sekoia.region', make: ({ 'sekoia.region': region = 'fra1' }) => sekoiaUrl(region) },
  datadog: { from: 'datadog.site', make: ({ 'datadog.site': site = 'datadoghq.com' }) => datadogUrl(site) },
};

/** All options that addresses are made of. */
export const ADDRESS_PARTS: ReadonlySet<string> = new Set(
  Object.values(OWN_ADDRESSES).flatMap(({ from, beside = [] }) => [from, ...beside]),
);
