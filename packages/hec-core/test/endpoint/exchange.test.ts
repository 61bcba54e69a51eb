import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSplunk } from '../../src/dialect/splunk.ts';
import type { Dialect } from '../../src/dialect/types.ts';
import { createEndpoint } from '../../src/endpoint/endpoint.ts';
import { USER_AGENT } from '../../src/endpoint/user-agent.ts';
import { nodeRuntime } from '../../src/runtime.ts';
import { SUCCESS, startCollector } from './support/collector.ts';
import { EVENT, endpointAt, settingsOf, TOKEN } from './support/endpoint.ts';

describe('a batch on the wire', () => {
  it('is one POST with user agent, length, bare content type and credential (7.11-4, 1.14)', async () => {
    const { url, requests } = await startCollector();
    const response = await endpointAt(url).posted();
    expect(response).toMatchObject({ status: 200, body: SUCCESS });
    expect(requests).toHaveLength(1);
    const [{ method, url: target, headers, body } = expect.fail()] = requests;
    expect({ method, target, body: body.toString() }).toEqual({
      method: 'POST',
      target: '/services/collector/event',
      body: '{"event":"hello"}\n',
    });
    expect(headers).toEqual({
      host: url.host,
      connection: 'keep-alive',
      'user-agent': USER_AGENT,
      'content-type': 'application/json',
      'content-length': '18',
      authorization: `Splunk ${TOKEN}`,
    });
  });

  it('says that it is gzip and travels as the bytes it was sealed as (S07)', async () => {
    const { url, requests } = await startCollector();
    const body = gzipSync('{"event":"a"}\n{"event":"b"}\n');
    const reply = await endpointAt(url).exchange({ route: EVENT, body, encoding: 'gzip' });
    expect(reply.response?.status).toBe(200);
    expect(requests[0]?.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': `${body.length}` });
    expect(requests[0]?.body.equals(body)).toBe(true);
  });

  it('carries the channel it is given (A01)', async () => {
    const { url, requests } = await startCollector();
    const channel = '11111111-2222-3333-4444-555555555555';
    await endpointAt(url).exchange({ route: EVENT, body: Buffer.from('{}'), encoding: 'identity', channel });
    expect(requests[0]?.headers['x-splunk-request-channel']).toBe(channel);
  });

  it('goes to the path of its route below a prefix, with the metadata in the query (S09)', async () => {
    const { url, requests } = await startCollector();
    const { route } = createSplunk().frame('raw', { host: 'h', sourcetype: 'a b' }, false);
    const endpoint = endpointAt(new URL('/proxied', url));
    await endpoint.exchange({ route, body: Buffer.from('line'), encoding: 'identity' });
    expect(requests[0]).toMatchObject({
      url: '/proxied/services/collector/raw?host=h&sourcetype=a%20b',
      headers: expect.objectContaining({ 'content-type': 'text/plain' }),
    });
  });

  it('carries the headers of the options, but not a second credential', async () => {
    const { url, requests } = await startCollector();
    await endpointAt(url, { headers: { 'X-Tenant': 'a', Authorization: 'Basic other' } }).post();
    expect(requests[0]?.headers).toMatchObject({ 'x-tenant': 'a', authorization: `Splunk ${TOKEN}` });
  });

  it('has the key in its body where the route wants it there, and nowhere else (K06)', async () => {
    const { url, requests } = await startCollector();
    const route = { ...EVENT, path: '/batch', bodyCredential: { marker: '"intake_key":null' } };
    const body = gzipSync('{"intake_key":null,"jsons":["a"]}');
    await endpointAt(url).exchange({ route, body, encoding: 'gzip' });
    expect(gunzipSync(requests[0]?.body ?? '').toString()).toBe(`{"intake_key":"${TOKEN}","jsons":["a"]}`);
    expect(JSON.stringify(requests[0]?.headers)).not.toContain(TOKEN);
    expect(requests[0]?.headers['content-length']).toBe(`${requests[0]?.body.length}`);
  });

  it('has the key in the query where the dialect wants it there (K03)', async () => {
    const { url, requests } = await startCollector();
    const splunk = createSplunk();
    const dialect: Dialect = { ...splunk, credential: { ...splunk.credential, query: 'intake_key' } };
    await endpointAt(url, {}, { dialect }).post();
    expect(requests[0]?.url).toBe(`/services/collector/event?intake_key=${TOKEN}`);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it('asks again for a rotated token after refresh, and uses it from the next request on', async () => {
    const { url, requests } = await startCollector();
    let token = 'first-token';
    const endpoint = endpointAt(url, { token: async () => token });
    await endpoint.post();
    token = 'second-token';
    await endpoint.post();
    endpoint.refresh();
    await endpoint.post();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Splunk first-token',
      'Splunk first-token',
      'Splunk second-token',
    ]);
  });
});

describe('an endpoint', () => {
  it('shows no credential to inspect or JSON, after use either', async () => {
    const { url } = await startCollector();
    const settings = settingsOf({ url: url.href, proxy: `http://me:${TOKEN}@127.0.0.1:1` });
    const dialect = createSplunk();
    const endpoint = createEndpoint({ url, settings, dialect, runtime: nodeRuntime });
    await endpoint.exchange({ route: EVENT, body: Buffer.from('{}'), encoding: 'identity' });
    await endpoint.close(0);
    expect(inspect(endpoint, { depth: Infinity, showHidden: true }) + JSON.stringify(endpoint)).not.toContain(TOKEN);
  });
});

describe('a call', () => {
  it('goes to another door of the same collector, with the same credential', async () => {
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(new URL('/services/collector/event', url));
    await endpoint.call({
      method: 'POST',
      path: '/services/collector/ack?channel=G',
      body: '{"acks":[0]}',
      headers: { 'x-a': 'b' },
    });
    await endpoint.call({ method: 'GET', path: '/services/collector/health' });
    await endpoint.call({ method: 'OPTIONS', path: '' });
    expect(requests.map(({ method, url: target, body }) => `${method} ${target} ${body.toString()}`)).toEqual([
      'POST /services/collector/ack?channel=G {"acks":[0]}',
      'GET /services/collector/health ',
      'OPTIONS /services/collector/event ',
    ]);
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Splunk ${TOKEN}`,
      'content-type': 'application/json',
      'content-length': '12',
      'x-a': 'b',
    });
  });

  it('says that an empty body is empty (S26)', async () => {
    const { url, requests } = await startCollector();
    await endpointAt(url).call({ method: 'POST', path: '/services/collector/event', body: '' });
    expect(requests[0]?.headers['content-length']).toBe('0');
  });
});

describe('many requests', () => {
  it('use one connection one after the other, and as many as lanes and one for calls side by side', async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const { url, requests } = await startCollector((_, __, response) => {
      most = Math.max(most, ++open);
      waiting.push(() => {
        open--;
        response.end(SUCCESS);
      });
      if (waiting.length === 4 || requests.length > 4) for (const answer of waiting.splice(0)) answer();
    });
    const endpoint = endpointAt(url, { request: { concurrency: 3 } });
    const first = await Promise.all(Array.from({ length: 4 }, () => endpoint.post()));
    expect(first.map((reply) => reply.response?.status)).toEqual([200, 200, 200, 200]);
    expect(most).toBe(4);
    expect(new Set(requests.map(({ port }) => port)).size).toBe(4);
    for (let i = 0; i < 10; i++) await endpoint.post();
    expect(new Set(requests.slice(4).map(({ port }) => port)).size).toBe(1);
  });

  it('that are refused bring back what the collector said, once, and keep their connection (pitfall 21)', async () => {
    const busy = '{"text":"Server is busy","code":9}';
    const { url, requests } = await startCollector((_, __, response) => void response.writeHead(503).end(busy));
    const endpoint = endpointAt(url);
    const replies = [await endpoint.posted(), await endpoint.posted()];
    expect(replies).toMatchObject([
      { status: 503, body: busy },
      { status: 503, body: busy },
    ]);
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect(new Set(requests.map(({ port }) => port)).size).toBe(1);
  });

  it('bring a large body through whole', async () => {
    const { url, requests } = await startCollector();
    const body = randomBytes(5_000_000);
    const reply = await endpointAt(url).exchange({ route: EVENT, body, encoding: 'identity' });
    expect(reply.response?.status).toBe(200);
    expect(requests[0]?.body.equals(body)).toBe(true);
  });

  it('run in the context they are given, from the first step to the last', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const { url } = await startCollector();
    const note = (message: unknown): void => {
      const { request } = message as { request: { origin: string } };
      if (request.origin === url.origin) seen.push(storage.getStore());
    };
    subscribe('undici:request:create', note);
    onTestFinished(() => void unsubscribe('undici:request:create', note));
    const endpoint = endpointAt(url, {}, { runInContext: (work) => storage.run('quiet', work) });
    await Promise.all(Array.from({ length: 9 }, () => endpoint.post()));
    expect(seen).toEqual(Array.from({ length: 9 }, () => 'quiet'));
  });
});
