import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { goodHeaders, request, token } from './support/request.ts';

const path = '/services/collector/event';

test('takes an event and shows it with what came around it', async () => {
  await using server = await startHecServer({ token });
  const body = '{"time":1700000000.123,"host":"h","event":{"m":1},"fields":{"env":"prod"}}';
  const answer = await request(`${server.url}${path}`, { headers: goodHeaders, body });
  expect(answer).toMatchObject({ status: 200, text: '{"text":"Success","code":0}' });
  const [event] = await server.waitForEvents(1);
  expect(event).toMatchObject({
    seq: 1,
    kind: 'event',
    path,
    raw: body,
    event: { m: 1 },
    host: 'h',
    time: 1700000000.123,
  });
  const [seen] = await server.requests();
  expect(seen).toMatchObject({
    id: event?.requestId,
    status: 200,
    events: 1,
    bytes: body.length,
    inflatedBytes: body.length,
  });
});

test('keeps no credential of a request', async () => {
  await using server = await startHecServer({ token, allowQueryStringAuth: true });
  const headers = { ...goodHeaders, 'x-api-key': token, cookie: token };
  await request(`${server.url}${path}?token=${token}&host=h`, { headers, body: '{"event":"x"}' });
  const kept = JSON.stringify([await server.requests(), await server.events(), await server.stats()]);
  expect(kept).not.toContain(token);
  expect(kept).toContain('token=[redacted]&host=h');
});

test('answers while the thread that started it is blocked', async () => {
  await using server = await startHecServer({ token });
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const source = `
    const { workerData } = require('node:worker_threads');
    fetch(workerData.url, { method: 'POST', headers: { authorization: 'Splunk ${token}' }, body: '{"event":"x"}' })
      .then((answer) => { Atomics.store(workerData.flag, 0, answer.status); Atomics.notify(workerData.flag, 0); });`;
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(source, { eval: true, execArgv: [], workerData: { url: `${server.url}${path}`, flag } });
  // As pino does in `end()`: this thread runs nothing else until the other one has its answer.
  expect(Atomics.wait(flag, 0, 0, 10_000)).not.toBe('timed-out');
  expect(flag[0]).toBe(200);
  await worker.terminate();
});

test('says in words that a port is taken', async () => {
  await using server = await startHecServer();
  await expect(startHecServer({ port: server.port })).rejects.toThrow(`Port ${server.port} on 127.0.0.1 is taken`);
});

test('says what came when waiting takes too long', async () => {
  await using server = await startHecServer({ token });
  await request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":"x"}' });
  await expect(server.waitForEvents(2, { timeoutMs: 20 })).rejects.toThrow('Waited 20 ms for 2 events; 1 came.');
});

test('forgets the oldest events beyond `maxEvents` and still counts them', async () => {
  await using server = await startHecServer({ token, maxEvents: 3 });
  const body = Array.from({ length: 10 }, (_, i) => `{"event":"e${i}"}`).join('\n');
  await request(`${server.url}${path}`, { headers: goodHeaders, body });
  expect((await server.events()).map(({ event }) => event)).toEqual(['e7', 'e8', 'e9']);
  expect(await server.stats()).toMatchObject({ events: 10, forgotten: 7 });
});

test('counts from nothing after `clear`, but for the sequence', async () => {
  await using server = await startHecServer({ token });
  await request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":"old"}' });
  await server.clear();
  expect(await server.events()).toEqual([]);
  const next = server.waitForEvents(1);
  await request(`${server.url}${path}`, { headers: goodHeaders, body: '{"event":"new"}' });
  expect(await next).toMatchObject([{ seq: 2, event: 'new' }]);
  expect(await server.stats()).toMatchObject({ events: 1, requests: 1 });
});

test('changes tokens while running', async () => {
  await using server = await startHecServer({ token: 'old' });
  await server.set({ token, disabledTokens: ['old'] });
  const post = (word: string) =>
    request(`${server.url}${path}`, {
      headers: { ...goodHeaders, authorization: `Splunk ${word}` },
      body: '{"event":1}',
    });
  expect(await post('old')).toMatchObject({ status: 403, text: '{"text":"Token disabled","code":1}' });
  expect(await post(token)).toMatchObject({ status: 200 });
});

test('rejects questions after `close`, which may be called twice', async () => {
  const server = await startHecServer();
  await Promise.all([server.close(), server.close()]);
  await expect(server.events()).rejects.toThrow('This hec-server is closed.');
});

test.each([
  [{ tokn: 'x' }, /Unknown option `tokn`; there are port, host, token/],
  [{ port: 70_000 }, 'Invalid option `port`: expected an integer between 0 and 65535, got 70000 (number)'],
  [{ token: 5 }, 'Invalid option `token`: expected a string or an array of strings, got number'],
  [{ ack: { delay: 1 } }, /Unknown option `ack.delay`/],
  [{ host: '0.0.0.0' }, /would take any token from anyone who can reach 0.0.0.0: give it a token/],
  [{ faults: [{ do: 'explode' }] }, /Invalid fault 1: `do` is one of status, html,/],
  [{ faults: [{ do: 'status' }] }, 'Invalid fault 1: `status` needs `status`'],
  [{ faults: [{ do: 'slow', ms: 1, nth: 0 }] }, 'Invalid fault 1: `nth` cannot be 0'],
  [{ faults: [{ do: 'reset', contains: 'x' }] }, /use `reset-after`/],
])('refuses %j in words', async (options, message) => {
  await expect(startHecServer(options as never)).rejects.toThrow(message);
});

test('does not keep the process alive', async () => {
  const program = `import { startHecServer } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))};
    const server = await startHecServer(); console.log(server.url);`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 });
  expect((await run).stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});

/** Runs a program that has `started`, the threads so far, and gives back what it prints. */
async function watched(program: string): Promise<string[]> {
  const source = `import { once } from 'node:events';
    import { startHecServer } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))};
    const started = [];
    process.on('worker', (worker) => started.push(worker));
    const alive = setInterval(() => {}, 60_000);
    ${program}
    clearInterval(alive);`;
  const args = ['--input-type=module', '--eval', source];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  return stdout.trim().split('\n');
}

describe('the thread of the servers', () => {
  test('is one for all of them, and ends when the last has been gone for a while', async () => {
    const program = `
      const servers = await Promise.all([startHecServer({ token: 'a' }), startHecServer({ token: 'b' })]);
      for (const { url } of servers) {
        const headers = { authorization: 'Splunk a' };
        const { status } = await fetch(url + '/services/collector', { method: 'POST', headers, body: '{"event":1}' });
        console.log(status);
      }
      await Promise.all(servers.map((server) => server.close()));
      const next = await startHecServer();
      console.log((await next.events()).length, started.length);
      await next.close();
      await once(started[0], 'exit');
      const later = await startHecServer();
      console.log(started.length);`;
    expect(await watched(program)).toEqual(['200', '403', '0 1', '2']);
  });

  test('takes its servers along when it breaks, and the next server gets another', async () => {
    const program = `
      const server = await startHecServer();
      const waiting = server.waitForEvents(1).catch(({ message }) => message);
      await started[0].terminate();
      console.log(await waiting);
      console.log(await server.stats().catch(({ message }) => message));
      await server.close();
      const next = await startHecServer();
      console.log((await next.events()).length, started.length);`;
    const ended = 'The thread of hec-server has ended, and its servers with it.';
    expect(await watched(program)).toEqual([ended, ended, '0 2']);
  });

  test('keeps the process alive for a server that is to', async () => {
    const program = `
      const quiet = await startHecServer();
      const server = await startHecServer({ keepAlive: true });
      setTimeout(async () => {
        await server.close();
        console.log('closed');
        setTimeout(() => console.log('not reached'), 10_000).unref();
      }, 50).unref();`;
    expect(await watched(program)).toEqual(['closed']);
  });
});
