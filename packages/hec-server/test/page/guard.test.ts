import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { Script } from 'node:vm';
import { type HecServer, startHecServer } from 'hec-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodHeaders, type Received, request, token } from '../support/request.ts';

let server: HecServer;
beforeAll(async () => {
  server = await startHecServer({ token });
});
afterAll(() => server.close());

const get = (path: string, headers = {}): Promise<Received> =>
  request(`${server.url}${path}`, { method: 'GET', headers });

describe('guard of the page', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', '127.0.0.2'])('lets in the name %s', async (host) => {
    expect((await get('/api/stats', { host: `${host}:8088` })).status).toBe(200);
  });

  test.each(['evil.example', '192.168.1.2', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'refuses the name "%s", which may be DNS rebinding, everywhere but on the intake',
    async (host) => {
      for (const path of ['/', '/page.js', '/api/events', '/api/stream', '/api/stats']) {
        expect((await get(path, { host })).status).toBe(403);
      }
      const headers = { ...goodHeaders, host };
      expect((await request(`${server.url}/services/collector`, { headers, body: '{"event":1}' })).status).toBe(200);
    },
  );

  test('sends no CORS header and forbids frames, foreign scripts and inline ones', async () => {
    for (const path of ['/', '/api/events', '/api/stats']) {
      const { headers } = await get(path, { origin: 'http://evil.example' });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers['content-security-policy']).toMatch(
        /default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
      );
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    }
  });

  test.each([
    ['a foreign page', { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }],
    ['a foreign origin', { origin: 'http://evil.example', 'content-type': 'application/json' }],
    ['an opaque origin', { origin: 'null', 'content-type': 'application/json' }],
    ['a plain form', { 'content-type': 'text/plain' }],
  ])('lets %s change nothing', async (_, headers) => {
    const answer = await request(`${server.url}/api/faults`, { headers, body: '{"fault":"hang"}' });
    expect(answer.status).toBe(403);
    expect(JSON.parse((await get('/api/faults')).text)).toEqual([]);
  });

  test('asks other machines for a token, as the password of HTTP Basic', async () => {
    await using open = await startHecServer({ token, host: '0.0.0.0' });
    const address = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4')?.address;
    const ask = (headers = {}) => request(`http://${address}:${open.port}/api/stats`, { method: 'GET', headers });
    const refused = await ask();
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Basic realm="hec-server"']);
    expect((await ask({ authorization: `Basic ${btoa('me:wrong')}` })).status).toBe(401);
    expect((await ask({ authorization: `Basic ${btoa(`me:${token}`)}` })).status).toBe(200);
  });
});

describe('files of the page', () => {
  test('are a page, a style and a script that parses, with nothing from elsewhere', async () => {
    const [page, style, script] = await Promise.all([get('/'), get('/page.css'), get('/page.js')]);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(() => new Script(script.text)).not.toThrow();
    const addresses = `${page.text}${style.text}${script.text}`.match(/https?:\/\/[^'"\s)]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
  });

  test('put what was received on the page as text alone', () => {
    const folder = new URL('../../src/page/script/', import.meta.url);
    for (const name of ['dom', 'level', 'detail', 'events', 'side', 'main']) {
      const source = readFileSync(new URL(`${name}.ts`, folder), 'utf8');
      expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
    }
  });
});
