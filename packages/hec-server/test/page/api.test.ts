import { type HecServer, startHecServer } from 'hec-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { goodHeaders, request, token } from '../support/request.ts';

const event = '/services/collector/event';
let server: HecServer;

beforeAll(async () => {
  server = await startHecServer({ token });
});
beforeEach(async () => {
  await server.clear();
  await server.setFaults([]);
});
afterAll(() => server.close());

const get = async (path: string): Promise<unknown> =>
  JSON.parse((await request(`${server.url}${path}`, { method: 'GET' })).text);
const send = (lines: readonly string[]) =>
  request(`${server.url}${event}`, { headers: goodHeaders, body: lines.join('\n') });
const json = { 'content-type': 'application/json' };

/** Reads server-sent events until the one wanted has come. */
async function readUntil(
  path: string,
  name: string,
  trigger: () => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}${path}`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  let text = '';
  let triggered = false;
  for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8');
    if (!triggered && text.includes('event: hello')) {
      triggered = true;
      await trigger();
    }
    const found = new RegExp(`event: ${name}\ndata: (.*)\n\n`).exec(text);
    if (found === null) continue;
    return JSON.parse(found[1] ?? '') as Record<string, unknown>;
  }
  throw new Error(`The stream ended without ${name}: ${text}`);
}

describe('API of the page', () => {
  test('lists events by search and limit, the newest of them, oldest first', async () => {
    await send(['info', 'warn', 'error', 'warn'].map((level, i) => `{"event":{"level":"${level}","n":${i}}}`));
    expect(await get('/api/events')).toHaveLength(4);
    expect(await get('/api/events?search=level:warn')).toMatchObject([{ event: { n: 1 } }, { event: { n: 3 } }]);
    expect(await get('/api/events?limit=2')).toMatchObject([{ event: { n: 2 } }, { event: { n: 3 } }]);
    expect(await server.events({ search: 'warn', limit: 1 })).toMatchObject([{ event: { n: 3 } }]);
  });

  test('lists events after the last one seen', async () => {
    await send(['{"event":"a"}']);
    const [first] = await server.events();
    await send(['{"event":"b"}']);
    expect(await get(`/api/events?after=${first?.seq}`)).toMatchObject([{ event: 'b' }]);
  });

  test('lists requests and counters, and counts none of its own', async () => {
    await send(['{"event":"a"}', '{"event":"b"}']);
    await get('/api/stats');
    expect(await get('/api/requests')).toMatchObject([{ path: event, status: 200, events: 2 }]);
    expect(await get('/api/stats')).toMatchObject({ requests: 1, events: 2, connections: 1, statuses: { 200: 1 } });
  });

  test('adds a fault in the form of the command line, shows its hits and removes it', async () => {
    const added = await request(`${server.url}/api/faults`, { headers: json, body: '{"fault":"503,times=5"}' });
    expect(JSON.parse(added.text)).toMatchObject([
      { fault: { do: 'status', status: 503, code: 9, times: 5 }, hits: 0 },
    ]);
    expect((await send(['{"event":"a"}'])).status).toBe(503);
    const [{ id, hits }] = (await get('/api/faults')) as [{ id: number; hits: number }];
    expect(hits).toBe(1);
    await request(`${server.url}/api/faults?id=${id}`, { method: 'DELETE', headers: json });
    expect((await send(['{"event":"a"}'])).status).toBe(200);
  });

  test('says what is wrong with a fault', async () => {
    const answer = await request(`${server.url}/api/faults`, { headers: json, body: '{"fault":"explode"}' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('begins with an HTTP status or one of status, html');
    expect((await request(`${server.url}/api/faults`, { headers: json, body: '{' })).status).toBe(400);
  });

  test('clears what was received', async () => {
    await send(['{"event":"a"}']);
    await request(`${server.url}/api/clear`, { headers: json });
    expect(await get('/api/events')).toEqual([]);
  });

  test('has no other calls', async () => {
    expect((await request(`${server.url}/api/events`, { headers: json })).status).toBe(405);
  });
});

describe('stream of the page', () => {
  test('begins with what there is', async () => {
    await send(['{"event":"kept"}']);
    const hello = await readUntil('/api/stream', 'hello', async () => {});
    expect(hello).toMatchObject({
      as: 'splunk',
      open: false,
      events: [{ event: 'kept' }],
      requests: [{ status: 200 }],
    });
  });

  test('goes on with what happens and matches the search, with exact counters', async () => {
    const news = await readUntil('/api/stream?search=yes', 'news', () => send(['{"event":"yes"}', '{"event":"no"}']));
    expect(news).toMatchObject({ events: [{ event: 'yes' }], skipped: 0, stats: { events: 2 } });
  });

  test('thins a burst out to its newest events', async () => {
    const burst = Array.from({ length: 1000 }, (_, i) => `{"event":${i + 1}}`);
    const news = (await readUntil('/api/stream', 'news', () => send(burst))) as {
      events: { event: number }[];
      skipped: number;
    };
    expect(news.events).toHaveLength(200);
    expect(news.events.at(-1)?.event).toBe(1000);
    expect(news.skipped).toBe(800);
  });

  test('cuts an event that no list can show', async () => {
    await send([`{"event":"${'x'.repeat(100_000)}"}`]);
    const { events } = (await readUntil('/api/stream', 'hello', async () => {})) as {
      events: [{ raw: string; event: string; cut: number }];
    };
    expect(events[0].cut).toBe(100_012);
    expect([events[0].raw.length, events[0].event.length]).toEqual([65_536, 1024]);
  });

  test('tells about faults that change', async () => {
    const news = await readUntil('/api/stream', 'news', () => server.setFaults([{ do: 'hang' }]));
    expect(news).toMatchObject({ faults: [{ fault: { do: 'hang' } }] });
  });
});
