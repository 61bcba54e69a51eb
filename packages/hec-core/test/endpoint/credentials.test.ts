import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../src/dialect/types.ts';
import { createCredentials } from '../../src/endpoint/credentials.ts';
import type { HecOptions } from '../../src/options/types.ts';
import { settingsOf, TOKEN } from './support/endpoint.ts';

const SPLUNK: Credential = { header: 'Authorization', prefix: 'Splunk' };
const QUERY: Credential = { ...SPLUNK, query: 'intake_key' };

async function shown(options: HecOptions, credential: Credential = SPLUNK) {
  const show = await createCredentials(settingsOf(options), credential, () => {}).show();
  if (show.problem !== undefined) throw new Error(show.problem);
  return { header: show.header, target: show.target('/path?a=b'), key: show.key };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('credentials', () => {
  it.each<[string, HecOptions, Credential, readonly [string, string] | undefined, string]>([
    ["the dialect's scheme", {}, SPLUNK, ['authorization', `Splunk ${TOKEN}`], '/path?a=b'],
    ['another scheme', { tokenPrefix: 'Bearer' }, SPLUNK, ['authorization', `Bearer ${TOKEN}`], '/path?a=b'],
    ['a bare token (X01)', { tokenPrefix: '' }, SPLUNK, ['authorization', TOKEN], '/path?a=b'],
    ['another header', { authHeader: 'X-Api-Key', tokenPrefix: '' }, SPLUNK, ['x-api-key', TOKEN], '/path?a=b'],
    ['Basic (S08)', { tokenPrefix: 'Basic' }, SPLUNK, ['authorization', `Basic ${base64(`x:${TOKEN}`)}`], '/path?a=b'],
    [
      'Basic with a user',
      { tokenPrefix: 'Basic', token: 'me:pass' },
      SPLUNK,
      ['authorization', `Basic ${base64('me:pass')}`],
      '/path?a=b',
    ],
    ['the query (K03)', { token: () => 'a b&c' }, QUERY, undefined, '/path?a=b&intake_key=a%20b%26c'],
    ['a header in spite of a query', { authHeader: 'x-key' }, QUERY, ['x-key', `Splunk ${TOKEN}`], '/path?a=b'],
  ])('travel by %s', async (_, options, credential, header, target) => {
    expect(await shown(options, credential)).toMatchObject({ header, target });
  });

  it('give the bare key to protocols that have it in the body (K05)', async () => {
    expect(await shown({ tokenPrefix: 'Basic' })).toMatchObject({ key: TOKEN });
  });

  it('are none when no token is set', async () => {
    const { token: _, ...settings } = settingsOf({});
    const credentials = createCredentials({ ...settings, token: undefined }, SPLUNK, () => {});
    expect(await credentials.show()).toMatchObject({ header: undefined, key: undefined });
  });

  it('are taken out of texts that quote them, in every spelling they travelled in, before and after rotation', async () => {
    let token = 'old/secret+token';
    const settings = settingsOf({ token: () => token, tokenPrefix: 'Basic' });
    const credentials = createCredentials(settings, QUERY, () => {});
    await credentials.show();
    token = 'new"secret\\token';
    credentials.refresh();
    await credentials.show();
    const spellings = ['old/secret+token', 'new"secret\\token'].flatMap((each) => [
      each,
      encodeURIComponent(each),
      JSON.stringify(each).slice(1, -1),
      base64(`x:${each}`),
    ]);
    const clean = credentials.redact(`echo: ${spellings.join(' and ')}.`);
    expect(clean).toBe(`echo: ${spellings.map(() => '[redacted]').join(' and ')}.`);
  });

  it('do not show in inspect or JSON', async () => {
    const credentials = createCredentials(settingsOf({}), SPLUNK, () => {});
    await credentials.show();
    const dump = inspect(credentials, { depth: Infinity, showHidden: true }) + JSON.stringify(credentials);
    expect(dump).not.toContain(TOKEN);
  });
});
