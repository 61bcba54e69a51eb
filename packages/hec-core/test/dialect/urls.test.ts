import { describe, expect, it } from 'vitest';
import { type DatadogSite, datadogUrl } from '../../src/dialect/datadog-url.ts';
import { type FalconRegion, falconUrl } from '../../src/dialect/falcon-url.ts';
import { type SekoiaRegion, sekoiaUrl } from '../../src/dialect/sekoia-url.ts';
import { type SplunkProvider, splunkCloudUrl } from '../../src/dialect/splunk-cloud-url.ts';

const invalid = (option: string): unknown => expect.objectContaining({ code: 'HEC_INVALID_OPTION', option });
const NO_LABELS = ['', 'a.b', 'evil.com/', 'a b', '-a', 'a'.repeat(64), 'https://acme.example', 'a@b'];

describe('Splunk Cloud addresses (1.16)', () => {
  it.each<[SplunkProvider, string]>([
    ['aws', 'https://http-inputs-acme.splunkcloud.com:443'],
    ['gcp', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['azure', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['fedramp', 'https://http-inputs.acme.splunkcloudgc.com:443'],
    ['trial', 'https://acme.splunkcloud.com:8088'],
  ])('are found for the provider %s', (provider, url) => {
    expect(splunkCloudUrl({ stack: 'acme', provider })).toBe(url);
  });

  it('are those of AWS unless said otherwise', () => {
    expect(splunkCloudUrl({ stack: 'acme' })).toBe(splunkCloudUrl({ stack: 'acme', provider: 'aws' }));
  });

  it.each(NO_LABELS)('are not made of the stack %j', (stack) => {
    expect(() => splunkCloudUrl({ stack })).toThrow(invalid('stack'));
  });

  it('are not made for a provider that is none', () => {
    const provider = 'toString' as SplunkProvider;
    expect(() => splunkCloudUrl({ stack: 'acme', provider })).toThrow(
      'Invalid option `provider`: expected one of aws, gcp, azure, fedramp, trial, got "toString"',
    );
  });
});

describe('Falcon addresses (C06)', () => {
  it.each<[FalconRegion, string]>([
    ['us1', 'https://KEY.ingest.us-1.crowdstrike.com/services/collector'],
    ['us2', 'https://KEY.ingest.us-2.crowdstrike.com/services/collector'],
    ['eu1', 'https://KEY.ingest.eu-1.crowdstrike.com/services/collector'],
    ['usgov1', 'https://KEY.ingest.laggar.gcw.crowdstrike.com/services/collector'],
  ])('are found for the region %s', (region, url) => {
    expect(falconUrl({ apiUrlKey: 'KEY', region })).toBe(url);
  });

  it('are those of us1 unless said otherwise', () => {
    expect(falconUrl({ apiUrlKey: 'KEY' })).toBe(falconUrl({ apiUrlKey: 'KEY', region: 'us1' }));
  });

  it('have to be copied from the console for usgov2, which has no known host', () => {
    expect(() => falconUrl({ apiUrlKey: 'KEY', region: 'usgov2' })).toThrow(
      /"usgov2".*API URL from the Falcon console into `url`/,
    );
    expect(() => falconUrl({ apiUrlKey: 'KEY', region: 'constructor' as FalconRegion })).toThrow(invalid('region'));
  });

  it.each(NO_LABELS)('are not made of the key %j, which is not repeated', (apiUrlKey) => {
    expect(() => falconUrl({ apiUrlKey })).toThrow(invalid('apiUrlKey'));
    expect(() => falconUrl({ apiUrlKey })).toThrow(
      /^Invalid option `apiUrlKey`: expected letters, digits and hyphens$/,
    );
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
    expect(sekoiaUrl({ region })).toBe(url);
  });

  it('are those of fra1 unless said otherwise', () => {
    expect(sekoiaUrl()).toBe('https://intake.sekoia.io');
  });

  it('have to be copied from the console for sgp1, of which its pages say two things', () => {
    expect(() => sekoiaUrl({ region: 'sgp1' })).toThrow(/"sgp1".*into `url`/);
    expect(() => sekoiaUrl({ region: 'evil.com/' as SekoiaRegion })).toThrow(invalid('region'));
  });
});

describe('Datadog addresses (5)', () => {
  it('are found for a site', () => {
    expect(datadogUrl({ site: 'us5.datadoghq.com' })).toBe('https://http-intake.logs.us5.datadoghq.com/api/v2/logs');
    expect(datadogUrl()).toBe('https://http-intake.logs.datadoghq.com/api/v2/logs');
  });

  it('are not made of another host', () => {
    expect(() => datadogUrl({ site: 'evil.com' as DatadogSite })).toThrow(invalid('site'));
  });
});
