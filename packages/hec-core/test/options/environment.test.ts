import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../src/options/describe.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';

const shown = (env: NodeJS.ProcessEnv, options: HecOptions = {}) =>
  describeSettings(normalise(options, { NODE_ENV: 'production', ...env }, 'box'));

describe('the environment', () => {
  it('is enough on its own', () => {
    const { destinations, warnings } = shown({ HEC_URL: 'https://a.example', HEC_TOKEN: 's3cret-token' });
    expect(destinations[0]).toMatchObject({ urls: ['https://a.example/'], token: 'redacted', dialect: 'splunk' });
    expect(warnings).toEqual([]);
  });

  it('knows Splunk’s own names, after ours', () => {
    const splunk = { SPLUNK_HEC_URL: 'https://b.example', SPLUNK_HEC_TOKEN: 's3cret-token' };
    expect(shown(splunk).destinations[0]).toMatchObject({ urls: ['https://b.example/'], token: 'redacted' });
    expect(shown({ HEC_URL: 'https://a.example', ...splunk }).destinations[0]?.urls).toEqual(['https://a.example/']);
  });

  it('takes the name of a token file, for mounted secrets', () => {
    const env = { HEC_URL: 'https://a.example', HEC_TOKEN_FILE: '/run/secrets/hec', SPLUNK_HEC_TOKEN: 's3cret-token' };
    expect(shown(env).destinations[0]?.token).toEqual({ file: '/run/secrets/hec' });
  });

  it('puts HEC_URL in front of HEC_URLS', () => {
    const env = { HEC_URL: 'https://a.example', HEC_URLS: 'https://b.example,https://a.example' };
    expect(shown(env).destinations[0]?.urls).toEqual(['https://a.example/', 'https://b.example/']);
  });

  it('does not add addresses to those in code', () => {
    const env = { HEC_URL: 'https://a.example', HEC_URLS: 'https://b.example' };
    expect(shown(env, { url: 'https://c.example' }).destinations[0]?.urls).toEqual(['https://c.example/']);
    expect(shown(env, { urls: ['https://c.example'] }).destinations[0]?.urls).toEqual(['https://c.example/']);
  });

  it('completes groups that code sets in part', () => {
    const { destinations } = shown(
      { HEC_URL: 'https://a.example', HEC_BATCH_LINGER_MS: '5', HEC_BATCH_MAX_BYTES: '7' },
      { batch: { maxBytes: 9 } },
    );
    expect(destinations[0]?.batch).toEqual({ maxBytes: 9, maxEvents: 0, lingerMs: 5 });
  });

  it('lies under every destination', () => {
    const env = { HEC_TOKEN: 's3cret-token', HEC_INDEX: 'main', HEC_SHUTDOWN_TIMEOUT_MS: '5' };
    const destinations = [{ url: 'https://a.example' }, { url: 'https://b.example', index: 'other' }];
    const settings = shown(env, { destinations });
    expect(settings.destinations.map(({ index, token }) => [index, token])).toEqual([
      ['main', 'redacted'],
      ['other', 'redacted'],
    ]);
    expect(settings.shutdownTimeoutMs).toBe(5);
  });

  it.each([
    ['HEC_SPOOL', { spool: 'queue' }],
    ['HEC_SPOOL_DIR', { spool: 'queue' }],
    ['HEC_DEAD_LETTER', { deadLetter: 'queue' }],
    ['HEC_DEAD_LETTER_FILE', { deadLetter: 'queue' }],
  ])('has the short form %s', (name, options) => {
    const url = 'https://a.example';
    expect(shown({ [name]: 'queue' }, { url }).destinations).toEqual(shown({}, { url, ...options }).destinations);
  });

  it('that does not go with code gives way to it, with a warning', () => {
    const env = { HEC_RETRY_CAP_MS: '2000' };
    const { destinations, warnings } = shown(env, { url: 'https://a.example', retry: { baseMs: 5000 } });
    expect(destinations[0]?.retry).toMatchObject({ baseMs: 5000, capMs: 30_000 });
    expect(warnings).toEqual([
      'Environment variable HEC_RETRY_CAP_MS is ignored, the default, 30000, is used: ' +
        'expected at least `retry.baseMs`, which is 5000, got 2000 (number)',
    ]);
  });

  it('that sets how a disk queue works but not where is of no use, and says so', () => {
    const { destinations, warnings } = shown({ HEC_SPOOL_MODE: 'always' }, { url: 'https://a.example' });
    expect(destinations[0]?.spool).toBeUndefined();
    expect(warnings).toEqual([
      'Environment variable HEC_SPOOL_MODE is ignored, the default, overflow, is used: ' +
        'expected `spool.dir` beside `spool.mode`, got nothing',
    ]);
  });

  it('that sets how a disk queue works serves one that code places', () => {
    const { destinations } = shown({ HEC_SPOOL_MODE: 'always' }, { url: 'https://a.example', spool: 'queue' });
    expect(destinations[0]?.spool).toMatchObject({ dir: 'queue', mode: 'always' });
  });

  it('does not hide a fault in code', () => {
    const options: HecOptions = { url: 'https://a.example', retry: { baseMs: 60_000 } };
    expect(() => shown({ HEC_RETRY_CAP_MS: '2000' }, options)).toThrow(/^Invalid option `retry\.capMs`: .* got 30000/);
  });

  it('is not asked for anything that it does not name', () => {
    const asked: string[] = [];
    const env = new Proxy<NodeJS.ProcessEnv>(
      {},
      {
        get(_, name) {
          asked.push(String(name));
          return undefined;
        },
      },
    );
    normalise({}, env, 'box');
    expect(asked.filter((name) => !/^((SPLUNK_)?HEC_[A-Z_]+|NODE_ENV)$/.test(name))).toEqual([]);
  });

  it('warns at every start that certificates are not checked', () => {
    const { warnings } = shown({ HEC_TLS_REJECT_UNAUTHORIZED: 'false' }, { url: 'https://a.example', name: 'main' });
    expect(warnings).toEqual([
      '`tls.rejectUnauthorized` is false for destination `main`: anyone on the way can read the token and the events. ' +
        "Give the collector's certificate as `tls.ca` instead.",
    ]);
  });

  it('gives events the machine’s name unless somebody says another', () => {
    expect(shown({}, { url: 'https://a.example' }).destinations[0]?.host).toBe('box');
    expect(shown({ HEC_HOST: 'web-1' }, { url: 'https://a.example' }).destinations[0]?.host).toBe('web-1');
  });
});
