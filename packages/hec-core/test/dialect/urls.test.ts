import { describe, expect, it } from 'vitest';
import { datadogUrl } from '../../src/dialect/datadog-url.ts';
import { type FalconRegion, falconUrl } from '../../src/dialect/falcon-url.ts';
import { type SekoiaRegion, sekoiaUrl } from '../../src/dialect/sekoia-url.ts';
import { type SplunkProvider, splunkCloudUrl } from '../../src/dialect/splunk-cloud-url.ts';

// What may not become part of an address is refused with the options: test/options/cases-of-dialects.ts.
describe('Splunk Cloud addresses (1.16)', () => {
  it.each<[SplunkProvider, string]>([
    ['aws', 'https://http-inputs-acme.splunkcloud.com:443'],
    ['gcp', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['azure', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['fedramp', 'https://http-inputs.acme.splunkcloudgc.com:443'],
    ['trial', 'https://acme.splunkcloud.com:8088'],
  ])('are found for the provider %s', (provider, url) => {
    expect(splunkCloudUrl('acme', provider)).toBe(url);
  });
});

describe('Falcon addresses (C06)', () => {
  it.each<[FalconRegion, string]>([
    ['us1', 'https://KEY.ingest.us-1.crowdstrike.com/services/collector'],
    ['us2', 'https://KEY.ingest.us-2.crowdstrike.com/services/collector'],
    ['eu1', 'https://KEY.ingest.eu-1.crowdstrike.com/services/collector'],
    ['usgov1', 'https://KEY.ingest.laggar.gcw.crowdstrike.com/services/collector'],
  ])('are found for the region %s', (region, url) => {
    expect(falconUrl('KEY', region)).toBe(url);
  });
});

describe('Sekoia addresses (4.1, K08)', () => {
  it.each<[SekoiaRegion, string]>([
    ['fra1', 'https://intake.sekoia.io'],
    ['fra2', 'https://intake.fra2.sekoia.io/api/v1/intake-http'],
    ['mco1', 'https://intake.mco1.sekoia.io/api/v1/intake-http'],
    ['uae1', 'https://intake.uae1.sekoia.io/api/v1/intake-http'],
    ['usa1', 'https://intake.usa1.sekoia.io/api/v1/intake-http'],
  ])('are found for the region %s', (region, url) => {
    expect(sekoiaUrl(region)).toBe(url);
  });
});

describe('Datadog addresses (5)', () => {
  it('are found for a site', () => {
    expect(datadogUrl('us5.datadoghq.com')).toBe('https://http-intake.logs.us5.datadoghq.com/api/v2/logs');
  });
});
