import type { PersonalityName } from 'hec-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHecClient } from '../../src/client.ts';
import { imbalance } from '../../src/custody/ledger.ts';
import type { DialectName } from '../../src/dialect/options.ts';
import type { HecOptions } from '../../src/options/types.ts';
import type { DropReason } from '../../src/types.ts';
import { clientOf, range, type Scene, scene } from '../support/scene.ts';

// Whole clients against whole servers that answer as the product does: protocol.md 7.1-7.9.
const at = (as: PersonalityName, options: HecOptions = {}, server: object = {}): Promise<Scene> =>
  scene({ host: 'h', reportGaps: false, ...options }, { as, ...server });

/** Sends, delivers, and gives back what the server took; the ledger has to say the same. */
async function delivered({ hec, server }: Scene): Promise<Awaited<ReturnType<Scene['server']['events']>>> {
  const { drained, delivered: count } = await hec.flush();
  const events = await server.events();
  expect([drained, count, imbalance(hec.stats().ledger)]).toEqual([true, events.length, 0]);
  return events;
}

const dropped = ({ hec }: Scene): Partial<Record<DropReason, number>> => hec.stats().ledger.dropped;

it.each<PersonalityName>(['splunk', 'falcon', 'logscale', 'xsiam', 'sekoia', 'datadog', 'elastic'])(
  '%s gets a user agent and a content length with every request (7.11-4)',
  async (as) => {
    const one = await at(as, { dialect: as as DialectName });
    for (const i of range(200)) one.hec.send({ i });
    expect(await delivered(one)).toHaveLength(200);
    for (const { headers, bytes } of await one.server.requests()) {
      expect(headers['user-agent']).toMatch(/^hec-core\//);
      expect(Number(headers['content-length'])).toBe(bytes);
    }
  },
);

describe('Splunk', () => {
  it('takes the token from the query where it is let in, and parks where it is not (S24)', async () => {
    const open = await at('splunk', { splunk: { queryAuth: true } }, { allowQueryStringAuth: true });
    open.hec.send('in');
    expect((await delivered(open)).map(({ event }) => event)).toEqual(['in']);
    const [request] = await open.server.requests();
    expect(request?.headers).not.toHaveProperty('authorization');

    const shut = await at('splunk', { splunk: { queryAuth: true } });
    shut.hec.send('held');
    expect(await shut.warned('endpoint-parked')).toContain('takes no token in the query (code 16)');
    expect(shut.hec.stats().ledger).toMatchObject({ delivered: { taken: 0 }, dropped: {} });
  });

  it('takes the token as a password (S08)', async () => {
    const basic = await at('splunk', { tokenPrefix: 'Basic' });
    basic.hec.send('in');
    expect(await delivered(basic)).toHaveLength(1);
  });

  it('gets raw text in requests of one set of metadata each (S09)', async () => {
    const raw = await at('splunk', { endpoint: 'raw', sourcetype: 'st' });
    for (const i of range(4)) raw.hec.send(`line ${i}`, { source: i % 2 === 0 ? 'even & more' : 'odd' });
    expect(
      (await delivered(raw)).map(({ event, source, sourcetype, host }) => [event, source, sourcetype, host]),
    ).toEqual(
      expect.arrayContaining(range(4).map((i) => [`line ${i}`, i % 2 === 0 ? 'even & more' : 'odd', 'st', 'h'])),
    );
    const requests = await raw.server.requests();
    expect(requests.map(({ events, path }) => [events, path])).toEqual(
      range(2).map(() => [2, '/services/collector/raw']),
    );
  });

  it('gets several measurements in one event (S10, 1.6)', async () => {
    const metrics = await at('splunk');
    metrics.hec.send('metric', { fields: { 'metric_name:cpu.user': 1.5, 'metric_name:cpu.sys': 0.2, region: 'eu' } });
    expect(await delivered(metrics)).toMatchObject([
      { kind: 'metric', fields: { 'metric_name:cpu.user': 1.5, 'metric_name:cpu.sys': 0.2, region: 'eu' } },
    ]);
  });
});

describe('Falcon Next-Gen SIEM', () => {
  it('gets host, exact nanoseconds and unit inside the event, tags outside, one on a line (C01, C03, C09)', async () => {
    const falcon = await at('falcon', { dialect: 'falcon', falcon: { customKeys: { app: 'shop' } } });
    falcon.hec.send({ message: 'm' }, { time: 1_747_771_778_324_434_944n, fields: { '#env': 'prod' } });
    falcon.hec.send({ message: 'n' }, { time: 1_747_771_778_324_434_945n });
    expect((await delivered(falcon)).map(({ raw }) => raw)).toEqual([
      '{"event":{"host":"h","timestamp":1747771778324434944,"timeunit":"nanoseconds","app":"shop","message":"m"},"fields":{"#env":"prod"}}',
      '{"event":{"host":"h","timestamp":1747771778324434945,"timeunit":"nanoseconds","app":"shop","message":"n"}}',
    ]);
    expect(await falcon.server.requests()).toMatchObject([{ path: '/services/collector', events: 2 }]);
  });

  it.each(['milliseconds', 'seconds'] as const)('gets time in %s where asked', async (timeunit) => {
    const falcon = await at('falcon', { dialect: 'falcon', falcon: { timeunit } });
    falcon.hec.send({}, { time: 1_700_000_000_123 });
    const time = timeunit === 'seconds' ? '1700000000.123' : '1700000000123';
    expect((await delivered(falcon))[0]?.raw).toContain(`"timestamp":${time},"timeunit":"${timeunit}"`);
  });

  it('gets raw text of the type it was made for (C02, C07)', async () => {
    const csv = await at('falcon', { dialect: 'falcon', endpoint: 'raw', falcon: { format: 'csv' } });
    csv.hec.send('a,b');
    expect(await delivered(csv)).toMatchObject([{ event: 'a,b', kind: 'raw', path: '/services/collector/raw' }]);
    expect((await csv.server.requests())[0]?.headers['content-type']).toBe('text/csv');
  });

  it('is asked again after 429 and 503, where FalconPy gives up (C10)', async () => {
    const falcon = await at('falcon', { dialect: 'falcon' });
    await falcon.server.setFaults([
      { do: 'status', status: 429, times: 1 },
      { do: 'status', status: 503, after: 1, times: 1 },
    ]);
    falcon.hec.send({ i: 1 });
    expect(await delivered(falcon)).toHaveLength(1);
    expect((await falcon.server.requests()).map(({ status }) => status)).toEqual([429, 503, 200]);
  });

  it('parks at a key that is not known (C04)', async () => {
    const falcon = await at('falcon', { dialect: 'falcon', token: 'rotated' });
    falcon.hec.send({ i: 1 });
    expect(await falcon.warned('endpoint-parked')).toContain('the token is not accepted (403)');
  });
});

describe('LogScale', () => {
  it('gets 5,000 events a request at most (L09)', async () => {
    const logscale = await at('logscale', { dialect: 'logscale', batch: { maxBytes: 800_000_000, lingerMs: 60_000 } });
    for (const i of range(5001)) logscale.hec.send({ i });
    expect(await delivered(logscale)).toHaveLength(5001);
    expect((await logscale.server.requests()).map(({ events, path }) => [events, path])).toEqual([
      [5000, '/api/v1/ingest/hec'],
      [1, '/api/v1/ingest/hec'],
    ]);
  });

  it('gets 5 MB a request at most, and events of 1 MB at most (L09, 2.2)', async () => {
    const logscale = await at('logscale', { dialect: 'logscale', batch: { maxBytes: 800_000_000, lingerMs: 60_000 } });
    for (const i of range(7)) logscale.hec.send({ i, pad: 'x'.repeat(900_000) });
    logscale.hec.send({ pad: 'x'.repeat(1_100_000) });
    const events = await delivered(logscale);
    expect(events).toHaveLength(8);
    expect(events.find(({ event }) => (event as { truncated?: boolean }).truncated)?.raw.length).toBeLessThanOrEqual(
      1_000_000,
    );
    const sizes = (await logscale.server.requests()).map(({ inflatedBytes }) => inflatedBytes);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000_000);
  });

  it('is asked again after what is not 200, and refuses another repository for good (L04, L06, L07)', async () => {
    const logscale = await at('logscale', { dialect: 'logscale' }, { indexes: ['repo'] });
    await logscale.server.setFaults([
      { do: 'status', status: 202, times: 1 },
      { do: 'status', status: 503, after: 1, times: 1 },
    ]);
    logscale.hec.send({ i: 1 }, { index: 'repo' });
    expect(await delivered(logscale)).toMatchObject([{ index: 'repo', host: 'h' }]);
    logscale.hec.send({ i: 2 }, { index: 'other' });
    await logscale.hec.flush();
    expect(dropped(logscale)).toEqual({ refused: 1 });
  });
});

describe('Cortex XSIAM', () => {
  it('gets lines of JSON, uncompressed, with what is known of them (X01, X02, X07)', async () => {
    const xsiam = await at('xsiam', { dialect: 'xsiam', source: 's', fields: { env: 'prod' } });
    for (const i of range(200)) xsiam.hec.send({ i }, { time: 1_700_000_000_123 });
    expect((await delivered(xsiam))[7]?.raw).toBe(
      '{"timestamp":"2023-11-14T22:13:20.123Z","host":"h","source":"s","env":"prod","i":7}',
    );
    const [request] = await xsiam.server.requests();
    expect(request?.headers).not.toHaveProperty('content-encoding');
    expect(request).toMatchObject({ path: '/logs/v1/event', events: 200 });
  });

  it('gets the bare key, gzip and the envelope where the collector is made for them (X01, X03)', async () => {
    const options: HecOptions = {
      dialect: 'xsiam',
      tokenPrefix: '',
      gzip: true,
      xsiam: { envelope: true, metadata: false },
    };
    const xsiam = await at('xsiam', options);
    for (const i of range(200)) xsiam.hec.send({ i }, { time: 1_771_842_600_000 });
    const events = await delivered(xsiam);
    expect(events[7]).toMatchObject({ raw: '{"data":{"i":7},"collector_ms":1771842600000}', event: { i: 7 } });
    expect((await xsiam.server.requests())[0]?.headers['content-encoding']).toBe('gzip');
  });

  it('gets CEF, LEEF and text as they are (X08)', async () => {
    const lines = ['CEF:0|V|P|1|100|Name|5|src=10.0.0.1', 'LEEF:2.0|V|P|1|100|^|src=10.0.0.1', 'plain "text"'];
    const xsiam = await at('xsiam', { dialect: 'xsiam', xsiam: { format: 'text' } });
    for (const line of lines) xsiam.hec.send(line);
    expect((await delivered(xsiam)).map(({ raw }) => raw)).toEqual(lines);
    expect((await xsiam.server.requests())[0]?.headers['content-type']).toBe('text/plain');
  });

  it('parks at a key that is not known (X04), and waits as long as it asks (X06)', async () => {
    const stranger = await at('xsiam', { dialect: 'xsiam', token: 'unknown' });
    stranger.hec.send({ i: 1 });
    expect(await stranger.warned('endpoint-parked')).toContain('the token is not accepted (401)');
    const busy = await at('xsiam', { dialect: 'xsiam', retry: { maxRetryAfterMs: 20 } });
    await busy.server.setFaults([{ do: 'status', status: 429, retryAfter: 7, times: 1 }]);
    busy.hec.send({ i: 1 });
    expect(await delivered(busy)).toHaveLength(1);
  });
});

describe('Sekoia.io', () => {
  it('gets events as they are, and refuses single ones inside a good answer (K03, K10)', async () => {
    const sekoia = await at('sekoia', { dialect: 'sekoia', batch: { lingerMs: 60_000 } }, { maxEventBytes: 1000 });
    for (const i of range(5)) sekoia.hec.send({ i, pad: i === 2 ? 'x'.repeat(2000) : '' });
    expect(await sekoia.hec.flush()).toMatchObject({ drained: true, delivered: 4, refused: 1 });
    const events = await sekoia.server.events();
    expect(events.map(({ raw }) => raw)).toEqual([0, 1, 3, 4].map((i) => `{"i":${i},"pad":""}`));
    expect(await sekoia.server.requests()).toMatchObject([{ path: '/jsons', status: 200, events: 4 }]);
    expect(dropped(sekoia)).toEqual({ refused: 1 });
    expect(imbalance(sekoia.hec.stats().ledger)).toBe(0);
  });

  it('takes the key in header, password, query and body (K01-K07)', async () => {
    const forms: HecOptions['sekoia'][] = [
      ...(['header', 'basic', 'query'] as const).map((keyIn) => ({ path: 'plain/batch', keyIn }) as const),
      ...(['plain', 'jsons', '/', 'batch', 'array'] as const).map((path) => ({ path })),
      { jsonPath: '$.a.b' },
    ];
    for (const form of forms) {
      const sekoia = await at('sekoia', { dialect: 'sekoia', ...(form === undefined ? {} : { sekoia: form }) });
      sekoia.hec.send('l1');
      sekoia.hec.send({ k: 1 });
      expect((await delivered(sekoia)).map(({ raw }) => raw).toSorted()).toEqual(['l1', '{"k":1}']);
      await sekoia.hec.close();
    }
  });

  it("gets each event's time by /array (K07, K11)", async () => {
    const sekoia = await at('sekoia', { dialect: 'sekoia', sekoia: { path: 'array' } });
    for (const i of range(3)) sekoia.hec.send({ i }, { time: 1_700_000_000_123 + i });
    expect((await delivered(sekoia)).map(({ time }) => time)).toEqual(
      range(3).map((i) => (1_700_000_000_123 + i) / 1000),
    );
  });

  it('has no place for metadata, which is said at once; `sekoia.metadata` makes one', async () => {
    const silent = await at('sekoia', { dialect: 'sekoia', source: 's', fields: { env: 'prod' }, eventIds: true });
    expect(await silent.warned('metadata-unheard')).toBe(
      'What these options say travels nowhere: `host`, `source`, `fields`, `eventIds`. With these options sekoia has no place for it. ' +
        'Set `sekoia.metadata` to put them into each event, if the format of the intake reads them there.',
    );
    const carried = await at('sekoia', {
      dialect: 'sekoia',
      fields: { env: 'prod' },
      eventIds: true,
      sekoia: { metadata: true },
    });
    carried.hec.send({ i: 1 }, { time: 1_700_000_000_123 });
    expect(JSON.parse((await delivered(carried))[0]?.raw ?? '')).toEqual({
      timestamp: '2023-11-14T22:13:20.123Z',
      host: 'h',
      env: 'prod',
      hec_id: expect.stringMatching(/^[0-9a-f]{8}:0$/) as string,
      i: 1,
    });
    expect(carried.warnings).toEqual([]);
  });
});

describe('Datadog', () => {
  it('gets logs with service, source, tags and time (J01, J02)', async () => {
    const datadog = await at('datadog', {
      dialect: 'datadog',
      batch: { lingerMs: 60_000 },
      datadog: { service: 'shop', source: 'nodejs', tags: ['env:prod', 'team:core'] },
    });
    const time = Date.now();
    for (const i of range(1001)) datadog.hec.send({ i }, { time });
    expect((await delivered(datadog)).find(({ event }) => (event as { i: number }).i === 7)?.raw).toBe(
      `{"ddsource":"nodejs","service":"shop","ddtags":"env:prod,team:core","timestamp":${time},"hostname":"h","i":7}`,
    );
    expect((await datadog.server.requests()).map(({ events, status }) => [events, status])).toEqual([
      [1000, 202],
      [1, 202],
    ]);
  });

  it('parks at a key that is not known (J04), and is asked again (J05)', async () => {
    const stranger = await at('datadog', { dialect: 'datadog', token: 'unknown' });
    stranger.hec.send('a');
    expect(await stranger.warned('endpoint-parked')).toContain('the token is not accepted (403)');
    const busy = await at('datadog', { dialect: 'datadog' });
    await busy.server.setFaults([{ do: 'status', status: 408, times: 1 }]);
    busy.hec.send('a');
    expect((await delivered(busy))[0]?.event).toMatchObject({ message: 'a' });
  });
});

describe('Elastic http_endpoint', () => {
  it('gets an array of JSON, with names of its own or as it is (J20, J21)', async () => {
    const elastic = await at('elastic', { dialect: 'elastic', source: 's', sourcetype: 'st' });
    for (const i of range(2)) elastic.hec.send({ i }, { time: 1_700_000_000_123 });
    expect((await delivered(elastic))[1]?.raw).toBe(
      '{"@timestamp":"2023-11-14T22:13:20.123Z","host.name":"h","service.name":"s","event.dataset":"st","i":1}',
    );
    const bare = await at('elastic', { dialect: 'elastic', elastic: { metadata: false } });
    bare.hec.send({ i: 1 });
    expect((await delivered(bare))[0]?.raw).toBe('{"i":1}');
  });

  it('takes a secret header instead of Basic (5)', async () => {
    const elastic = await at('elastic', { dialect: 'elastic', authHeader: 'x-secret', tokenPrefix: '' });
    elastic.hec.send({ i: 1 });
    expect(await delivered(elastic)).toHaveLength(1);
  });
});

async function sumo(options: HecOptions): Promise<Scene> {
  const { server } = await at('sumo');
  // The address is the credential.
  const quick: HecOptions = { retry: { baseMs: 5, capMs: 20 }, batch: { lingerMs: 10 }, proxy: 'none' };
  const url = `${server.url}/receiver/v1/http/T`;
  const hec = createHecClient({ url, dialect: 'sumo', host: 'h', ...quick, ...options }, { env: {} });
  onTestFinished(async () => void (await hec.close({ timeoutMs: 0 })));
  return { server, hec, warnings: [], warned: () => Promise.reject(new Error('nobody listens')) };
}

describe('Sumo Logic', () => {
  it('gets lines, with metadata in headers, at an address that holds the token (J10)', async () => {
    const named = await sumo({ source: 's', sourcetype: 'st', fields: { env: 'prod' } });
    named.hec.send({ i: 1 }, { time: 1_700_000_000_123 });
    expect(await delivered(named)).toMatchObject([
      { raw: '{"timestamp":"2023-11-14T22:13:20.123Z","env":"prod","i":1}', host: 'h', source: 's', sourcetype: 'st' },
    ]);
    expect(JSON.stringify(named.hec.config())).not.toContain('receiver');
  });

  it('gets the category and the bare events that the options ask for', async () => {
    const own = await sumo({ sumo: { category: 'prod/shop', metadata: false } });
    own.hec.send({ i: 1 });
    expect(await delivered(own)).toMatchObject([{ raw: '{"i":1}', sourcetype: 'prod/shop' }]);
  });
});

async function to(as: PersonalityName, path: string, options: HecOptions): Promise<Scene> {
  const { server } = await at(as);
  return { server, ...clientOf(`${server.url}${path}`, { dialect: 'generic', host: 'h', ...options }) };
}

describe('generic', () => {
  it('sends lines as Elisity and Cribl do (X03)', async () => {
    const generic = await to('xsiam', '/logs/v1/event', { generic: { envelope: true, metadata: false } });
    generic.hec.send({ i: 1 }, { time: 1_771_842_600_000 });
    expect((await delivered(generic))[0]?.raw).toBe('{"data":{"i":1},"collector_ms":1771842600000}');
  });

  it('sends text (X08)', async () => {
    const generic = await to('xsiam', '/logs/v1/event', { generic: { format: 'text' } });
    generic.hec.send('CEF:0|V|P|1|100|Name|5|src=10.0.0.1');
    expect((await delivered(generic))[0]?.raw).toBe('CEF:0|V|P|1|100|Name|5|src=10.0.0.1');
  });

  it('sends arrays, in whatever JSON, with the key in any header', async () => {
    const header: HecOptions = { authHeader: 'x-secret', tokenPrefix: '' };
    const array = await to('elastic', '/any', { ...header, generic: { framing: 'array', timestamp: 'milliseconds' } });
    for (const i of range(2)) array.hec.send({ i }, { time: 1_700_000_000_123 });
    expect((await delivered(array)).map(({ raw }) => raw)).toEqual(
      range(2).map((i) => `{"timestamp":1700000000123,"host":"h","i":${i}}`),
    );
    const nested = await to('elastic', '/any', { ...header, generic: { framing: '[{"logs":[]}]', metadata: false } });
    for (const i of range(2)) nested.hec.send({ i });
    await nested.hec.flush();
    expect((await nested.server.events()).map(({ event }) => event)).toEqual([{ logs: [{ i: 0 }, { i: 1 }] }]);
  });
});
