import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HecOptions } from '../../src/options/types.ts';
import { createAuthority, createIdentity, type Identity } from './support/certificates.ts';
import { SUCCESS, startCollector } from './support/collector.ts';
import { endpointAt } from './support/endpoint.ts';
import { temporaryFolder } from './support/folder.ts';

let authority: Identity;
let server: Identity;
let client: Identity;

beforeAll(async () => {
  authority = await createAuthority();
  server = await createIdentity({ by: authority, names: ['127.0.0.1'] });
  client = await createIdentity({ by: authority, names: ['client'] });
});

/** Writes under another name and renames, as rotations do. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

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
