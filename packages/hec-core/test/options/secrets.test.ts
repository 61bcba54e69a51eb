import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HecError } from '../../src/errors.ts';
import { describeSettings } from '../../src/options/describe.ts';
import { normalise } from '../../src/options/normalise.ts';
import { OPTION_PATHS } from '../../src/options/schema.ts';
import { Secret } from '../../src/options/secret.ts';
import type { HecOptions, Settings } from '../../src/options/types.ts';

const TOKEN = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

/** Every way somebody prints a thing without thinking of what is in it. */
const printed = (value: unknown): string =>
  [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    inspect(value, { depth: 20, customInspect: false }),
    format('%o %O %j %s', value, value, value, value),
    JSON.stringify(value),
    String(value),
  ].join('\n');

/** The error in place of settings, if there is one. */
function outcome(options: unknown, env: NodeJS.ProcessEnv = {}): unknown {
  try {
    return settingsOf(options as HecOptions, env);
  } catch (error) {
    return error;
  }
}

const settingsOf = (options: HecOptions, env: NodeJS.ProcessEnv = {}): Settings => normalise(options, env, 'box');

describe('a secret', () => {
  it('gives its source to who asks for it, and to nobody else', () => {
    const secret = new Secret(TOKEN);
    expect(secret.source()).toBe(TOKEN);
    expect(printed(secret)).not.toContain(TOKEN);
    expect(printed(Object.assign({}, secret))).not.toContain(TOKEN);
    expect(secret.toString()).toBe('[Secret]');
    expect(inspect({ token: secret })).toBe('{ token: redacted }');
  });

  it.each([
    [{ env: 'MY_TOKEN' }, '{"env":"MY_TOKEN"}'],
    [{ file: '/run/secrets/hec' }, '{"file":"/run/secrets/hec"}'],
    [() => TOKEN, '"function"'],
  ])('says where it comes from when that is no secret: %o', (source, json) => {
    expect(JSON.stringify(new Secret(source))).toBe(json);
  });
});

describe('settings', () => {
  const pem = `-----BEGIN PRIVATE KEY-----\n${TOKEN}\n-----END PRIVATE KEY-----`;
  const options: HecOptions = {
    url: 'https://a.example',
    token: TOKEN,
    headers: { 'x-api-key': TOKEN },
    proxy: `http://user:${TOKEN}@proxy.example:3128`,
    tls: { cert: pem, key: pem, ca: [pem, 'ca.pem'] },
    destinations: [{}, { url: `https://endpoint4.collection.us2.sumologic.com/receiver/v1/http/${TOKEN}` }],
  };

  it('do not print a token, whoever prints them and however', () => {
    const { destinations } = settingsOf({
      url: 'https://a.example',
      token: TOKEN,
      destinations: [{}, { token: `${TOKEN}2` }],
    });
    expect(printed(destinations)).not.toContain(TOKEN);
    expect(printed({ ...destinations[0] })).not.toContain(TOKEN);
    expect(destinations.map(({ token }) => token?.source())).toEqual([TOKEN, `${TOKEN}2`]);
  });

  it('print and serialise as they are described', () => {
    const settings = settingsOf(options);
    expect(JSON.parse(JSON.stringify(settings))).toEqual(JSON.parse(JSON.stringify(describeSettings(settings))));
    expect(inspect(settings, { depth: 9 })).toBe(inspect(describeSettings(settings), { depth: 9 }));
    expect(inspect(settings.destinations[0], { depth: 9 })).toBe(
      inspect(describeSettings(settings).destinations[0], { depth: 9 }),
    );
  });

  it('are described without any secret', () => {
    const described = describeSettings(settingsOf(options));
    expect(printed(described)).not.toContain(TOKEN);
    expect(described.destinations[0]).toMatchObject({
      urls: ['https://a.example/'],
      token: 'redacted',
      headers: { 'x-api-key': 'redacted' },
      proxy: 'http://redacted@proxy.example:3128',
      tls: { cert: '[PEM text]', key: '[PEM text]', ca: ['[PEM text]', 'ca.pem'] },
    });
    // Sumo Logic's token is the end of its address (protocol 5).
    expect(described.destinations[1]?.urls).toEqual(['https://endpoint4.collection.us2.sumologic.com/…']);
  });

  it('still hold what is not shown', () => {
    const [first, second] = settingsOf(options).destinations;
    expect(first?.headers['x-api-key']).toBe(TOKEN);
    expect(first?.tls.key).toBe(pem);
    expect(second?.urls[0]?.href).toContain(TOKEN);
  });
});

describe('a message', () => {
  it.each<[string, unknown]>([
    ['with a prefix', { token: `Splunk ${TOKEN}` }],
    ['with a line break', { token: `${TOKEN}\n` }],
    ['in a list', { token: [TOKEN] }],
    ['under a wrong key', { token: { value: TOKEN } }],
    ['as the name of a variable', { token: { env: TOKEN } }],
    ['in the address', { url: `https://x:${TOKEN}@a.example` }],
    ['in the query', { url: `https://a.example?token=${TOKEN}` }],
    ['for the address', { url: TOKEN }],
    ['in an address at a wrong place', { endpoint: `https://x:${TOKEN}@a.example` }],
    ['in a header', { headers: { authorization: `Splunk ${TOKEN}\n` } }],
    ['as the proxy', { proxy: `${TOKEN}@proxy` }],
    ['in fields', { fields: { token: { value: TOKEN } } }],
    ['here and there', { token: TOKEN, dialect: TOKEN, batch: { maxBytes: TOKEN }, [TOKEN]: 1 }],
  ])('does not show a token %s', (_, options) => {
    const error = outcome({ batch: 5, ...(options as object) });
    expect(error).toBeInstanceOf(HecError);
    expect(printed(error)).not.toContain(TOKEN);
  });

  it.each(['HEC_TOKEN', 'SPLUNK_HEC_TOKEN', 'HEC_URL', 'HEC_HEADERS', 'HEC_PROXY', 'HEC_FIELDS'])(
    'of a wrong %s does not show it',
    (name) => {
      const { warnings } = settingsOf({}, { [name]: `${TOKEN} and more` });
      expect(warnings.join('\n')).toContain(name);
      expect(warnings.join('\n')).not.toContain(TOKEN);
    },
  );
});

describe('normalise, given anything at all', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  const token = fc.constantFrom<unknown>(
    TOKEN,
    `Splunk ${TOKEN}`,
    [TOKEN],
    { env: TOKEN },
    { value: TOKEN },
    `${TOKEN}\n`,
  );
  const address = fc.constantFrom(
    'https://a.example',
    'http://a.example',
    `https://x:${TOKEN}@a.example`,
    `https://a.example/?token=${TOKEN}`,
    TOKEN,
  );
  const plausible = fc.oneof(anything, token, fc.integer(), fc.boolean(), fc.constantFrom('', 'a', 'true', '1', TOKEN));
  const groups = [
    ...new Set(OPTION_PATHS.filter((path) => path.includes('.')).map((path) => path.split('.')[0] ?? '')),
  ];
  const singles = OPTION_PATHS.filter((path) => !path.includes('.'));
  const group = (name: string): fc.Arbitrary<unknown> => {
    const members = OPTION_PATHS.filter((path) => path.startsWith(`${name}.`)).map((path) =>
      path.slice(name.length + 1),
    );
    const record = Object.fromEntries(members.map((member) => [member, plausible]));
    return fc.oneof({ weight: 3, arbitrary: fc.record(record, { requiredKeys: [] }) }, anything);
  };
  const destination = fc.record(
    {
      ...Object.fromEntries(singles.map((name) => [name, plausible])),
      ...Object.fromEntries(groups.map((name) => [name, group(name)])),
      url: fc.oneof(address, anything),
      urls: fc.oneof(fc.array(address), anything),
      token: fc.oneof(token, anything),
    },
    { requiredKeys: [] },
  );
  const options = fc
    .tuple(destination, fc.option(fc.oneof(fc.array(fc.oneof(destination, anything), { maxLength: 3 }), anything)))
    .map(([own, destinations]) => (destinations === null ? own : { ...own, destinations }));
  const env = fc.dictionary(
    fc.constantFrom(
      'HEC_URL',
      'HEC_TOKEN',
      'HEC_HEADERS',
      'HEC_BATCH_MAX_BYTES',
      'HEC_GZIP',
      'HEC_RETRY_CAP_MS',
      'NODE_ENV',
    ),
    fc.oneof(fc.string(), address, fc.constantFrom(TOKEN, '5', 'true')),
  );

  it('throws nothing but HecError, and shows no token in it, in settings or in warnings', () => {
    const errors = ['HEC_INVALID_OPTION', 'HEC_INSECURE_HTTP'];
    fc.assert(
      fc.property(fc.oneof({ weight: 5, arbitrary: options }, anything), env, (given, surroundings) => {
        const made = outcome(given, surroundings);
        expect(
          made instanceof HecError ? errors.includes(made.code) : Object.hasOwn(made as Settings, 'destinations'),
        ).toBe(true);
        expect(printed(made)).not.toContain(TOKEN);
      }),
      { numRuns: 300 },
    );
  });

  it('takes all numbers in their ranges, as they are, and no others', () => {
    const number = fc.integer({ min: -2, max: 4_000_000 });
    const retry = fc.record({ baseMs: number, capMs: number });
    const batch = fc.record({ maxBytes: number, maxEvents: number, lingerMs: fc.integer({ min: -2, max: 70_000 }) });
    fc.assert(
      fc.property(retry, batch, (waits, seals) => {
        const good =
          waits.baseMs >= 1 &&
          waits.capMs <= 3_600_000 &&
          waits.capMs >= waits.baseMs &&
          seals.maxBytes >= 1 &&
          seals.maxEvents >= 1 &&
          seals.maxEvents <= 1_000_000 &&
          seals.lingerMs >= 0 &&
          seals.lingerMs <= 60_000;
        const made = outcome({ url: 'https://a.example', retry: waits, batch: seals });
        expect(made).toMatchObject(good ? { destinations: [{ retry: waits, batch: seals }] } : { name: 'HecError' });
      }),
      { numRuns: 500 },
    );
  });
});
