/** Who runs a Splunk Cloud stack; `trial` is a trial stack of any of them. */
export type SplunkProvider = 'aws' | 'gcp' | 'azure' | 'fedramp' | 'trial';

const ADDRESS: Readonly<Record<SplunkProvider, (stack: string) => string>> = {
  aws: (stack) => `https://http-inputs-${stack}.splunkcloud.com:443`,
  gcp: (stack) => `https://http-inputs.${stack}.splunkcloud.com:443`,
  azure: (stack) => `https://http-inputs.${stack}.splunkcloud.com:443`,
  fedramp: (stack) => `https://http-inputs.${stack}.splunkcloudgc.com:443`,
  // With a certificate of its own making, and no `http-inputs` name (measured, protocol 1.16).
  trial: (stack) => `https://${stack}.splunkcloud.com:8088`,
};

/**
 * The collector's address of a Splunk Cloud stack (protocol 1.16).
 *
 * @param stack the stack's name, a label of host names: `acme` for `https://acme.splunkcloud.com`.
 */
export function splunkCloudUrl(stack: string, provider: SplunkProvider): string {
  return ADDRESS[provider](stack);
}
