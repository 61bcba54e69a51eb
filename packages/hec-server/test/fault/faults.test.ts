import { once } from 'node:events';
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import { type Fault, type HecServer, startHecServer } from 'hec-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { goodHeaders, type Received, request, token } from '../support/request.ts';

const path = '/services/collector/event';
const success = '{"text":"Success","code":0}';
let server: HecServer;

beforeAll(async () => {
  server = await startHecServer({ token });
});
beforeEach(() => server.clear());
afterAll(() => server.close());

const post = (body = '{"event":"x"}', to = path): Promise<Received> =>
  request(`${server.url}${to}`, { headers: goodHeaders, body });

/** Sends one request without waiting for its answer, which may never come. */
async function postAndWait(fault: Fault): Promise<() => void> {
  await server.setFaults([fault]);
  const outgoing = send(`${server.url}${path}`, { method: 'POST', headers: goodHeaders, agent: false });
  outgoing.on('error', () => {});
  outgoing.end('{"event":"x"}');
  await server.waitForRequests(1);
  return () => outgoing.destroy();
}

test('answers 503 with a HEC code so many times, then rightly', async () => {
  await server.setFaults([{ do: 'status', status: 503, code: 9, times: 2 }]);
  const answers = [await post(), await post(), await post()];
  expect(answers.map(({ status, text }) => [status, text])).toEqual([
    [503, '{"text":"Server is busy","code":9}'],
    [503, '{"text":"Server is busy","code":9}'],
    [200, success],
  ]);
  expect(await server.stats()).toMatchObject({ events: 1, faults: 2, rejected: 2, statuses: { 200: 1, 503: 2 } });
});

test.each([3, 'Wed, 21 Oct 2026 07:28:00 GMT'])(
  'answers 429 with Retry-After %s and other headers',
  async (retryAfter) => {
    await server.setFaults([{ do: 'status', status: 429, code: 26, retryAfter, headers: { 'x-from': 'balancer' } }]);
    const { status, headers } = await post();
    expect([status, headers['retry-after'], headers['x-from']]).toEqual([429, String(retryAfter), 'balancer']);
  },
);

test.each([
  [401, 3, 'Invalid authorization'],
  [403, 4, 'Invalid token'],
])('answers %d with code %d to the right token', async (status, code, text) => {
  await server.setFaults([{ do: 'status', status, code }]);
  expect(await post()).toMatchObject({ status, text: JSON.stringify({ text, code }) });
});

test('answers 403 without a HEC body, as a firewall does, to a poisoned body alone, gzip or not', async () => {
  const { gzipSync } = await import('node:zlib');
  await server.setFaults([{ do: 'status', status: 403, body: 'blocked', contains: '<script>' }]);
  const headers = { ...goodHeaders, 'content-encoding': 'gzip' };
  const poisoned = await request(`${server.url}${path}`, { headers, body: gzipSync('{"event":"<script>"}') });
  expect(poisoned).toMatchObject({ status: 403, text: 'blocked' });
  expect(await post()).toMatchObject({ status: 200, text: success });
});

test('answers a 502 page and keeps nothing', async () => {
  await server.setFaults([{ do: 'html' }]);
  const answer = await post();
  expect(answer.status).toBe(502);
  expect(answer.headers['content-type']).toBe('text/html');
  expect(answer.text).toContain('<h1>502 Bad Gateway</h1>');
  expect(await server.events()).toEqual([]);
});

test('answers 200 with wrong JSON and keeps the events', async () => {
  await server.setFaults([{ do: 'wrong-json' }]);
  const answer = await post();
  expect(answer.status).toBe(200);
  expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  expect(await server.events()).toHaveLength(1);
});

test('never answers and keeps nothing', async () => {
  const giveUp = await postAndWait({ do: 'hang' });
  expect(await server.requests()).toMatchObject([{ status: 0, fault: 'hang', events: 0 }]);
  giveUp();
});

test('takes the events long before it answers slowly', async () => {
  const giveUp = await postAndWait({ do: 'slow', ms: 60_000 });
  expect(await server.requests()).toMatchObject([{ status: 200, fault: 'slow', events: 1 }]);
  giveUp();
});

test('gives the right answer after the time asked for', async () => {
  await server.setFaults([{ do: 'slow', ms: 30 }]);
  const before = performance.now();
  expect(await post()).toMatchObject({ status: 200, text: success });
  expect(performance.now() - before).toBeGreaterThan(28);
});

test('resets a connection before it reads the body', async () => {
  await server.setFaults([{ do: 'reset' }]);
  const socket = connect(server.port, '127.0.0.1');
  const failed = once(socket, 'error');
  // The head alone, and the body never: the reset does not wait for it.
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Splunk ${token}\r\ncontent-length: 13\r\n\r\n`);
  expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
  expect(await server.requests()).toMatchObject([{ status: 0, fault: 'reset', events: 0, bytes: 0 }]);
});

test('resets a connection after it took the body and the events', async () => {
  await server.setFaults([{ do: 'reset-after' }]);
  await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await server.requests()).toMatchObject([{ status: 0, fault: 'reset-after', events: 1 }]);
});

test('breaks off in the middle of an answer after it took the events', async () => {
  await server.setFaults([{ do: 'half' }]);
  await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await server.requests()).toMatchObject([{ status: 200, fault: 'half', events: 1 }]);
});

test('closes a connection it promised to keep', async () => {
  await server.setFaults([{ do: 'close', nth: 1 }]);
  const agent = new Agent({ keepAlive: true });
  const outgoing = send(`${server.url}${path}`, { method: 'POST', headers: goodHeaders, agent });
  outgoing.end('{"event":"x"}');
  const [response] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  expect(response.headers.connection).toBe('keep-alive');
  const { socket } = response;
  response.resume();
  await once(socket, 'close');
  expect(await server.requests()).toMatchObject([{ status: 200, fault: 'close', events: 1 }]);
  agent.destroy();
});

test('hits a path that carries no events when told to', async () => {
  await server.setFaults([{ do: 'status', status: 503, code: 18, path: '/health' }]);
  const health = await request(`${server.url}/services/collector/health`, { method: 'GET' });
  expect(health).toMatchObject({ status: 503, text: '{"text":"HEC is unhealthy, queues are full","code":18}' });
  expect(await post()).toMatchObject({ status: 200 });
});

test('keeps the counts of faults when other options change, and starts anew with new faults', async () => {
  const fault: Fault = { do: 'status', status: 503, code: 9, times: 1 };
  await server.setFaults([fault]);
  expect((await post()).status).toBe(503);
  await server.set({ indexes: [] });
  expect((await post()).status).toBe(200);
  await server.setFaults([fault]);
  expect((await post()).status).toBe(503);
});

test('refuses a wrong fault and keeps those it has', async () => {
  await server.setFaults([{ do: 'status', status: 503, code: 9 }]);
  await expect(server.setFaults([{ do: 'slow' } as never])).rejects.toThrow('Invalid fault 1: `slow` needs `ms`');
  expect((await post()).status).toBe(503);
  await server.setFaults([]);
});

test('files a request whose sender goes away in the middle', async () => {
  await server.setFaults([]);
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Splunk ${token}\r\ncontent-length: 100\r\n\r\n{"event"`,
    () => socket.destroy(),
  );
  const [seen] = await server.waitForRequests(1);
  expect(seen).toMatchObject({ status: 0, aborted: true, events: 0 });
});
