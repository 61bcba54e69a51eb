import assert from 'node:assert/strict';
import { createHecClient, type HecOptions } from 'hec-core';
import type { Evidence, Speaker } from './vector.ts';

/** An address that a dialect's own options stand for. */
export interface Address {
  readonly id: string;
  readonly speaker: Speaker;
  readonly evidence: Evidence;
  readonly options: HecOptions;
  /** Absent where none is known: then the options are refused, and what to give instead is said. */
  readonly origin: string | undefined;
}

const falcon = (region: 'us1' | 'us2' | 'eu1' | 'usgov1', host: string, letter: string): Address => ({
  id: `C06${letter}`,
  speaker: 'falcon',
  evidence: 'code',
  options: { dialect: 'falcon', falcon: { apiUrlKey: 'KEY', region } },
  origin: `https://key.${host}`,
});
const splunk = (provider: 'aws' | 'gcp' | 'azure' | 'fedramp' | 'trial', origin: string, evidence: Evidence) => ({
  id: `1.16-${provider}`,
  speaker: 'splunk' as const,
  evidence,
  options: { dialect: 'splunk', splunk: { stack: 'acme', provider } } as const,
  origin,
});
const sekoia = (region: 'fra1' | 'fra2' | 'mco1' | 'uae1' | 'usa1', origin: string): Address => ({
  id: `K08-${region}`,
  speaker: 'sekoia',
  evidence: 'documented',
  options: { dialect: 'sekoia', sekoia: { region } },
  origin,
});

export const addresses: readonly Address[] = [
  falcon('us1', 'ingest.us-1.crowdstrike.com', 'a'),
  falcon('us2', 'ingest.us-2.crowdstrike.com', 'b'),
  falcon('eu1', 'ingest.eu-1.crowdstrike.com', 'c'),
  falcon('usgov1', 'ingest.laggar.gcw.crowdstrike.com', 'd'),
  {
    id: 'C06e',
    speaker: 'falcon',
    evidence: 'code',
    options: { dialect: 'falcon', falcon: { apiUrlKey: 'KEY', region: 'usgov2' as never } },
    origin: undefined,
  },
  sekoia('fra1', 'https://intake.sekoia.io'),
  sekoia('fra2', 'https://intake.fra2.sekoia.io'),
  sekoia('mco1', 'https://intake.mco1.sekoia.io'),
  sekoia('uae1', 'https://intake.uae1.sekoia.io'),
  sekoia('usa1', 'https://intake.usa1.sekoia.io'),
  splunk('aws', 'https://http-inputs-acme.splunkcloud.com', 'documented'),
  splunk('gcp', 'https://http-inputs.acme.splunkcloud.com', 'documented'),
  splunk('azure', 'https://http-inputs.acme.splunkcloud.com', 'third party'),
  splunk('fedramp', 'https://http-inputs.acme.splunkcloudgc.com', 'documented'),
  splunk('trial', 'https://acme.splunkcloud.com:8088', 'measured'),
];

/** The client sends to that origin and to no other. */
export async function checkAddress({ options, origin }: Address): Promise<void> {
  const make = () => createHecClient({ token: 'T', proxy: 'none', ...options }, { env: {}, onWarning: () => {} });
  if (origin === undefined) {
    assert.throws(make, /`url`/);
    return;
  }
  await using hec = make();
  assert.deepEqual(
    hec.stats().destinations.flatMap(({ endpoints }) => endpoints.map((endpoint) => endpoint.origin.toLowerCase())),
    [origin],
  );
}
