import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../../src/endpoint/cookies.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('cookie jar', () => {
  it('sends back name and value of what it was given, without the attributes (A12)', () => {
    const jar = createCookieJar();
    expect(jar.header()).toBeUndefined();
    jar.take(['hec=G; Path=/; HttpOnly', 'AWSELB=abc=; Expires=Fri, 20 Nov 2026 13:00:00 GMT'], NOW);
    expect(jar.header()).toBe('hec=G; AWSELB=abc=');
  });

  it('counts a change of affinity once for each answer that changes something', () => {
    const jar = createCookieJar();
    expect(jar.affinity).toBe(0);
    jar.take(['a=1', 'b=1'], NOW);
    expect(jar.affinity).toBe(1);
    jar.take('a=1', NOW);
    jar.take(undefined, NOW);
    expect(jar.affinity).toBe(1);
    jar.take('a=2', NOW);
    expect(jar.affinity).toBe(2);
  });

  it.each([
    ['Max-Age=0', true],
    ['max-age=-1', true],
    ['Expires=Thu, 01 Jan 1970 00:00:00 GMT', true],
    ['Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', false],
    ['Max-Age=60', false],
    ['Expires=nonsense', false],
  ])('reads %s as deletion: %s', (attributes, deleted) => {
    const jar = createCookieJar();
    jar.take('a=1', NOW);
    jar.take(`a=1; ${attributes}`, NOW);
    expect(jar.header()).toBe(deleted ? undefined : 'a=1');
  });

  it('returns a cookie that echoes our own channel, but sees no change in it (A12)', () => {
    const jar = createCookieJar();
    jar.take('hec=G1', NOW, 'G1');
    jar.take('hec=G2', NOW, 'G2');
    expect(jar.header()).toBe('hec=G2');
    expect(jar.affinity).toBe(0);
    jar.take('hec=somewhere', NOW, 'G2');
    expect(jar.affinity).toBe(1);
  });

  it('returns the cookies an AWS balancer encrypts anew each time, but sees no change in them', () => {
    const jar = createCookieJar();
    jar.take(['AWSALB=one', 'AWSALBCORS=one'], NOW);
    jar.take(['AWSALB=two', 'AWSALBCORS=two'], NOW);
    expect(jar.header()).toBe('AWSALB=two; AWSALBCORS=two');
    expect(jar.affinity).toBe(0);
  });

  it('ignores what is no cookie, and bounds what it keeps', () => {
    const jar = createCookieJar();
    jar.take(['', '=x', 'novalue', ' ; Path=/', 'a=b\u0000c', 'a=\u{1F36A}', `big=${'x'.repeat(5000)}`], NOW);
    expect(jar.header()).toBeUndefined();
    jar.take(
      Array.from({ length: 1000 }, (_, i) => `c${i}=1`),
      NOW,
    );
    expect(jar.header()?.split('; ')).toHaveLength(50);
  });
});
