import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { createAuthority, createIdentity, type Identity } from './support/certificates.ts';
import { onRequest, SUCCESS, startCollector, startTcp } from './support/collector.ts';
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

/** Writes under another name and renames, as rotations do. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

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

describe('TLS files', () => {
  it.each<[string, (folder: string) => HecOptions['tls'], string]>([
    ['a missing ca', (folder) => ({ ca: join(folder, 'ca.pem') }), 'tls.ca'],
    ['a folder as ca', (folder) => ({ ca: folder }), 'tls.ca'],
    ['a ca that is no PEM', (folder) => ({ ca: fileIn(folder, 'ca.der', '0\u0082') }), 'tls.ca'],
    [
      'a ca without a certificate in it',
      (folder) => ({
        ca: fileIn(folder, 'ca.pem', '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n'),
      }),
      'tls.ca',
    ],
    ['a missing key', (folder) => ({ cert: client.cert, key: join(folder, 'key.pem') }), 'tls.key'],
    ['a key of another certificate', () => ({ cert: client.cert, key: server.key }), 'tls.cert'],
  ])('with %s are an error at construction', (_, tlsOf, option) => {
    const tls = tlsOf(temporaryFolder());
    const make = () => endpointAt(new URL('https://127.0.0.1:1'), tls === undefined ? {} : { tls });
    expect(make).toThrowError(
      expect.objectContaining({
        code: 'HEC_UNREADABLE_FILE',
        option,
        message: expect.stringContaining(`\`${option}\``),
      }),
    );
  });

  it('are read again when they change: another authority is trusted from the next connection on', async () => {
    const second = await createAuthority('Second authority');
    const moved = await createIdentity({ by: second, names: ['127.0.0.1'] });
    const ca = join(temporaryFolder(), 'ca.pem');
    writeFileSync(ca, authority.cert);
    const { url: before } = await startCollector(undefined, server);
    const { url: after } = await startCollector(undefined, moved);
    const old = endpointAt(before, { tls: { ca } });
    const renewed = endpointAt(after, { tls: { ca } });
    expect((await old.posted()).status).toBe(200);
    expect(await renewed.failed()).toMatchObject({ reason: 'tls' });
    replaceFile(ca, second.cert);
    expect((await renewed.posted()).status).toBe(200);
    old.refresh();
    expect(await old.failed()).toMatchObject({ reason: 'tls' });
  });

  it('are read again after a failed handshake even if they look the same', async () => {
    const second = await createAuthority('Second authority');
    const { url } = await startCollector(undefined, await createIdentity({ by: second, names: ['127.0.0.1'] }));
    const { statSync, utimesSync } = await import('node:fs');
    const ca = join(temporaryFolder(), 'ca.pem');
    writeFileSync(ca, padded(authority.cert));
    const then = new Date(1_700_000_000_000);
    utimesSync(ca, then, then);
    const endpoint = endpointAt(url, { tls: { ca } });
    const stamp = statSync(ca);
    writeFileSync(ca, padded(second.cert));
    utimesSync(ca, then, then);
    expect(statSync(ca)).toMatchObject({ ino: stamp.ino, size: stamp.size, mtimeMs: stamp.mtimeMs });
    expect(await endpoint.failed()).toMatchObject({ reason: 'tls' });
    expect((await endpoint.posted()).status).toBe(200);
  });

  it('that vanish or are half written stay in use as they were, with a warning', async () => {
    const folder = temporaryFolder();
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(ca, authority.cert);
    writeFileSync(cert, client.cert);
    writeFileSync(key, client.key);
    const { url } = await startCollector(undefined, { ...server, ca: authority.cert, requestCert: true });
    const endpoint = endpointAt(url, { tls: { ca, cert, key } });
    rmSync(ca);
    expect((await endpoint.posted()).status).toBe(200);
    expect(endpoint.warnings).toEqual([expect.stringMatching(/^tls-files: .*ca\.pem.*stay in use\.$/)]);
    writeFileSync(ca, authority.cert);
    const next = await createIdentity({ by: authority, names: ['next'] });
    replaceFile(cert, next.cert);
    endpoint.refresh();
    expect((await endpoint.posted()).status).toBe(200);
    expect(endpoint.warnings[1]).toMatch(/^tls-files: .*`tls\.cert`.*stay in use\.$/);
    replaceFile(key, next.key);
    endpoint.refresh();
    expect((await endpoint.posted()).status).toBe(200);
    expect(endpoint.warnings).toHaveLength(2);
  });

  it('system stands for the authorities of the operating system', async () => {
    const { url } = await startCollector(undefined, server);
    const failure = await endpointAt(url, { tls: { ca: 'system' } }).failed();
    expect(failure).toMatchObject({ reason: 'tls' });
    expect((await endpointAt(url, { tls: { ca: ['system', authority.cert] } }).posted()).body).toBe(SUCCESS);
  });
});

const padded = (text: string): string => text.padEnd(2000, '\n');

function fileIn(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
