import { HecError } from '../errors.ts';

const SITES = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'ddog-gov.com',
  'us2.ddog-gov.com',
] as const;

export type DatadogSite = (typeof SITES)[number];

/**
 * The logs intake of a Datadog site (protocol 5).
 *
 * @param site as in the address of your Datadog pages. @default 'datadoghq.com'
 * @throws HecError `HEC_INVALID_OPTION` for a site that is none.
 */
export function datadogUrl({ site = 'datadoghq.com' }: { site?: DatadogSite } = {}): string {
  if (SITES.includes(site)) return `https://http-intake.logs.${site}/api/v2/logs`;
  throw new HecError(
    'HEC_INVALID_OPTION',
    `Invalid option \`site\`: expected one of ${SITES.join(', ')}, got ${JSON.stringify(site)}`,
    { option: 'site' },
  );
}
