import { describe, expect, test } from 'vitest';
import { createSearch } from '../../src/store/search.ts';
import type { ReceivedEvent } from '../../src/types.ts';

const event: ReceivedEvent = {
  seq: 1,
  receivedAt: 0,
  requestId: 1,
  path: '/services/collector/event',
  kind: 'event',
  host: 'web-1',
  event: { level: 50, msg: 'Payment failed', req: { method: 'GET', url: 'http://x/y' }, tags: ['a', 'b'] },
  raw: '{"host":"web-1","event":{"level":50,"msg":"Payment failed","req":{"method":"GET","url":"http://x/y"}}}',
  fields: { env: 'prod' },
};

describe('search', () => {
  test.each([
    ['', true],
    ['payment', true],
    ['failed PAYMENT', true],
    ['payment succeeded', false],
    ['"payment failed"', true],
    ['"failed payment"', false],
    ['level:50', true],
    ['level:5', false],
    ['level:5*', true],
    ['host:web-1', true],
    ['host:web', false],
    ['method:get', true],
    ['req.method:GET', true],
    ['res.method:GET', false],
    ['msg:"payment failed"', true],
    ['env:prod level:50 payment', true],
    ['env:test', false],
    ['http://x/y', true],
    ['kind:event', true],
    ['missing:', false],
  ])('%j finds the event: %s', (search, found) => {
    expect(createSearch(search)(event)).toBe(found);
  });
});
