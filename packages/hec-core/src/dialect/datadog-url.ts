export type DatadogSite =
  | 'datadoghq.com'
  | 'us3.datadoghq.com'
  | 'us5.datadoghq.com'
  | 'datadoghq.eu'
  | 'ap1.datadoghq.com'
  | 'ap2.datadoghq.com'
  | 'uk1.datadoghq.com'
  | 'ddog-gov.com'
  | 'us2.ddog-gov.com';

/** The logs intake of a Datadog site (protocol 5). */
export function datadogUrl(site: DatadogSite): string {
  return `https://http-intake.logs.${site}/api/v2/logs`;
}
