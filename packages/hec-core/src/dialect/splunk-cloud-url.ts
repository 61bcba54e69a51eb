import { HecError } from '../errors.ts';

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

const STACK = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/**
 * The collector's address of a Splunk Cloud stack (protocol 1.16).
 *
 * @param stack the stack's name: `acme` for `https://acme.splunkcloud.com`.
 * @param provider who runs it. @default 'aws'
 * @throws HecError `HEC_INVALID_OPTION` when the stack is no host name's label or the provider is unknown.
 */
export function splunkCloudUrl({ stack, provider = 'aws' }: { stack: string; provider?: SplunkProvider }): string {
  if (!STACK.test(stack)) {
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid option \`stack\`: expected the name of a Splunk Cloud stack such as "acme", got ${JSON.stringify(stack)}`,
      { option: 'stack' },
    );
  }
  if (!Object.hasOwn(ADDRESS, provider)) {
    throw new HecError(
      'HEC_INVALID_OPTION',
      `Invalid option \`provider\`: expected one of ${Object.keys(ADDRESS).join(', ')}, got ${JSON.stringify(provider)}`,
      { option: 'provider' },
    );
  }
  return ADDRESS[provider](stack);
}
