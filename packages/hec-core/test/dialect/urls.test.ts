import { describe, expect, it } from 'vitest';
import { type SplunkProvider, splunkCloudUrl } from '../../src/dialect/splunk-cloud-url.ts';

describe('Splunk Cloud addresses (1.16)', () => {
  it.each<[SplunkProvider | undefined, string]>([
    [undefined, 'https://http-inputs-acme.splunkcloud.com:443'],
    ['aws', 'https://http-inputs-acme.splunkcloud.com:443'],
    ['gcp', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['azure', 'https://http-inputs.acme.splunkcloud.com:443'],
    ['fedramp', 'https://http-inputs.acme.splunkcloudgc.com:443'],
    ['trial', 'https://acme.splunkcloud.com:8088'],
  ])('are found for the provider %s', (provider, url) => {
    expect(splunkCloudUrl({ stack: 'acme', ...(provider === undefined ? {} : { provider }) })).toBe(url);
  });

  it.each(['', 'a.b', 'evil.com/', 'a b', '-a', 'a'.repeat(64), 'https://acme.splunkcloud.com'])(
    'are not made of %j',
    (stack) => {
      expect(() => splunkCloudUrl({ stack })).toThrow(
        expect.objectContaining({ code: 'HEC_INVALID_OPTION', option: 'stack' }),
      );
    },
  );

  it('are not made for a provider that is none', () => {
    const provider = 'toString' as SplunkProvider;
    expect(() => splunkCloudUrl({ stack: 'acme', provider })).toThrow(
      /`provider`: expected one of aws, gcp, azure, fedramp, trial, got "toString"/,
    );
  });
});
