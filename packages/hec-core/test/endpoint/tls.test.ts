import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, createIdentity, type Identity } from './support/certificates.ts';
import { onRequest, startCollector, startTcp } from './support/collector.ts';
import { endpointAt, settingsOf, TOKEN } from './support/endpoint.ts';
import { temporaryFolder } from './support/folder.ts';

let authority: Identity;
let server: Identity;
let client: Identity;

beforeAll(async () => {
  authority = await createAuthority();
  server = await createIdentity({ by: authority, names: ['localhost', '127.0.0.1'] });
  client = await createIdentity({ by: authority, names: ['client'] });
});

describe('an https collector', () => {
  it('is trusted by the authority in tls.ca, as text, as file and in a list', async () => {
    const { url, requests } = await startCollector(undefined, server);
    const file = join(temporaryFolder(), 'ca.pem');
    writeFileSync(file, authority.cert);
    const other = await createAuthority('Another authority');
    for (const ca of [authority.cert, file, [other.cert, file]]) {
      expect((await endpointAt(url, { tls: { ca } }).posted()).status).toBe(200);
    }
    expect(requests[2]?.headers.authorization).toBe(`Splunk ${TOKEN}`);
  });

  it('that signs itself is trusted by its own certificate', async () => {
    const self = await createIdentity({ names: ['localhost', '127.0.0.1'] });
    const { url } = await startCollector(undefined, self);
    expect((await endpointAt(url, { tls: { ca: self.cert } }).posted()).status).toBe(200);
  });

  it('that signs itself is refused, and the message names the way out', async () => {
    const { url, requests } = await startCollector(undefined, await createIdentity({ names: ['127.0.0.1'] }));
    const failure = await endpointAt(url).failed();
    expect(failure).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(failure.message).toContain('tls.ca');
    expect(requests).toEqual([]);
  });

  it('of an unknown authority is refused, and the message names the way out', async () => {
    const { url } = await startCollector(undefined, server);
    expect((await endpointAt(url).failed()).message).toMatch(/^No TLS connection with https:\/\/127.*tls\.ca/);
  });

  it('is taken without any check only when rejectUnauthorized is false', async () => {
    const { url } = await startCollector(undefined, await createIdentity());
    expect((await endpointAt(url, { tls: { rejectUnauthorized: false } }).posted()).status).toBe(200);
  });

  it('of another name is refused unless tls.servername says that name, which is also what it is asked for', async () => {
    const named = await createIdentity({ by: authority, names: ['splunk.test'] });
    const { url, server: https } = await startCollector(undefined, named);
    const ca = authority.cert;
    const failure = await endpointAt(url, { tls: { ca } }).failed();
    expect(failure).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(failure.message).toContain('tls.servername');
    const connection = once(https, 'secureConnection') as Promise<[TLSSocket & { servername: string }]>;
    expect((await endpointAt(url, { tls: { ca, servername: 'splunk.test' } }).posted()).status).toBe(200);
    expect((await connection)[0].servername).toBe('splunk.test');
  });

  it('with an expired certificate is refused, and the message says so', async () => {
    const expired = await createIdentity({ by: authority, names: ['127.0.0.1'], expired: true });
    const { url } = await startCollector(undefined, expired);
    const failure = await endpointAt(url, { tls: { ca: authority.cert } }).failed();
    expect(failure).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(failure.message).toContain('has expired');
  });

  it('is spoken to in HTTP/1.1 even if it offers HTTP/2 (pitfall 23)', async () => {
    const { createSecureServer } = await import('node:http2');
    const https = createSecureServer({ ...server, allowHTTP1: true }, (request, response) => {
      request.resume();
      response.end(request.httpVersion);
    });
    https.listen(0, '127.0.0.1');
    await once(https, 'listening');
    const { port } = https.address() as { port: number };
    const endpoint = endpointAt(new URL(`https://127.0.0.1:${port}`), { tls: { ca: authority.cert } });
    expect((await endpoint.posted()).body).toBe('1.1');
    await endpoint.close(0);
    https.close();
  });

  it('older than tls.minVersion is refused', async () => {
    const { url } = await startCollector(undefined, { ...server, maxVersion: 'TLSv1.2' });
    const ca = authority.cert;
    expect((await endpointAt(url, { tls: { ca } }).posted()).status).toBe(200);
    const failure = await endpointAt(url, { tls: { ca, minVersion: 'TLSv1.3' } }).failed();
    expect(failure).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(failure.message).toContain('tls.minVersion');
  });

  it('resumes its session on the next connection', async () => {
    const reused: boolean[] = [];
    const { url, server: https } = await startCollector(undefined, server);
    https.on('secureConnection', (socket: TLSSocket) => reused.push(socket.isSessionReused()));
    const endpoint = endpointAt(url, { tls: { ca: authority.cert } });
    await endpoint.post();
    https.closeIdleConnections();
    await endpoint.post();
    expect(reused).toEqual([false, true]);
  });
});

const wants = (): object => ({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true });

describe('mutual TLS', () => {
  it('shows the client certificate', async () => {
    const { url } = await startCollector(
      (_, request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
      wants(),
    );
    const tls = { ca: authority.cert, cert: client.cert, key: client.key };
    expect((await endpointAt(url, { tls }).posted()).body).toBe('client');
  });

  it.each([
    ['TLSv1.2', 'during the handshake', false],
    ['TLSv1.3', 'after a request may have been read', true],
  ] as const)('without one fails in %s, where the collector hangs up %s', async (version, _, ambiguous) => {
    const { url, requests } = await startCollector(undefined, { ...wants(), minVersion: version, maxVersion: version });
    const failure = await endpointAt(url, { tls: { ca: authority.cert } }).failed();
    expect(failure.ambiguous).toBe(ambiguous);
    expect(failure.message).toContain('tls.cert');
    expect(requests).toEqual([]);
  });

  it('needs certificate and key together', async () => {
    const { tls, ...settings } = settingsOf({ url: 'https://127.0.0.1:1' });
    const half = { ...settings, tls: { ...tls, cert: client.cert } };
    expect(() => endpointAt(new URL('https://127.0.0.1:1'), {}, { settings: half })).toThrowError(
      expect.objectContaining({ code: 'HEC_INVALID_OPTION', option: 'tls.key' }),
    );
  });
});

describe('the wrong scheme', () => {
  it('https to a port that speaks http is told', async () => {
    const { url } = await startCollector();
    const failure = await endpointAt(new URL(`https://${url.host}`)).failed();
    expect(failure).toMatchObject({ reason: 'tls', ambiguous: false });
    expect(failure.message).toContain('does not speak TLS on this port. Write http:// in url');
  });

  it('http to a port that answers with a TLS alert is told, and nothing was taken', async () => {
    const { url } = await startTcp((socket) =>
      onRequest(socket, () => socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x16]))),
    );
    expect(await endpointAt(url).failed()).toEqual({
      reason: 'tls',
      ambiguous: false,
      message: `${url.origin} speaks TLS on this port. Write https:// in url.`,
    });
  });

  it('http to a Node https server, which only hangs up, is a guess', async () => {
    const { url } = await startCollector(undefined, server);
    const { reason, message } = await endpointAt(new URL(`http://${url.host}`)).failed();
    expect(['connection-reset', 'tls']).toContain(reason);
    expect(message).toContain('write https:// in url');
  });
});
