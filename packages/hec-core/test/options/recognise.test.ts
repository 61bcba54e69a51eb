import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/options/normalise.ts';

const dialectOf = (url: string): string | undefined => normalise({ url }, {}, 'box').destinations[0]?.dialect;

// The hosts are those of protocol.md 1.16, 2.1, 2.2, 3, 4.1 and 5.
describe('the dialect of an address', () => {
  it.each([
    ['https://http-inputs-acme.splunkcloud.com', 'splunk'],
    ['https://splunk.example.com:8088', 'splunk'],
    ['https://0a1b.ingest.us-1.crowdstrike.com/services/collector', 'falcon'],
    ['https://0a1b.ingest.laggar.gcw.crowdstrike.com/services/collector', 'falcon'],
    ['https://cloud-api.us-1.crowdstrike.com/hec/v1/events', 'falcon'],
    ['https://cloud.us.humio.com', 'logscale'],
    ['https://logs.example.com/api/v1/ingest/hec', 'logscale'],
    ['https://logs.example.com/api/v1/ingest/hec/raw', 'logscale'],
    ['https://api-acme.xdr.us.paloaltonetworks.com/logs/v1/event', 'xsiam'],
    ['https://intake.sekoia.io', 'sekoia'],
    ['https://intake.fra2.sekoia.io/api/v1/intake-http', 'sekoia'],
    ['https://http-intake.logs.datadoghq.com/api/v2/logs', 'datadog'],
    ['https://http-intake.logs.us3.datadoghq.com/api/v2/logs', 'datadog'],
    ['https://http-intake.logs.datadoghq.eu/api/v2/logs', 'datadog'],
    ['https://http-intake.logs.ddog-gov.com/api/v2/logs', 'datadog'],
    ['https://endpoint4.collection.us2.sumologic.com/receiver/v1/http/x', 'sumo'],
  ])('%s is %s', (url, dialect) => {
    expect(dialectOf(url)).toBe(dialect);
  });

  it.each([
    'https://evilcrowdstrike.com',
    'https://crowdstrike.com.example.org',
    'https://app.sekoia.io',
    'https://www.paloaltonetworks.com',
    'https://notdatadoghq.com',
  ])('is not taken from a host that only looks alike: %s', (url) => {
    expect(dialectOf(url)).toBe('splunk');
  });

  it('is what the option says, whatever the address', () => {
    const { destinations } = normalise({ url: 'https://intake.sekoia.io', dialect: 'generic' }, {}, 'box');
    expect(destinations[0]?.dialect).toBe('generic');
  });

  it.each([
    [{ url: 'https://intake.sekoia.io' }, 'sekoia: speaks sekoia, recognised from the URL'],
    [{ url: 'https://intake.sekoia.io', dialect: 'generic' }, 'generic: speaks generic, as set'],
    [{ url: 'https://a.example' }, 'splunk: speaks splunk, because the URL says nothing else; set `dialect` if'],
  ])('is said, and why, in a debug line: %o', async (options, said) => {
    const program = `import { createHecClient } from 'hec-core'; await createHecClient(${JSON.stringify(options)}).close();`;
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--conditions=hec-source', '--input-type=module', '-e', program],
      { cwd: import.meta.dirname, env: { ...process.env, NODE_DEBUG: 'hec' } },
    );
    expect(stderr).toContain(said);
  });
});
