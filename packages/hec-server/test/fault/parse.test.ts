import { describe, expect, test } from 'vitest';
import { parseFault } from '../../src/fault/parse.ts';

describe('fault on a command line', () => {
  test.each([
    ['503', { do: 'status', status: 503, code: 9 }],
    ['503,times=5,after=2', { do: 'status', status: 503, code: 9, times: 5, after: 2 }],
    ['429,retry-after=2,every=10', { do: 'status', status: 429, code: 26, retryAfter: 2, every: 10 }],
    ['401', { do: 'status', status: 401, code: 3 }],
    ['418', { do: 'status', status: 418 }],
    ['status,status=200,code=24,take=true', { do: 'status', status: 200, code: 24, take: true }],
    ['503,take=10', { do: 'status', status: 503, code: 9, take: 10 }],
    ['403,body=blocked,nth=2+5', { do: 'status', status: 403, code: 4, body: 'blocked', nth: [2, 5] }],
    ['hang, contains=poison', { do: 'hang', contains: 'poison' }],
    ['slow,ms=800,probability=0.2', { do: 'slow', ms: 800, probability: 0.2 }],
    ['reset,path=/ack', { do: 'reset', path: '/ack' }],
  ])('%s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each([
    ['explode', /begins with an HTTP status or one of status, html/],
    ['503,twice', /"twice" is not of the form name=value/],
    ['slow', /`slow` needs `ms`/],
    ['slow,ms=soon', /`ms` cannot be null/],
    ['hang,colour=red', /`hang` knows no `colour`/],
  ])('%s is refused', (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
  });
});
