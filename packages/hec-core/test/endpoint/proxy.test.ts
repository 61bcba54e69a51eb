import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isSpared } from '../../src/endpoint/no-proxy.ts';
import { chooseProxy } from '../../src/endpoint/proxy.ts';

const SECURE = new URL('https://splunk.example.com:8088');
const PLAIN = new URL('http://splunk.example.com:8088');

function choose(target: URL, setting: string, environment: Record<string, string> = {}) {
  const warnings: string[] = [];
  const proxy = chooseProxy(target, setting, environment, (_, message) => void warnings.push(message));
  return { proxy, warnings };
}

describe('chooseProxy', () => {
  it.each<[string, URL, string, Record<string, string>, string | undefined]>([
    ['none', SECURE, 'none', { https_proxy: 'http://p:1' }, undefined],
    ['a URL', SECURE, 'http://p:3128', {}, 'http://p:3128'],
    [
      'a URL, even for this machine',
      new URL('http://127.0.0.1:1'),
      'http://p:3128',
      { no_proxy: '*' },
      'http://p:3128',
    ],
    ['https to the proxy', SECURE, 'https://p', {}, 'https://p'],
    ['nothing in the environment', SECURE, 'system', {}, undefined],
    ['HTTPS_PROXY for https', SECURE, 'system', { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://h:1' }, 'http://s:1'],
    ['HTTP_PROXY for http', PLAIN, 'system', { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://h:1' }, 'http://h:1'],
    ['lower case first', SECURE, 'system', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1'],
    [
      'upper case when lower is empty',
      SECURE,
      'system',
      { https_proxy: '', HTTPS_PROXY: 'http://up:1' },
      'http://up:1',
    ],
    ['no scheme', SECURE, 'system', { https_proxy: 'p.example.com:3128' }, 'http://p.example.com:3128'],
    ['NO_PROXY', SECURE, 'system', { https_proxy: 'http://p:1', NO_PROXY: '.example.com' }, undefined],
    ['this machine', new URL('https://localhost:8088'), 'system', { https_proxy: 'http://p:1' }, undefined],
    ['this machine by address', new URL('http://[::1]:8088'), 'system', { http_proxy: 'http://p:1' }, undefined],
  ])('takes %s', (_, target, setting, environment, origin) => {
    const { proxy, warnings } = choose(target, setting, environment);
    expect(proxy?.origin).toBe(origin);
    expect(warnings).toEqual([]);
  });

  it('warns of a variable it cannot use and goes without', () => {
    const { proxy, warnings } = choose(SECURE, 'system', { https_proxy: 'socks5://user:hunter2@p:1080' });
    expect(proxy).toBeUndefined();
    expect(warnings).toEqual([
      'https_proxy is not the URL of an http or https proxy: https://splunk.example.com:8088 is reached without one.',
    ]);
  });

  it('throws for an option it cannot use, without showing it', () => {
    expect(() => choose(SECURE, 'socks5://user:hunter2@p')).toThrowError(
      expect.objectContaining({
        code: 'HEC_INVALID_OPTION',
        option: 'proxy',
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });

  it('keeps user and password for the header alone', () => {
    const { proxy } = choose(SECURE, 'http://me%40corp:hunter%3A2@p:3128');
    expect(proxy?.authorization()).toBe(`Basic ${Buffer.from('me@corp:hunter:2').toString('base64')}`);
    expect(proxy?.origin).toBe('http://p:3128');
    expect(inspect(proxy, { showHidden: true }) + JSON.stringify(proxy)).not.toMatch(/hunter|corp/);
  });
});

describe('NO_PROXY', () => {
  it.each<[string, string, boolean]>([
    ['https://a.example.com', '*', true],
    ['https://a.example.com', 'example.com', true],
    ['https://a.example.com', '.example.com', true],
    ['https://a.example.com', '*.example.com', true],
    ['https://example.com', 'example.com', true],
    ['https://badexample.com', 'example.com', false],
    ['https://example.com.evil.org', 'example.com', false],
    ['https://a.example.com', 'other.org, EXAMPLE.com', true],
    ['https://a.example.com', 'other.org example.com', true],
    ['https://a.example.com:8088', 'example.com:8088', true],
    ['https://a.example.com:8088', 'example.com:443', false],
    ['https://a.example.com', 'example.com:443', true],
    ['http://a.example.com', 'example.com:80', true],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://10.1.2.3:8088', '10.1.2.3:8088', true],
    ['https://10.1.2.3', '1.2.3', false],
    ['https://10.1.2.3', '10.0.0.0/99', false],
    ['https://[fd00::5]', 'fd00::/8', true],
    ['https://[fd00::5]:8088', '[fd00::5]:8088', true],
    ['https://[fd00::5]', 'fd00::5', true],
    ['https://[fd00::5]', '10.0.0.0/8', false],
    ['https://a.example.com', '10.0.0.0/8', false],
    ['https://a.example.com', '', false],
    ['https://a.example.com', ',,', false],
  ])('for %s, %j spares: %s', (url, list, spared) => {
    expect(isSpared(new URL(url), list)).toBe(spared);
  });
});
