import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { USER_AGENT } from '../../src/endpoint/user-agent.ts';
import { fakeRuntime } from '../support/fake-runtime.ts';
import { createAuthority, createIdentity, type Identity } from './support/certificates.ts';
import { freePort, SUCCESS, startCollector, startTcp } from './support/collector.ts';
import { startProxy } from './support/connect-proxy.ts';
import { endpointAt, TOKEN } from './support/endpoint.ts';

let authority: Identity;
let collector: Identity;
let gateway: Identity;

beforeAll(async () => {
  authority = await createAuthority();
  collector = await createIdentity({ by: authority, names: ['splunk.test'] });
  gateway = await createIdentity({ by: authority, names: ['127.0.0.1'] });
});

const at = (url: URL): URL => new URL(`${url.protocol}//splunk.test:${url.port}`);
const password = 'proxy-password-1';
const withUser = (url: string): string => url.replace('://', `://me:${password}@`);
const basic = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;

describe.each([
  ['an http proxy', () => ({})],
  ['an https proxy', () => ({ tls: gateway })],
] as const)('%s', (_, options) => {
  it('is asked for a tunnel to an https collector, and sees neither token nor events', async () => {
    const proxy = await startProxy(options());
    const { url, requests, server } = await startCollector(undefined, collector);
    const connection = once(server, 'secureConnection') as Promise<[TLSSocket & { servername: string }]>;
    const endpoint = endpointAt(at(url), { proxy: withUser(proxy.url), tls: { ca: authority.cert } });
    expect(await endpoint.posted()).toMatchObject({ status: 200, body: SUCCESS });
    expect(await endpoint.posted()).toMatchObject({ status: 200, body: SUCCESS });
    expect((await connection)[0].servername).toBe('splunk.test');
    expect(proxy.asked).toEqual([
      {
        line: `CONNECT splunk.test:${url.port}`,
        headers: expect.objectContaining({
          host: `splunk.test:${url.port}`,
          'user-agent': USER_AGENT,
          'proxy-authorization': basic,
        }),
      },
    ]);
    expect(JSON.stringify(proxy.asked)).not.toContain(TOKEN);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers.authorization).toBe(`Splunk ${TOKEN}`);
    expect(requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('is given whole requests for an http collector', async () => {
    const proxy = await startProxy(options());
    const { url, requests } = await startCollector();
    const endpoint = endpointAt(at(url), { proxy: withUser(proxy.url), tls: { ca: authority.cert } });
    expect(await endpoint.posted()).toMatchObject({ status: 200, body: SUCCESS });
    expect(proxy.asked).toEqual([
      {
        line: `POST http://splunk.test:${url.port}/services/collector/event`,
        headers: expect.objectContaining({ host: `splunk.test:${url.port}`, 'proxy-authorization': basic }),
      },
    ]);
    expect(requests[0]?.body.toString()).toBe('{"event":"hello"}\n');
  });

  it('that wants other credentials is told apart from a collector that does, and shows no password', async () => {
    const { url: proxy } = await startProxy({ ...options(), refuse: 407 });
    const { url, requests } = await startCollector();
    const about = { proxy: withUser(proxy), tls: { ca: authority.cert } };
    for (const target of [at(url), new URL('https://splunk.test:8088')]) {
      const failure = await endpointAt(target, about).failed();
      expect(failure).toEqual({
        reason: 'proxy',
        ambiguous: false,
        message: `The proxy ${proxy} wants other credentials (407): put its user and password into the proxy URL, http://user:password@…`,
      });
    }
    expect(requests).toEqual([]);
  });
});

describe('a proxy', () => {
  it('that refuses a tunnel says so with its status', async () => {
    const { url } = await startProxy({ refuse: 403 });
    const failure = await endpointAt(new URL('https://splunk.test:8088'), { proxy: url }).failed();
    expect(failure).toMatchObject({ reason: 'proxy', ambiguous: false });
    expect(failure.message).toBe(
      `The proxy ${url} does not allow connections to https://splunk.test:8088 (403): its rules have to.`,
    );
  });

  it('that cannot reach the collector is told', async () => {
    const { url } = await startProxy();
    const target = `https://splunk.test:${await freePort()}`;
    const failure = await endpointAt(new URL(target), { proxy: url }).failed();
    expect(failure.message).toBe(`The proxy ${url} could not reach ${target} (it answered 502).`);
  });

  it('that is down is told apart from a collector that is', async () => {
    const proxy = `http://127.0.0.1:${await freePort()}`;
    const failure = await endpointAt(new URL('http://splunk.test:8088'), { proxy }).failed();
    expect(failure).toMatchObject({ reason: 'proxy', ambiguous: false });
    expect(failure.message).toContain(
      `The proxy ${proxy}, on the way to http://splunk.test:8088, cannot be used: Nothing listens`,
    );
  });

  it('that answers nothing to CONNECT runs into the connect timeout, and so does one that answers nonsense', async () => {
    const runtime = fakeRuntime();
    const silent = await startTcp((socket) => void socket.once('data', () => runtime.advance(10_000)));
    const odd = await startTcp((socket) => void socket.once('data', (data) => socket.end(data)));
    const target = new URL('https://splunk.test:8088');
    expect(await endpointAt(target, { proxy: silent.url.origin }, { runtime }).failed()).toMatchObject({
      reason: 'proxy',
      ambiguous: false,
    });
    expect(await endpointAt(target, { proxy: odd.url.origin }).failed()).toMatchObject({
      reason: 'proxy',
      ambiguous: false,
    });
  });

  it('with a certificate nobody trusts is told, and the collector is not blamed', async () => {
    const { url } = await startProxy({ tls: await createIdentity({ names: ['127.0.0.1'] }) });
    const failure = await endpointAt(new URL('https://splunk.test:8088'), { proxy: url }).failed();
    expect(failure.message).toMatch(new RegExp(`^The proxy ${url}, .*No TLS connection with ${url}: .*tls.ca`));
  });

  it('is not shown the client certificate, which is for the collector', async () => {
    const proxy = await startProxy({
      tls: { ...gateway, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
    });
    const toProxy = once(proxy.server, 'secureConnection') as Promise<[TLSSocket]>;
    const { url } = await startCollector(
      (_, request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
      { ...collector, ca: authority.cert, requestCert: true },
    );
    const client = await createIdentity({ by: authority, names: ['client'] });
    const tls = { ca: authority.cert, cert: client.cert, key: client.key };
    expect((await endpointAt(at(url), { proxy: proxy.url, tls }).posted()).body).toBe('client');
    expect((await toProxy)[0].getPeerCertificate()).toEqual({});
  });

  it('does not stand for the collector: an untrusted one behind it is still refused', async () => {
    const proxy = await startProxy();
    const { url, requests } = await startCollector(undefined, collector);
    expect(await endpointAt(at(url), { proxy: proxy.url }).failed()).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(requests).toEqual([]);
  });

  it('comes from the environment as it is when the endpoint is made, unless NO_PROXY spares the host', async () => {
    const proxy = await startProxy();
    const { url } = await startCollector(undefined, collector);
    vi.stubEnv('https_proxy', proxy.url);
    vi.stubEnv('no_proxy', '');
    vi.stubEnv('NO_PROXY', '');
    const through = endpointAt(at(url), { tls: { ca: authority.cert } });
    vi.stubEnv('no_proxy', '.test');
    const spared = endpointAt(at(url), { tls: { ca: authority.cert } });
    expect((await through.posted()).status).toBe(200);
    expect(await spared.failed()).toMatchObject({ reason: 'dns' });
    expect(proxy.asked).toHaveLength(1);
  });
});
