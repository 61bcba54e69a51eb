import { describe, expect, it } from 'vitest';
import { createFalcon } from '../../src/dialect/falcon.ts';
import { createAddresses } from '../../src/endpoint/url.ts';
import { epochSeconds } from '../../src/envelope/time.ts';
import { body, line } from './body.ts';
import { meaning, table } from './table.ts';

const falcon = createFalcon();
const SAMPLE = { json: '{"message":"Sample message"}', seconds: epochSeconds(1747771778324434944n) ?? '' };

describe('Falcon events', () => {
  it('are made as FalconPy makes them, host, 19-digit time and unit inside, tags outside (C01, C09)', () => {
    const metadata = { host: 'sample-host', fields: { '#falconpy': 'Sample payload' } };
    expect(line(falcon, 'event', metadata, SAMPLE)).toBe(
      '{"event":{"host":"sample-host","timestamp":1747771778324434944,"timeunit":"nanoseconds","message":"Sample message"},' +
        '"fields":{"#falconpy":"Sample payload"}}',
    );
  });

  it('carry source, sourcetype and index as keys of the event, which FalconPy calls custom keys', () => {
    const metadata = { source: 's', sourcetype: 'st', index: 'i' };
    expect(JSON.parse(line(falcon, 'event', metadata, SAMPLE))).toEqual({
      event: {
        // As JavaScript reads it: the digits on the wire are exact.
        timestamp: 1_747_771_778_324_434_944,
        timeunit: 'nanoseconds',
        source: 's',
        sourcetype: 'st',
        index: 'i',
        message: 'Sample message',
      },
    });
  });

  it('stand one on a line, where FalconPy posts one by one (C03)', () => {
    expect(body(falcon, 'event', {}, [{ json: '{"a":1}' }, { json: '{}' }, { json: '"text"' }])).toBe(
      '{"event":{"timestamp":1700000000123000000,"timeunit":"nanoseconds","a":1}}\n' +
        '{"event":{"timestamp":1700000000123000000,"timeunit":"nanoseconds"}}\n' +
        '{"event":{"timestamp":1700000000123000000,"timeunit":"nanoseconds","message":"text"}}',
    );
  });

  it("hold an event's own fields", () => {
    expect(line(falcon, 'event', {}, { json: '{}', fields: '"#env":"prod"' })).toContain('},"fields":{"#env":"prod"}}');
    expect(line(falcon, 'event', { fields: { a: 1 } }, { json: '{}', fields: '"b":2' })).toContain(
      '"fields":{"a":1,"b":2}',
    );
  });

  it('leave the time to the collector for a record that has none', () => {
    expect(line(falcon, 'event', { timeless: true }, { json: '{"a":1}' })).toBe('{"event":{"a":1}}');
    expect(line(falcon, 'event', { timeless: true, host: 'h' }, { json: '{"a":1}' })).toBe(
      '{"event":{"host":"h","a":1}}',
    );
  });

  it.each([
    ['milliseconds', '1700000000123'],
    ['seconds', '1700000000.123'],
  ] as const)('may count time in %s', (timeunit, timestamp) => {
    expect(line(createFalcon({ timeunit }), 'event', {}, { json: '{}' })).toBe(
      `{"event":{"timestamp":${timestamp},"timeunit":"${timeunit}"}}`,
    );
  });
});

describe('Falcon custom keys', () => {
  it('stand in every event as keyword arguments of FalconPy do, its own members last (2.1)', () => {
    const custom = createFalcon({ customKeys: { app: 'shop', ports: [80, 443] } });
    expect(line(custom, 'event', { host: 'h', fields: { '#env': 'prod' } }, { json: '{"app":"own"}' })).toBe(
      '{"event":{"host":"h","timestamp":1700000000123000000,"timeunit":"nanoseconds",' +
        '"app":"shop","ports":[80,443],"app":"own"},"fields":{"#env":"prod"}}',
    );
  });
});

describe('Falcon raw text', () => {
  it('is posted as it is, as JSON unless said otherwise (C02)', () => {
    const { route } = falcon.frame('raw', { host: 'h' }, false);
    expect(route.headers).toEqual({ 'content-type': 'application/json' });
    expect(body(falcon, 'raw', {}, [{ json: '{"event":{"a":1}}' }, { json: '"text"' }])).toBe(
      '{"event":{"a":1}}\ntext',
    );
  });

  it.each([
    ['csv', 'text/csv'],
    ['xml', 'text/xml'],
    ['yaml', 'application/x-yaml'],
  ] as const)('says that it is %s (C07)', (format, type) => {
    expect(createFalcon({ format }).frame('raw', {}, false).route.headers).toEqual({ 'content-type': type });
    expect(createFalcon({ format }).frame('event', {}, false).route.headers).toEqual({
      'content-type': 'application/json',
    });
  });
});

describe('Falcon requests', () => {
  const PY = 'https://KEY.ingest.us-1.crowdstrike.com';
  const CONSOLE = 'https://cloud-api.us-1.crowdstrike.com/hec/v1/events';

  it.each([
    [`${PY}/services/collector`, 'event', '/services/collector'],
    [`${PY}/services/collector`, 'raw', '/services/collector/raw'],
    [PY, 'event', '/services/collector'],
    [PY, 'raw', '/services/collector/raw'],
    [CONSOLE, 'event', '/hec/v1/events'],
    [`${CONSOLE}/raw`, 'raw', '/hec/v1/events/raw'],
  ] as const)('go to %s, %s, as the console shows it (C01, C02)', (url, kind, target) => {
    const { path } = falcon.frame(kind, {}, false).route;
    expect(createAddresses(new URL(url), falcon.paths).target(path, kind)).toBe(target);
  });
});

describe('Falcon answers', () => {
  it.each(
    table(`
C01 taken                     | 200 |          | {"text":"Success"}             | deliver 3
C02 raw taken                 | 200 | raw      | {"text":"Success"}             | deliver 3
C03 thirteen events taken     | 200 | events=13 |                               | deliver 13
C04 rotated or wrong key      | 403 |          | {"message":"invalid token"}    | park 3 [403]
C04 the same, in a line       | 401 |          | The supplied token is invalid. | park 3 [401]
C04 a firewall's 403          | 403 |          | <html><h1>Forbidden</h1>       | retry 3 [clean, blocked]
C05 a body it cannot read     | 400 |          | {"message":"bad request"}      | halve 3 [400]
C05 one event it cannot read  | 400 | events=1 | {"message":"bad request"}      | refuse 1 [400]
C08 200 alone is success      | 202 |          |                                | retry 3 [ambiguous]
C10 FalconPy gives up on 429  | 429 |          |                                | retry 3 [clean]
C10 and on 503                | 503 |          |                                | retry 3 [clean]
C10 and on 500                | 500 |          |                                | retry 3 [ambiguous]
too large                     | 413 |          |                                | halve 3 [too large]
`),
  )('$id: $means', (row) => {
    expect(meaning(falcon, row)).toBe(row.means);
  });
});
