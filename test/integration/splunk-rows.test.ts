// Rows S26 to S48 of the protocol, from `send` to the last word of the client: what a row's answer means is a table in
// packages/hec-core/test/dialect; here it is what the client then does.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHecClient, type HecClient, type HecOptions, imbalance, type Metadata } from 'hec-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Line, type ScriptedCollector, SUCCESS, scriptedCollector } from '../support/scripted-collector.ts';

interface Row {
  readonly row: string;
  readonly events: readonly unknown[];
  readonly metadata?: Metadata;
  readonly options?: HecOptions;
  /** The row's answer, and those that follow until all is well. */
  readonly answers: readonly Line[];
  /** The events of every request, in order. */
  readonly requests: readonly (readonly unknown[])[];
  readonly delivered: number;
  /** In the dead letter file, with what it says of them. */
  readonly refused?: { readonly events: readonly unknown[]; readonly status: number; readonly code?: number };
  readonly ambiguous?: Readonly<Record<string, number>>;
  /** What is said of the endpoint when the second request comes; `never` where none does. */
  readonly meanwhile: 'open' | 'backing-off' | 'parked' | 'never';
  readonly why?: RegExp;
  /** What a person is told. */
  readonly warnings: readonly RegExp[];
}

const hec = (status: number, text: string, code: number, bad?: number): Line => ({
  status,
  body: JSON.stringify({ text, code, ...(bad === undefined ? {} : { 'invalid-event-number': bad }) }),
});
const html = (status: number, title: string): Line => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`,
});
const NOT_FOUND = '{"text":"The requested URL was not found on this server.","code":404}';
const ABC = ['a', 'b', 'c'];
const REFUSED = [/^events-refused: .* refused 1 event for good: .*kept in the dead letter file/];
const PARKED = [/^endpoint-parked: .*Events are held/];

/** One event is bad, and named: S28 to S31. */
const named = (row: string, answer: Line, code: number): Row => ({
  row,
  events: ABC,
  answers: [answer],
  requests: [ABC, ['c']],
  delivered: 2,
  refused: { events: ['b'], status: 400, code },
  meanwhile: 'open',
  warnings: REFUSED,
});

/** The only event is bad. */
const alone = (row: string, answer: Line, code: number, metadata?: Metadata): Row => ({
  row,
  events: ['a'],
  ...(metadata === undefined ? {} : { metadata }),
  answers: [answer],
  requests: [['a']],
  delivered: 0,
  refused: { events: ['a'], status: 400, code },
  meanwhile: 'never',
  warnings: REFUSED,
});

/** The configuration is wrong, until somebody mends it. */
const parked = (row: string, answer: Line, why: RegExp): Row => ({
  row,
  events: ABC,
  answers: [answer, answer],
  requests: [ABC, ABC, ABC],
  delivered: 3,
  meanwhile: 'parked',
  why,
  warnings: PARKED,
});

/** It passes. */
const busy = (row: string, answer: Line, why: RegExp, ambiguous: Row['ambiguous'] = {}): Row => ({
  row,
  events: ABC,
  answers: [answer, answer, answer],
  requests: [ABC, ABC, ABC, ABC],
  delivered: 3,
  ambiguous,
  meanwhile: 'backing-off',
  why,
  warnings: [/^endpoint-failing: .*held and sent again/],
});

const MEGABYTES = Array.from({ length: 6 }, (_, at) => `${at}${'x'.repeat(1_000_000)}`);
const TWELVE = Array.from({ length: 12 }, (_, at) => at);

const ROWS: readonly Row[] = [
  alone('S27 one event that is no JSON', hec(400, 'Invalid data format', 6, 0), 6),
  named('S28 a syntax error in the second of three', hec(400, 'Invalid data format', 6, 1), 6),
  named('S29 a blank event', hec(400, 'Event field cannot be blank', 13, 1), 13),
  named('S30 no event', hec(400, 'Event field is required', 12, 1), 12),
  named('S31 nested fields', hec(400, 'Error in handling indexed fields', 15, 1), 15),
  {
    row: 'S32 an index of its own that the token may not write to, one too high',
    events: ABC,
    metadata: { index: 'nope' },
    answers: [hec(400, 'Incorrect index', 7, 2)],
    requests: [ABC],
    delivered: 1,
    refused: { events: ['b', 'c'], status: 400, code: 7 },
    meanwhile: 'never',
    warnings: [/^events-refused: .* refused 2 events for good: incorrect index/],
  },
  {
    row: 'S32 the same for the default index',
    events: ABC,
    options: { index: 'nope' },
    answers: [hec(400, 'Incorrect index', 7, 2), hec(400, 'Incorrect index', 7, 1)],
    requests: [ABC, ['b', 'c'], ['b', 'c']],
    delivered: 3,
    meanwhile: 'parked',
    why: /set an `index` that the token may write to/,
    warnings: PARKED,
  },
  alone('S33 one event of a wrong index', hec(400, 'Incorrect index', 7, 1), 7, { index: 'nope' }),
  alone('S34 a time that is none', hec(400, 'Error in handling indexed fields', 15, 0), 15),
  parked('S37 an encoding it does not take, in HTML', html(415, 'Unsupported Media Type'), /415.*gzip/),
  parked('S38 a method it does not take', { status: 405, body: NOT_FOUND }, /405.*check `url`/),
  parked('S39 a path that is not there, or not for now', { status: 404, body: NOT_FOUND }, /404.*check `url`/),
  {
    row: 'S40 a body over the cap of Splunk Cloud',
    events: MEGABYTES,
    options: { batch: { maxBytes: 8_000_000, lingerMs: 60_000 }, gzip: false },
    answers: [hec(400, 'Invalid data format', 6, 0)],
    requests: [MEGABYTES, MEGABYTES.slice(0, 3), MEGABYTES.slice(3)],
    delivered: 6,
    meanwhile: 'open',
    warnings: [/^body-limit-learned: .*kept under 300\d{4} bytes/],
  },
  {
    row: 'S41 a body over max_content_length, down to one event that is',
    events: ABC,
    answers: [html(413, 'Content Too Large'), SUCCESS, html(413, 'Content Too Large')],
    requests: [ABC, ['a', 'b'], ['c']],
    delivered: 2,
    refused: { events: ['c'], status: 413 },
    meanwhile: 'open',
    warnings: [/^body-limit-learned: .*kept under 16384 bytes/, /^events-refused: .*413/],
  },
  busy('S42 busy', hec(503, 'Server is busy', 9), /busy/),
  {
    row: 'S43 busy from the eleventh on',
    events: TWELVE,
    answers: [hec(503, 'Server is busy', 9, 10)],
    requests: [TWELVE, [10, 11]],
    delivered: 12,
    meanwhile: 'backing-off',
    why: /busy/,
    warnings: [],
  },
  busy('S44 shutting down', hec(503, 'Server is shutting down', 23), /http-503/),
  busy('S45 at capacity', hec(429, 'HEC queue is at capacity and cannot process any more requests', 26), /http-429/),
  busy('S46 an internal error', hec(500, 'Internal server error', 8), /http-500/, { 'http-500': 9 }),
  busy('S47 unhealthy', hec(503, 'HEC is unhealthy, queues are full', 18), /http-503/),
];

interface Scene {
  readonly hec: HecClient;
  readonly collector: ScriptedCollector;
  readonly warnings: string[];
  /** The client's word on its endpoint as each request came. */
  readonly states: { readonly state: string; readonly why: string | undefined }[];
  deadLetters(): Promise<{ status?: number; code?: number; endpoint?: string; envelope: { event: unknown } }[]>;
}

async function scene(answers: readonly Line[], options: HecOptions = {}): Promise<Scene> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hec-rows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const warnings: string[] = [];
  const states: Scene['states'] = [];
  const collector = await scriptedCollector(answers, () => {
    const endpoint = client.stats().destinations[0]?.endpoints[0];
    states.push({ state: String(endpoint?.state), why: endpoint?.why });
  });
  const deadLetter = path.join(folder, 'letters.ndjson');
  const client = createHecClient(
    {
      url: collector.url,
      token: 'the-token',
      proxy: 'none',
      // One request at a time, or their order would be anybody's guess.
      request: { concurrency: 1 },
      retry: { baseMs: 5, capMs: 20 },
      batch: { lingerMs: 60_000 },
      reportGaps: false,
      deadLetter,
      ...options,
    },
    { env: {}, onWarning: ({ code, message }) => warnings.push(`${code}: ${message}`) },
  );
  onTestFinished(async () => void (await client.close({ timeoutMs: 0 })));
  return {
    hec: client,
    collector,
    warnings,
    states,
    async deadLetters() {
      const text = await readFile(deadLetter, 'utf8').catch(() => '');
      expect(text).not.toContain('the-token');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Awaited<ReturnType<Scene['deadLetters']>>[number]);
    },
  };
}

const eventsOf = (body: string): unknown[] =>
  body.split('\n').map((line) => (JSON.parse(line) as { event: unknown }).event);

/** Megabytes make no readable difference. */
const shown = (event: unknown): unknown =>
  typeof event === 'string' ? `${event.slice(0, 20)} of ${event.length}` : event;

describe('a row of the protocol, end to end', () => {
  it.each(ROWS)('$row', async (row) => {
    const { hec: client, collector, warnings, states, deadLetters } = await scene(row.answers, row.options);
    for (const event of row.events) expect(client.send(event, row.metadata)).toBe(true);
    const refused = row.refused?.events.length ?? 0;
    expect(await client.flush()).toEqual({ drained: true, delivered: row.delivered, refused, dropped: 0, held: 0 });

    expect(collector.heard.map(({ body }) => eventsOf(body).map(shown))).toEqual(
      row.requests.map((events) => events.map(shown)),
    );
    expect(states[1]?.state ?? 'never').toBe(row.meanwhile);
    expect(states[1]?.why ?? '').toMatch(row.why ?? /^$/);
    expect(warnings).toEqual(row.warnings.map((pattern) => expect.stringMatching(pattern)));

    const [destination] = client.stats().destinations;
    expect(destination?.ledger).toMatchObject({
      delivered: { acked: 0, taken: row.delivered },
      deadLettered: refused,
      dropped: {},
    });
    expect(imbalance(client.stats().ledger)).toBe(0);
    expect(destination?.ambiguous).toEqual(row.ambiguous ?? {});
    const [status] = client.status();
    // After all that it is sent to as ever.
    expect(status?.why).toBe(undefined);
    expect(status?.state).toBe(row.delivered > 0 ? 'connected' : 'idle');

    await client.close();
    const letters = await deadLetters();
    expect(letters.map(({ envelope }) => envelope.event)).toEqual(row.refused?.events ?? []);
    for (const letter of letters) {
      expect(letter).toMatchObject({ status: row.refused?.status, endpoint: collector.url });
      expect(letter.code).toBe(row.refused?.code);
    }
  });
});

describe('what a collector would refuse and the client never sends', () => {
  it('S26 an empty body: a flush of nothing is no request, and only the check asks with one', async () => {
    const { hec: client, collector } = await scene([
      { status: 200, body: '{"text":"HEC is healthy","code":17}' },
      hec(400, 'No data', 5),
    ]);
    expect(await client.flush()).toMatchObject({ drained: true, delivered: 0 });
    expect(collector.heard).toEqual([]);
    expect(await client.check()).toMatchObject({ ok: true, destinations: [{ endpoints: [{ status: 400, code: 5 }] }] });
    expect(collector.heard.map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['POST', ''],
    ]);
    expect(client.stats().ledger.entered.logged).toBe(0);
  });

  it('S35 a time in exponents, whatever it is given', async () => {
    const { hec: client, collector } = await scene([]);
    for (const time of [1.7e12, 1e-7, 1.7e21, 5e-324]) client.send('a', { time });
    await client.flush();
    const times = (collector.heard[0]?.body ?? '').split('\n').map((line) => /"time":([^,]*)/.exec(line)?.[1]);
    expect(times).toHaveLength(4);
    for (const time of times) expect(time).toMatch(/^\d+(\.\d+)?$/);
    expect(Number(times[0])).toBe(1_700_000_000);
  });

  it('S36 a blank event: null, spaces and empty objects are wrapped', async () => {
    const { hec: client, collector } = await scene([]);
    for (const event of [null, '   ', {}, '', undefined, []]) expect(client.send(event)).toBe(true);
    expect(await client.flush()).toMatchObject({ delivered: 6 });
    expect(eventsOf(collector.heard[0]?.body ?? '')).toEqual([
      { blank: 'null' },
      { blank: '"   "' },
      { blank: '{}' },
      { blank: '""' },
      'undefined',
      { blank: '[]' },
    ]);
  });

  it('S37 S38 S39 a deflated body, a method or a path of its own: gzip, POST and one path', async () => {
    const { hec: client, collector } = await scene([]);
    for (const i of TWELVE) client.send({ i, pad: 'x'.repeat(500) });
    await client.flush();
    const [request] = collector.heard;
    expect(request).toMatchObject({ method: 'POST', path: '/services/collector/event' });
    expect(request?.headers['content-encoding']).toBe('gzip');
  });

  it('S47 to the health page: an unhealthy collector is found by the check, before an event is at stake', async () => {
    const { hec: client } = await scene([hec(503, 'HEC is unhealthy, queues are full', 18)]);
    const found = await client.check();
    expect(found).toMatchObject({ ok: false, destinations: [{ endpoints: [{ status: 503, code: 18 }] }] });
    expect(found.destinations[0]?.endpoints[0]?.message).toMatch(/queues are full/);
  });

  it('S48 an unknown key in the envelope, which would be taken and lost: there are seven, and no way to an eighth', async () => {
    const { hec: client, collector } = await scene([], { fields: { env: 'test' } });
    const all = { time: 1_700_000_000_000, host: 'h', source: 's', sourcetype: 't', index: 'i', fields: { n: 1 } };
    client.send({ bogus: 1 }, { ...all, bogus: 2, event: 'forged' } as Metadata);
    client.sendJson('{"x":1},"bogus":{"y":2}', { ...all, bogus: 3 } as Metadata);
    client.sendLines('{"x":1},"bogus":{"y":2}\n', { ...all, bogus: 4 } as Metadata);
    expect(await client.flush()).toMatchObject({ delivered: 3 });
    const envelopes = collector.heard.flatMap(({ body }) => body.split('\n')).map((line) => JSON.parse(line) as object);
    expect(envelopes).toHaveLength(3);
    for (const envelope of envelopes)
      expect(Object.keys(envelope).toSorted()).toEqual([
        'event',
        'fields',
        'host',
        'index',
        'source',
        'sourcetype',
        'time',
      ]);
  });
});
