import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { freePort, onRequest, SUCCESS, startCollector, startTcp } from './support/collector.ts';
import { EVENT, endpointAt, TOKEN } from './support/endpoint.ts';

const head = (status: string, ...lines: string[]): string => [`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n');
const ok = `${head('200 OK', `content-length: ${SUCCESS.length}`)}${SUCCESS}`;

describe('before anything is sent', () => {
  it('nothing listens: connection-refused', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}`);
    expect(await endpointAt(url).failed()).toEqual({
      reason: 'connection-refused',
      ambiguous: false,
      message: `Nothing listens on ${url.origin} (connection refused). Is it running, and is the port right?`,
    });
  });

  it('nothing listens on any address of a name: connection-refused', async () => {
    const url = new URL(`http://localhost:${await freePort()}`);
    expect(await endpointAt(url).failed()).toMatchObject({ reason: 'connection-refused', ambiguous: false });
  });

  it('the name does not exist: dns', async () => {
    const failure = await endpointAt(new URL('http://no-such-host.invalid:8088'), { proxy: 'none' }).failed();
    expect(failure).toMatchObject({ reason: 'dns', ambiguous: false });
    expect(failure.message).toContain('The host name in http://no-such-host.invalid:8088');
  });

  it.each<[string, HecOptions['token'], string]>([
    ['function fails', () => Promise.reject(new Error('hunter2')), 'the token function failed (Error)'],
    ['is illegal in a header', () => 'abc\ndef', 'holds a character that cannot travel in a header, at position 4'],
    ['variable is empty', { env: 'HEC_TEST_NO_SUCH_VARIABLE' }, 'the environment variable HEC_TEST_NO_SUCH_VARIABLE'],
    ['file is missing', { file: '/nonexistent/hec-token' }, 'cannot be read (ENOENT)'],
  ])('the token %s: no-token', async (_, token, words) => {
    const { url, requests } = await startCollector();
    const failure = await endpointAt(url, { token: token as string }).failed();
    expect(failure).toMatchObject({ reason: 'no-token', ambiguous: false });
    expect(failure.message).toContain(`No token for ${url.origin}: `);
    expect(failure.message).toContain(words);
    expect(requests).toEqual([]);
  });

  it('the token function never answers: no-token at the deadline', async () => {
    const { url, requests } = await startCollector();
    const runtime = fakeRuntime();
    const endpoint = endpointAt(url, { token: () => new Promise(() => {}) }, { runtime });
    const failing = endpoint.failed();
    runtime.advance(30_000);
    expect(await failing).toMatchObject({
      reason: 'no-token',
      message: `No token for ${url.origin}: none came within 30000 ms.`,
    });
    expect(requests).toEqual([]);
  });

  it('the handshake never ends: timeout of the connection', async () => {
    const runtime = fakeRuntime();
    const { url, server } = await startTcp(() => {});
    const endpoint = endpointAt(new URL(`https://${url.host}`), {}, { runtime });
    const failing = endpoint.failed();
    await once(server, 'connection');
    runtime.advance(10_000);
    const failure = await failing;
    expect(failure).toMatchObject({ reason: 'timeout', ambiguous: false });
    expect(failure.message).toContain('accepted no connection in time');
    expect(runtime.timers).toBe(0);
  });

  it('every connection is busy: timeout, and what waited is never sent', async () => {
    const runtime = fakeRuntime();
    const held: (() => void)[] = [];
    const { url, received, requests } = await startCollector((_, __, response) => {
      held.push(() => response.end(SUCCESS));
    });
    const endpoint = endpointAt(url, { request: { concurrency: 1 } }, { runtime });
    const get = () => endpoint.call({ method: 'GET', path: '', timeoutMs: 99_999 });
    const blocking = [get(), get()];
    await received(2);
    const failing = endpoint.failed();
    await new Promise(setImmediate);
    runtime.advance(30_000);
    expect(await failing).toMatchObject({ reason: 'timeout', ambiguous: false });
    for (const answer of held.splice(0)) answer();
    await Promise.all(blocking);
    const last = get();
    await received(3);
    held.pop()?.();
    expect((await last).response?.status).toBe(200);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  it('the option headers hold what HTTP has no room for: a failure, no crash', async () => {
    const { url } = await startCollector();
    const reply = await endpointAt(url).call({ method: 'GET', path: '', headers: { 'x-a': 'b\r\nx-c: d' } });
    expect(reply.failure).toMatchObject({ reason: 'other', ambiguous: false });
    expect(reply.failure?.message).toContain('cannot be written');
  });
});

describe('after the request was written', () => {
  it('reset before an answer on a fresh connection: connection-reset, ambiguous', async () => {
    const { url } = await startTcp((socket) => onRequest(socket, () => socket.resetAndDestroy()));
    expect(await endpointAt(url).failed()).toEqual({
      reason: 'connection-reset',
      ambiguous: true,
      message: `${url.origin} closed the connection without an answer. If it expects TLS on this port, write https:// in url.`,
    });
  });

  it('reset while the body is still coming: connection-reset, ambiguous', async () => {
    const { url } = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const reply = await endpointAt(url).exchange({
      route: EVENT,
      body: Buffer.alloc(20_000_000),
      encoding: 'identity',
    });
    expect(reply.failure).toMatchObject({ reason: 'connection-reset', ambiguous: true });
  });

  it('closed without an answer on a fresh connection: connection-reset, ambiguous', async () => {
    const { url } = await startTcp((socket) => onRequest(socket, () => socket.end()));
    expect(await endpointAt(url).failed()).toMatchObject({ reason: 'connection-reset', ambiguous: true });
  });

  it.each(['end', 'resetAndDestroy'] as const)(
    '%s on a connection that served before: stale-socket, and the next one is fresh (pitfall 20)',
    async (how) => {
      let requests = 0;
      const { url } = await startTcp((socket) =>
        onRequest(socket, () => {
          if (++requests === 2) socket[how]();
          else socket.write(ok);
        }),
      );
      const endpoint = endpointAt(url);
      expect((await endpoint.posted()).status).toBe(200);
      expect(await endpoint.failed()).toMatchObject({ reason: 'stale-socket', ambiguous: true });
      expect((await endpoint.posted()).status).toBe(200);
    },
  );

  it('a connection that the collector closed while it was idle is not used', async () => {
    let connections = 0;
    const { url } = await startTcp((socket) => {
      connections++;
      onRequest(socket, () => socket.end(ok));
    });
    const endpoint = endpointAt(url);
    for (let i = 0; i < 20; i++) expect((await endpoint.posted()).status).toBe(200);
    expect(connections).toBe(20);
  });

  it('a collector that closes just after each answer costs a stale-socket at most, never the blame', async () => {
    const { url } = await startTcp((socket) =>
      onRequest(socket, () => socket.write(ok, () => setImmediate(() => socket.destroy()))),
    );
    const endpoint = endpointAt(url);
    const outcomes = new Set<unknown>();
    for (let i = 0; i < 200; i++) {
      const { response, failure } = await endpoint.post();
      outcomes.add(response?.status ?? failure?.reason);
    }
    expect([...outcomes].filter((outcome) => outcome !== 200 && outcome !== 'stale-socket')).toEqual([]);
  });

  it('no answer: timeout at the deadline, ambiguous', async () => {
    const runtime = fakeRuntime();
    const { url, server } = await startCollector(() => {});
    const endpoint = endpointAt(url, { request: { timeoutMs: 5000 } }, { runtime });
    const failing = endpoint.failed();
    const [request] = (await once(server, 'request')) as [import('node:http').IncomingMessage];
    runtime.advance(5000);
    expect(await failing).toEqual({
      reason: 'timeout',
      ambiguous: true,
      message: `${url.origin} took the request and did not answer within 5000 ms (request.timeoutMs).`,
    });
    if (!request.socket.destroyed) await once(request.socket, 'close');
  });

  it('a body that trickles without end: timeout at the deadline, ambiguous', async () => {
    const runtime = fakeRuntime();
    const { url } = await startTcp((socket) =>
      onRequest(socket, () => {
        socket.write(head('200 OK', 'transfer-encoding: chunked'));
        const drip = (): void => void (socket.destroyed || socket.write('1\r\nx\r\n', () => setImmediate(drip)));
        drip();
        setImmediate(() => runtime.advance(30_000));
      }),
    );
    const failure = await endpointAt(url, {}, { runtime }).failed();
    expect(failure).toMatchObject({ reason: 'timeout', ambiguous: true });
  });

  it.each([
    ['200 OK', 'a success, whose ackId may be missing'],
    ['400 Bad Request', 'a refusal, whose event number may be missing'],
  ])('%s cut off in its body: connection-reset, because it is %s', async (status) => {
    const { url } = await startTcp((socket) =>
      onRequest(socket, () => socket.end(`${head(status, 'content-length: 100')}{"text":`)),
    );
    expect(await endpointAt(url).failed()).toEqual({
      reason: 'connection-reset',
      ambiguous: true,
      message: `${url.origin} broke off in the middle of its answer.`,
    });
  });

  it('413 cut off in its body is an answer all the same', async () => {
    const { url } = await startTcp((socket) =>
      onRequest(socket, () => socket.end(`${head('413 Payload Too Large', 'content-length: 100')}<html>`)),
    );
    expect(await endpointAt(url).posted()).toMatchObject({ status: 413, body: '<html>' });
  });

  it('something that is no HTTP: other, ambiguous', async () => {
    const { url } = await startTcp((socket) => onRequest(socket, () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect(await endpointAt(url).failed()).toEqual({
      reason: 'other',
      ambiguous: true,
      message: `What answers at ${url.origin} does not speak HTTP. Check the port in url.`,
    });
  });
});

describe('a failure', () => {
  it('never names the credential, wherever it happens', async () => {
    const port = await freePort();
    const { url: echo } = await startTcp((socket) => void socket.once('data', (data) => socket.end(data)));
    const { url: busy } = await startCollector((_, request) => request.socket.destroy());
    const failures = await Promise.all([
      endpointAt(new URL(`http://127.0.0.1:${port}`)).failed(),
      endpointAt(new URL(`https://127.0.0.1:${echo.port}`)).failed(),
      endpointAt(echo).failed(),
      endpointAt(busy, { tokenPrefix: 'Basic' }).failed(),
      endpointAt(busy, { proxy: `http://me:${TOKEN}@127.0.0.1:${port}` }).failed(),
      endpointAt(new URL('https://a.invalid'), { proxy: `http://me:${TOKEN}@127.0.0.1:${echo.port}` }).failed(),
    ]);
    expect(JSON.stringify(failures)).not.toContain(TOKEN);
    expect(JSON.stringify(failures)).not.toContain(Buffer.from(`x:${TOKEN}`).toString('base64'));
    expect(failures.every(({ message }) => message.length > 30)).toBe(true);
  });
});
