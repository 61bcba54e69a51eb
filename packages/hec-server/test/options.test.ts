import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as send } from 'node:http';
import { startHecServer } from 'hec-server';
import { expect, test } from 'vitest';
import { goodHeaders, request, token } from './support/request.ts';

const path = '/services/collector/event';

test('`responseHeaders` are on every answer, and can change', async () => {
  await using server = await startHecServer({ token, responseHeaders: { 'set-cookie': 'AWSALB=one' } });
  const ask = () => request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":1}' });
  expect((await ask()).headers['set-cookie']).toEqual(['AWSALB=one']);
  await server.set({ responseHeaders: { 'set-cookie': 'AWSALB=two' } });
  expect((await ask()).headers['set-cookie']).toEqual(['AWSALB=two']);
});

test('`keepAliveTimeoutMs` ends an idle connection', async () => {
  await using server = await startHecServer({ token, keepAliveTimeoutMs: 20 });
  const agent = new Agent({ keepAlive: true });
  const outgoing = send(`${server.url}${path}`, { method: 'POST', headers: goodHeaders, agent });
  outgoing.end('{"event":1}');
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { socket } = response;
  response.resume();
  await once(socket, 'close');
  expect(await server.stats()).toMatchObject({ events: 1, connections: 1 });
  agent.destroy();
});

test('`maxRequests` forgets the oldest requests and still counts them', async () => {
  await using server = await startHecServer({ token, maxRequests: 2 });
  for (let i = 0; i < 5; i++) await request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":1}' });
  expect((await server.requests()).map(({ id }) => id)).toEqual([4, 5]);
  expect(await server.stats()).toMatchObject({ requests: 5 });
});

test('`keepAlive` lets the server alone keep the process alive, until it is closed', async () => {
  const program = `import { startHecServer } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))};
    const server = await startHecServer({ keepAlive: true });
    console.log(server.url);
    process.once('SIGTERM', () => server.close());`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [url] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  // A whole exchange later it is still there; without the option it would have left with the last line of its program.
  const health = await request(`${url.trim()}/services/collector/health`, { method: 'GET' });
  expect(health.status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

/** Statuses of sixteen requests to a server that fails every other one by chance. */
const hits = async (seed: number): Promise<number[]> => {
  await using server = await startHecServer({
    token,
    seed,
    faults: [{ do: 'status', status: 503, probability: 0.5 }],
  });
  const statuses: number[] = [];
  for (let i = 0; i < 16; i++)
    statuses.push((await request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":1}' })).status);
  return statuses;
};

test('`seed` decides which requests a probability hits', async () => {
  const first = await hits(1);
  expect(await hits(1)).toEqual(first);
  expect(await hits(2)).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 503]));
});

test('an event nested deeper than any stack neither ends the server nor hides the others', async () => {
  await using server = await startHecServer({ token });
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const body = `{"event":"before"}\n{"event":${deep}}\n{"event":"after"}`;
  expect((await request(`${server.url}${path}`, { headers: goodHeaders, body })).status).toBe(200);
  const found = await request(`${server.url}/api/events?search=after`, { method: 'GET' });
  expect(JSON.parse(found.text)).toMatchObject([{ event: 'after' }]);
  expect((await request(`${server.url}/api/events?search=level:30`, { method: 'GET' })).text).toBe('[]');
  expect((await server.stats()).events).toBe(3);
});
