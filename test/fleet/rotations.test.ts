import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuthority, createIdentity } from '../../packages/hec-core/test/endpoint/support/certificates.ts';
import { temporaryFolder } from '../../packages/hec-core/test/endpoint/support/folder.ts';
import { audit } from './audit.ts';
import { drain, startClient } from './client.ts';
import { startLoad } from './load.ts';
import { idsOf, startEndpoint } from './process.ts';

/** Writes under another name and renames, as whatever rotates does. */
function replaceFile(file: string, text: string): string {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return file;
}

const names = ['127.0.0.1'];

describe('certificates that are rotated', () => {
  it('on both sides under load cost no event, whichever side is first', async () => {
    const [first, second, clients] = await Promise.all([
      createAuthority('First'),
      createAuthority('Second'),
      createAuthority('Clients'),
    ]);
    const [before, after] = await Promise.all([
      createIdentity({ by: first, names }),
      createIdentity({ by: second, names }),
    ]);
    const [mine, nobodys] = await Promise.all([createIdentity({ by: clients }), createIdentity()]);
    const folder = temporaryFolder();
    const file = (name: string, text: string): string => replaceFile(join(folder, name), text);
    const tls = { ca: file('ca', first.cert), cert: file('cert', nobodys.cert), key: file('key', nobodys.key) };

    const old = await startEndpoint({ tls: before });
    const { hec, failed } = startClient({ url: old.url, tls });
    const load = startLoad(hec);
    await old.took(100);
    const arrived = [await old.crash()];
    // Its successor is of another authority, and lets in nobody but its own clients.
    const endpoint = await startEndpoint({ port: old.port, tls: { ...after, ca: clients.cert } });
    await failed('Name the authority, or the certificate itself, in tls.ca');
    file('ca', `${first.cert}\n${second.cert}`);
    await failed('tls.cert and tls.key');
    file('key', mine.key);
    file('cert', mine.cert);
    await endpoint.took(100);
    const logged = load.stop();
    await drain(hec);
    const { duplicates } = audit(hec, logged, [...arrived, ...(await idsOf([endpoint]))]);
    expect(duplicates, 'of the request the first endpoint was killed over').toBeGreaterThan(0);
  });
});

describe('a token that is rotated', () => {
  it('under load costs nothing and doubles nothing, whether the file or the endpoint is first', async () => {
    const token = replaceFile(join(temporaryFolder(), 'token'), 'first');
    const endpoint = await startEndpoint({ token: 'first' });
    const { hec, warned } = startClient({ url: endpoint.url, token: { file: token } });
    const load = startLoad(hec);
    await endpoint.took(100);

    await endpoint.set({ token: ['first', 'second'] });
    replaceFile(token, 'second');
    await endpoint.took(100);
    await endpoint.set({ token: 'second' });
    await endpoint.took(100);

    const parked = warned('endpoint-parked');
    await endpoint.set({ token: 'third' });
    expect(await parked).toContain('token');
    replaceFile(token, 'third');
    await endpoint.took(100);

    const logged = load.stop();
    await drain(hec);
    expect(audit(hec, logged, await idsOf([endpoint]))).toEqual({ duplicates: 0, ambiguous: 0 });
  });
});
