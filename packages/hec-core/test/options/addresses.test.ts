import { describe, expect, it } from 'vitest';
import { HecError } from '../../src/errors.ts';
import { isLoopback } from '../../src/options/address.ts';
import { normalise } from '../../src/options/normalise.ts';
import type { HecOptions } from '../../src/options/types.ts';

const urlsOf = (options: HecOptions): string[] =>
  normalise(options, {}, 'box').destinations.flatMap(({ urls }) => urls.map(({ href }) => href));

function refusal(options: HecOptions, env: NodeJS.ProcessEnv = {}): HecError {
  try {
    normalise(options, env, 'box');
  } catch (error) {
    if (error instanceof HecError) return error;
  }
  throw new Error('not refused');
}

describe('a collector address', () => {
  it.each([
    ['https://A.example:8088', 'https://a.example:8088/'],
    ['https://a.example:443/', 'https://a.example/'],
    ['https://a.example/services/collector/', 'https://a.example/services/collector'],
    ['https://a.example//', 'https://a.example/'],
    ['https://a.example/x#token', 'https://a.example/x'],
    ['https://a.example/x?', 'https://a.example/x'],
    [' https://a.example ', 'https://a.example/'],
    ['http://127.0.0.1:8088', 'http://127.0.0.1:8088/'],
  ])('%s is kept as %s', (url, kept) => {
    expect(urlsOf({ url })).toEqual([kept]);
  });

  it.each([
    ['https://x:s3cret-token@a.example', 'before the `@`'],
    ['https://s3cret-token@a.example', 'before the `@`'],
    ['https://a.example/?token=s3cret-token', 'in its query'],
    ['https://intake.sekoia.io/jsons?intake_key=s3cret-token', 'in its query'],
    ['https://a.example/?Authorization=s3cret-token', 'in its query'],
  ])('that holds a credential is refused without showing it: %s', (url, where) => {
    const { code, option, message } = refusal({ url });
    expect([code, option]).toEqual(['HEC_INVALID_OPTION', 'url']);
    expect(message).toContain(where);
    expect(message).toContain('give it as `token` instead');
    expect(message).not.toContain('s3cret');
  });

  it('with a query is refused', () => {
    expect(refusal({ url: 'https://a.example/?index=main' }).message).toBe(
      'Invalid option `url`: the URL holds a query (`?…`), which is not taken: the dialect adds what its protocol needs',
    );
  });

  it('is `url` first and then `urls`, each once', () => {
    const urls = ['https://b.example', 'https://a.example/', 'https://b.example'];
    expect(urlsOf({ url: 'https://a.example', urls })).toEqual(['https://a.example/', 'https://b.example/']);
  });

  it('of another product among those of a cluster is refused, unless the dialect says what they speak', () => {
    const urls = ['https://splunk.example.com', 'https://intake.sekoia.io'];
    expect(refusal({ urls }).message).toBe(
      'Invalid option `urls`: expected addresses of one collector cluster, got those of splunk and sekoia: ' +
        'use `destinations`',
    );
    expect(urlsOf({ urls, dialect: 'generic' })).toHaveLength(2);
  });
});

describe("an address made of a dialect's own options", () => {
  it('brings its dialect along', () => {
    const { destinations } = normalise({ falcon: { apiUrlKey: 'KEY', region: 'eu1', timeunit: 'seconds' } }, {}, 'box');
    expect(destinations).toMatchObject([
      { dialect: 'falcon', dialectFrom: 'url', falcon: { timeunit: 'seconds', format: 'json' } },
    ]);
    expect(destinations[0]?.urls.map(String)).toEqual(['https://key.ingest.eu-1.crowdstrike.com/services/collector']);
    expect(destinations[0]?.falcon).not.toHaveProperty('apiUrlKey');
  });

  it('is one address, and no other stands beside it', () => {
    const both = { url: 'https://a.example', splunk: { stack: 'acme' } };
    expect(refusal(both).message).toBe(
      'Invalid option `url`: expected one address, got `url` and `splunk.stack`: use `destinations` for several',
    );
    expect(refusal({ urls: ['https://a.example'], sekoia: { region: 'fra2' } }).message).toContain(
      'got `sekoia.region` and `urls`',
    );
    expect(refusal({ datadog: { site: 'datadoghq.eu' }, sekoia: { region: 'fra2' } }).message).toContain(
      'got `sekoia.region` and `datadog.site`',
    );
  });

  it('hides addresses of the environment and of the client, as `url` does', () => {
    const env = { HEC_URL: 'https://a.example', HEC_SEKOIA_REGION: 'fra2' };
    const made = normalise({ splunk: { stack: 'acme' } }, env, 'box');
    expect(made.destinations[0]?.urls.map(String)).toEqual(['https://http-inputs-acme.splunkcloud.com/']);
    expect(made.warnings).toEqual([]);
    expect(urlsOf({ url: 'https://a.example', destinations: [{ datadog: { site: 'datadoghq.eu' } }, {}] })).toEqual([
      'https://http-intake.logs.datadoghq.eu/api/v2/logs',
      'https://a.example/',
    ]);
    const given = normalise({ url: 'https://b.example' }, { HEC_SPLUNK_STACK: 'acme' }, 'box');
    expect(given.destinations[0]?.urls.map(String)).toEqual(['https://b.example/']);
  });

  it('comes from the environment too, where it counts as configured', () => {
    const env = { HEC_DATADOG_SITE: 'datadoghq.eu', HEC_DATADOG_TAGS: 'env:prod,team:core', HEC_DATADOG_SERVICE: 's' };
    const { destinations, warnings } = normalise({}, env, 'box');
    expect(destinations).toMatchObject([
      { dialect: 'datadog', datadog: { tags: ['env:prod', 'team:core'], service: 's' } },
    ]);
    expect(warnings).toEqual([]);
  });

  it('is not taken from a client whose destination speaks something else', () => {
    const { warnings, destinations } = normalise(
      { sekoia: { region: 'fra2' }, token: 'T', destinations: [{ dialect: 'splunk' }] },
      {},
      'box',
    );
    expect(destinations[0]?.urls).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('No HEC URL is configured')]);
  });

  it.each([
    [{ splunk: { provider: 'gcp' } }, '`splunk.stack`: expected `splunk.stack` beside `splunk.provider`, got nothing'],
    [
      { falcon: { region: 'us2' } },
      '`falcon.apiUrlKey`: expected `falcon.apiUrlKey` beside `falcon.region`, got nothing',
    ],
  ] as const)('needs all its parts: %o', (options, said) => {
    expect(refusal({ url: 'https://a.example', ...options }).message).toContain(`Invalid option ${said}`);
  });
});

describe('an option of one dialect', () => {
  it('is refused where another is spoken, which is said', () => {
    const options = { url: 'https://splunk.example.com', datadog: { service: 'shop' } };
    expect(refusal(options).message).toBe(
      "Invalid option `datadog.service`: expected `dialect: 'datadog'` beside it, got 'splunk', to judge by the URL",
    );
    expect(refusal({ ...options, dialect: 'generic' }).message).toMatch(/beside it, got 'generic'$/);
    const destinations = [{ url: 'https://intake.sekoia.io', sumo: { category: 'c' } }];
    expect(refusal({ destinations })).toMatchObject({ option: 'destinations[0].sumo.category' });
  });

  it('is inherited by the destinations that speak it, and left alone by others', () => {
    const { destinations } = normalise(
      {
        datadog: { service: 'shop' },
        destinations: [{ url: 'https://splunk.example.com' }, { datadog: { site: 'datadoghq.com', tags: ['a'] } }],
      },
      {},
      'box',
    );
    expect(destinations.map(({ datadog }) => datadog)).toEqual([undefined, { service: 'shop', tags: ['a'] }]);
  });

  it.each([
    [{ path: 'batch', jsonPath: '$.a' }, "`sekoia.jsonPath`: expected `sekoia.path` 'jsons' beside it, got 'batch'"],
    [{ path: 'array', metadata: true }, "`sekoia.metadata`: expected `sekoia.path` 'jsons' beside it, got 'array'"],
    [
      { path: 'array', keyIn: 'query' },
      "`sekoia.keyIn`: expected `sekoia.path` 'plain', 'plain/batch' or 'jsons' beside it, got 'array'",
    ],
  ] as const)('goes with the others of its group: %o', (sekoia, said) => {
    expect(refusal({ url: 'https://intake.sekoia.io', sekoia }).message).toBe(`Invalid option ${said}`);
  });
});

describe('a token over plain http', () => {
  const token = 's3cret-token';

  it('is refused to another machine, whose origin is named', () => {
    const { code, option, message } = refusal({ url: 'http://splunk.example.com:8088/x', token });
    expect([code, option]).toEqual(['HEC_INSECURE_HTTP', 'url']);
    expect(message).toContain('http://splunk.example.com:8088, where');
    expect(message).toContain('`allowInsecureHttp: true`');
    expect(message).not.toContain(token);
  });

  it('is refused at a destination that inherits the token', () => {
    const destinations = [{ url: 'https://a.example' }, { url: 'http://b.example' }];
    expect(refusal({ token, destinations }).option).toBe('destinations[1].url');
  });

  it('is refused when the environment says so, because a leak is worse than no start', () => {
    expect(refusal({}, { HEC_URL: 'http://b.example', HEC_TOKEN: token }).code).toBe('HEC_INSECURE_HTTP');
  });

  it.each(['http://localhost:8088', 'http://127.9.0.1', 'http://[::1]:8088', 'http://collector.localhost'])(
    'is allowed to this machine: %s',
    (url) => {
      expect(urlsOf({ url, token })).toHaveLength(1);
    },
  );

  it('is allowed where somebody says so, in code or in the environment', () => {
    const url = 'http://b.example';
    expect(urlsOf({ url, token, allowInsecureHttp: true })).toEqual(['http://b.example/']);
    const env = { HEC_ALLOW_INSECURE_HTTP: 'true' };
    expect(normalise({ url, token }, env, 'box').destinations[0]?.urls).toHaveLength(1);
  });

  it('is no matter where there is none', () => {
    expect(urlsOf({ url: 'http://b.example' })).toEqual(['http://b.example/']);
  });
});

describe('loopback', () => {
  it.each([
    ['localhost', true],
    ['localhost.', true],
    ['a.localhost', true],
    ['127.0.0.1', true],
    ['127.255.255.254', true],
    ['[::1]', true],
    ['[::ffff:7f00:1]', true],
    ['mylocalhost', false],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
    ['128.0.0.1', false],
    ['0.0.0.0', false],
    ['[::ffff:8000:1]', false],
    ['[::]', false],
  ])('%s: %s', (hostname, expected) => {
    expect(isLoopback(new URL(`http://${hostname}`).hostname)).toBe(expected);
  });
});

describe('with nothing configured', () => {
  it('development sends to the local collector, and says so', () => {
    const { destinations, warnings } = normalise({}, { NODE_ENV: 'development' }, 'box');
    expect(destinations.map(({ urls }) => urls.map(({ href }) => href))).toEqual([['http://127.0.0.1:8088/']]);
    expect(warnings).toEqual([
      expect.stringMatching(/^No HEC URL is configured .* events go to http:\/\/127\.0\.0\.1:8088/),
    ]);
  });

  it.each([
    ['production', {}, { NODE_ENV: 'production' }],
    ['a token in code', { token: 's3cret-token' }, {}],
    ['a token in the environment', {}, { SPLUNK_HEC_TOKEN: 's3cret-token' }],
    ['an address that makes no sense', {}, { HEC_URL: 'splunk' }],
  ])('with %s nothing is assumed, and a warning says that events are dropped', (_, options, env) => {
    const { destinations, warnings } = normalise(options, env, 'box');
    expect(destinations.map(({ urls }) => urls)).toEqual([[]]);
    expect(warnings.at(-1)).toBe(
      'No HEC URL is configured (`url` or HEC_URL): every event is dropped as `not-configured`.',
    );
  });

  it('a destination without address beside one that has one drops its events', () => {
    const { destinations, warnings } = normalise(
      { destinations: [{ url: 'https://a.example' }, { name: 'b' }] },
      {},
      'box',
    );
    expect(destinations.map(({ urls }) => urls.length)).toEqual([1, 0]);
    expect(warnings).toEqual([
      'No HEC URL is configured for destination `b` (`url` or HEC_URL): every event is dropped as `not-configured`.',
    ]);
  });

  it('several destinations in development all go to the local collector', () => {
    const { destinations } = normalise({ destinations: [{ name: 'a' }, { name: 'b', dialect: 'falcon' }] }, {}, 'box');
    expect(destinations.map(({ name, dialect, urls }) => [name, dialect, urls[0]?.origin])).toEqual([
      ['a', 'splunk', 'http://127.0.0.1:8088'],
      ['b', 'falcon', 'http://127.0.0.1:8088'],
    ]);
  });
});
