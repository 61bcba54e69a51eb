import { createPrivateKey, X509Certificate } from 'node:crypto';
import { startHecServer } from 'hec-server';
import { describe, expect, test } from 'vitest';
import { createSelfSigned } from '../../src/tls/self-signed.ts';
import { goodHeaders, request, token } from '../support/request.ts';

describe('self-signed certificate', () => {
  const hosts = ['localhost', '127.0.0.1', '::1', 'fe80::12:1', 'logs.example'];
  const { cert, key } = createSelfSigned(hosts, new Date('2026-11-20T12:00:00Z'));
  const parsed = new X509Certificate(cert);

  test('is one that Node can read, signed by its own key', () => {
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(parsed.ca).toBe(true);
    expect(parsed.subject).toBe('CN=hec-server on this machine');
  });

  test.each(['localhost', 'logs.example'])('is good for the name %s', (host) => {
    expect(parsed.checkHost(host)).toBe(host);
  });

  test.each(['127.0.0.1', '::1', 'fe80::12:1'])('is good for the address %s', (address) => {
    expect(parsed.checkIP(address)).toBe(address);
  });

  test('is good from yesterday on, for a month', () => {
    expect(parsed.validFromDate).toEqual(new Date('2026-11-19T12:00:00Z'));
    expect(parsed.validToDate).toEqual(new Date('2026-12-20T12:00:00Z'));
  });
});

describe('TLS server', () => {
  const body = '{"event":"x"}';

  test('is trusted through `ca` and by nobody else', async () => {
    await using server = await startHecServer({ token, tls: true });
    const url = `${server.url}/services/collector/event`;
    expect(url).toMatch(/^https:/);
    expect(await request(url, { headers: goodHeaders, body, ca: server.ca ?? '' })).toMatchObject({ status: 200 });
    await expect(request(url, { headers: goodHeaders, body })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('shows another certificate from the moment it is given one', async () => {
    const [first, second] = [createSelfSigned(['127.0.0.1']), createSelfSigned(['127.0.0.1'])];
    await using server = await startHecServer({ token, tls: first });
    const url = `${server.url}/services/collector/event`;
    expect(await request(url, { headers: goodHeaders, body, ca: first.cert })).toMatchObject({ status: 200 });
    await server.set({ tls: second });
    expect(await request(url, { headers: goodHeaders, body, ca: second.cert })).toMatchObject({ status: 200 });
    await expect(request(url, { headers: goodHeaders, body, ca: first.cert })).rejects.toThrow(
      'self-signed certificate',
    );
  });

  test('asks clients for a certificate when it has a `ca`', async () => {
    const own = createSelfSigned(['127.0.0.1']);
    await using server = await startHecServer({ token, tls: { ...own, ca: own.cert } });
    const url = `${server.url}/services/collector/event`;
    await expect(request(url, { headers: goodHeaders, body, ca: own.cert })).rejects.toThrow(
      /certificate required|ECONNRESET|EPIPE|socket hang up/,
    );
    expect(await request(url, { headers: goodHeaders, body, ca: own.cert, client: own })).toMatchObject({
      status: 200,
    });
  });

  test('refuses to become a TLS server later', async () => {
    await using server = await startHecServer({ token });
    await expect(server.set({ tls: true })).rejects.toThrow('Option `tls` cannot be changed');
    await expect(server.set({ port: 1 })).rejects.toThrow(
      'Option `port` cannot be changed: it is fixed once the server runs',
    );
  });
});
