import { expect, it } from 'vitest';
import type { ReadyToken } from '../../src/endpoint/token.ts';
import { settingsOf, settingsRemains } from '../../src/exit/remains.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';

const PLAIN: HecOptions = {
  urls: ['https://a.example.com:8088/base', 'https://b.example.com'],
  token: 'secret-token',
  headers: { 'x-api-key': 'k' },
  fields: { team: 'shop', tags: ['a', 'b'], n: 1, flag: true },
  match: { index: 'audit', fields: { team: ['shop', 'ops'] } },
  minLevel: 'info',
  gzip: 6,
  tls: { ca: ['a.pem', 'b.pem'], cert: 'c.pem', key: 'k.pem', servername: 's' },
  proxy: 'http://user:password@proxy:3128',
  deadLetter: { file: 'dead.ndjson', maxBytes: 1_000_000 },
  ack: { enabled: true },
};

it.each<[string, HecOptions]>([
  ['everything that can be set', PLAIN],
  ['a token of the environment', { url: 'http://127.0.0.1', token: { env: 'SOME_TOKEN' } }],
  ['a token file', { url: 'http://127.0.0.1', token: { file: '/run/secrets/token' } }],
  ['no token', { url: 'http://127.0.0.1' }],
  [
    'options of a dialect',
    { dialect: 'sekoia', sekoia: { path: 'jsons', jsonPath: '$.a' }, url: 'https://x.example.com' },
  ],
])('settings are the same in another thread: %s', (_name, options) => {
  for (const settings of normalise(options, {}).destinations) {
    const token = settings.token?.source() as ReadyToken | undefined;
    const there = settingsOf(structuredClone(settingsRemains(settings, token)));
    expect({ ...there, urls: there.urls.map(String) }).toEqual({ ...settings, urls: settings.urls.map(String) });
    expect(there.token?.source()).toEqual(token);
  }
});

it('a spool stays behind: what could go to it has', () => {
  for (const settings of normalise({ ...PLAIN, spool: '/tmp/spool' }, {}).destinations) {
    expect(settings.spool).toMatchObject({ dir: '/tmp/spool' });
    expect(settingsOf(structuredClone(settingsRemains(settings, 'T'))).spool).toBeUndefined();
  }
});
