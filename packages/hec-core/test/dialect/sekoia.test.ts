import { describe, expect, it } from 'vitest';
import { createSekoia, type SekoiaPath } from '../../src/dialect/sekoia.ts';
import { sekoiaUrl } from '../../src/dialect/sekoia-url.ts';
import type { Outcome } from '../../src/dialect/types.ts';
import { createAddresses } from '../../src/endpoint/url.ts';
import { body, type Given } from './body.ts';
import { meaning, table } from './table.ts';

const LINES: Given[] = [{ json: '"l1"' }, { json: '{"k":1}' }];

function posted(path: SekoiaPath, events: Given[] = LINES): string {
  return body(createSekoia({ path }), 'event', { host: 'h' }, events);
}

describe('Sekoia requests', () => {
  it.each<[string, SekoiaPath, string, string]>([
    ['K02', 'plain/batch', '/plain/batch', 'l1\n{"k":1}'],
    ['K03', 'jsons', '/jsons', '["l1"\n,"{\\"k\\":1}"]'],
    ['K06', 'batch', '/batch', '{"intake_key":null,"jsons":["l1"\n,"{\\"k\\":1}"]}'],
    [
      'K07',
      'array',
      '/array',
      '[{"timestamp":"2023-11-14T22:13:20.123Z","intake_key":null,"json":"l1"}\n' +
        ',{"timestamp":"2023-11-14T22:13:20.123Z","intake_key":null,"json":"{\\"k\\":1}"}]',
    ],
  ])('hold many events (%s, %s)', (_, path, door, expected) => {
    expect(createSekoia({ path }).frame('event', {}, false).route.path).toBe(door);
    expect(posted(path)).toBe(expected);
  });

  it('hold one event where the call takes one (K01, K05)', () => {
    expect(createSekoia({ path: 'plain' }).limits.events).toBe(1);
    expect(posted('plain', [{ json: '"[764008:0] info: 198.51.100.10 example.org. A IN"' }])).toBe(
      '[764008:0] info: 198.51.100.10 example.org. A IN',
    );
    expect(createSekoia({ path: '/' }).limits.events).toBe(1);
    expect(posted('/', [{ json: '{"key":"value"}' }])).toBe(
      '{"@timestamp":"2023-11-14T22:13:20.123Z","intake_key":null,"json":"{\\"key\\":\\"value\\"}"}',
    );
  });

  it.each([
    ['fra2', 'jsons', '/api/v1/intake-http/jsons'],
    ['fra2', '/', '/api/v1/intake-http'],
    ['fra1', 'plain/batch', '/plain/batch'],
    ['fra1', '/', '/'],
  ] as const)('are appended to the address of a region, not resolved (%s, %s, K08)', (region, path, target) => {
    const sekoia = createSekoia({ path });
    const { route } = sekoia.frame('event', {}, false);
    expect(createAddresses(new URL(sekoiaUrl(region)), sekoia.paths).target(route.path, 'event')).toBe(target);
  });

  it('leave the time to the intake for a record that has none', () => {
    const given = { timeless: true } as const;
    expect(body(createSekoia({ path: 'array' }), 'event', given, [{ json: '"l1"' }])).toBe(
      '[{"intake_key":null,"json":"l1"}]',
    );
    expect(body(createSekoia({ path: '/' }), 'event', given, [{ json: '"l1"' }])).toBe(
      '{"intake_key":null,"json":"l1"}',
    );
  });

  it('hold the array where a JSONPath says (K04)', () => {
    const sekoia = createSekoia({ jsonPath: '$.a.b' });
    expect(sekoia.frame('event', {}, false).route.path).toBe('/jsons?path=%24.a.b');
    expect(body(sekoia, 'event', {}, [{ json: '"l1"' }])).toBe('{"a":{"b":["l1"]}}');
  });

  it('are objects that hold what is known of the event, where the options want it (4.2: strings or objects)', () => {
    const metadata = { host: 'h', source: 's', sourcetype: 'st', index: 'i', fields: { env: 'prod' } };
    const events = [{ json: '{"k":1,"host":"own"}', fields: '"hec_id":"x:1"' }, { json: '"l1"' }];
    expect(JSON.parse(body(createSekoia({ metadata: true }), 'event', metadata, events))).toEqual([
      {
        timestamp: '2023-11-14T22:13:20.123Z',
        host: 'own',
        source: 's',
        sourcetype: 'st',
        index: 'i',
        env: 'prod',
        hec_id: 'x:1',
        k: 1,
      },
      { timestamp: '2023-11-14T22:13:20.123Z', ...metadata, fields: undefined, env: 'prod', message: 'l1' },
    ]);
    expect(body(createSekoia({ metadata: true }), 'event', { timeless: true }, [{ json: '{"k":1}' }])).toBe(
      '[{"k":1}]',
    );
    expect(body(createSekoia({ metadata: true }), 'raw', { host: 'h' }, [{ json: '"l1"' }])).toBe('["l1"]');
  });

  it('show the key in a header, as a password or in the query (K01-K03)', () => {
    expect(createSekoia().credential).toEqual({ header: 'x-sekoiaio-intake-key', prefix: '' });
    expect(createSekoia({ keyIn: 'basic' }).credential).toEqual({ header: 'authorization', prefix: 'Basic' });
    expect(createSekoia({ keyIn: 'query' }).credential).toMatchObject({ query: 'intake_key' });
  });

  it('leave a place for the key in the body that no event can forge (K05-K07)', () => {
    const forged = JSON.stringify({ intake_key: null, text: '"intake_key":null' });
    for (const path of ['/', 'batch', 'array'] as const) {
      const { route } = createSekoia({ path }).frame('event', {}, false);
      expect(route.bodyCredential).toEqual({ marker: '"intake_key":null' });
      const text = posted(path, [
        { json: forged },
        { json: JSON.stringify(forged) },
        { json: '"\\"intake_key\\":null"' },
      ]);
      const places = path === 'array' || path === '/' ? 3 : 1;
      expect(text.split('"intake_key":null')).toHaveLength(places + 1);
    }
    for (const path of ['plain', 'plain/batch', 'jsons'] as const) {
      expect(createSekoia({ path }).frame('event', {}, false).route).not.toHaveProperty('bodyCredential');
    }
  });

  it('say what they hold', () => {
    const headers = (['plain/batch', 'array'] as const).map(
      (path) => createSekoia({ path }).frame('event', {}, false).route.headers,
    );
    expect(headers).toEqual([{ 'content-type': 'text/plain' }, { 'content-type': 'application/json' }]);
  });

  it('hold 250 KiB an event at most (K09)', () => {
    expect(createSekoia().limits.eventBytes).toBe(256_000);
  });
});

describe('Sekoia answers', () => {
  const sekoia = createSekoia();

  it.each(
    table(`
K01 one event                        | 200 | events=1 | {"event_id":"u1"}                                          | deliver 1 [u1]
K02 K03 K06 K07 many events          | 200 |          | {"event_ids":["u1","u2","u3"]}                             | deliver 3 [u1 u2 u3]
K04 one event in an array            | 201 | events=1 | {"event_ids":["u1"]}                                       | deliver 1 [u1]
K05 a structured event               | 202 | events=1 | {"event_id":"u1"}                                          | deliver 1 [u1]
K09 one event over 250 KiB           | 413 | events=1 |                                                            | refuse 1 [413]
K09 all events over 250 KiB          | 413 |          |                                                            | halve 3 [too large]
K10 one of them refused              | 200 |          | {"event_ids":["u1",null,"u3"]}                             | deliver 1 [u1], refuse 1 [refused by the intake], deliver 1 [u3]
K10 with a status                    | 200 |          | {"event_ids":["u1","u2",{"status":413}]}                   | deliver 2 [u1 u2], refuse 1 [413]
K10 with an error                    | 200 |          | {"event_ids":[{"error":"too large"},"u2","u3"]}            | refuse 1 [refused by the intake], deliver 2 [u2 u3]
K10 all refused                      | 200 |          | {"event_ids":[null,null,null]}                             | refuse 1 [refused by the intake], refuse 1 [refused by the intake], refuse 1 [refused by the intake]
K10 ids in objects                   | 200 |          | {"event_ids":[{"event_id":"u1","status":200},"u2",{}]}     | deliver 3 [u1 u2 null]
K10 fewer ids than events            | 200 |          | {"event_ids":["u1","u2"]}                                  | deliver 3
K01 an id for three events           | 200 |          | {"event_id":"u1"}                                          | deliver 3
K01 no body                          | 204 |          |                                                            | deliver 3
a bad key (its body is unknown)      | 403 |          | {"message":"Forbidden"}                                    | park 3 [403]
a firewall                           | 403 |          | <html></html>                                              | retry 3 [clean, blocked]
too many requests                    | 429 |          |                                                            | retry 3 [clean]
502, retried by Sekoia's own sender  | 502 |          |                                                            | retry 3 [ambiguous]
`),
  )('$id: $means', (row) => {
    expect(meaning(sekoia, row)).toBe(row.means);
  });

  it('keep the receipts of a thousand events in order', () => {
    const ids = Array.from({ length: 1000 }, (_, at) => `id-${at}`);
    const outcome: Outcome = sekoia.interpret(
      { status: 200, headers: {}, body: JSON.stringify({ event_ids: ids }) },
      { events: 1000, bytes: 1, kind: 'event' },
    );
    expect(outcome.runs).toEqual([{ events: 1000, fate: { do: 'deliver', receipts: ids } }]);
  });
});
