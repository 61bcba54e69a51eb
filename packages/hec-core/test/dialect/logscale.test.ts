import { describe, expect, it } from 'vitest';
import { createLogscale } from '../../src/dialect/logscale.ts';
import { body, line } from './body.ts';
import { meaning, table } from './table.ts';

const logscale = createLogscale();

describe('LogScale requests', () => {
  it('are HEC envelopes at its own path, tags in fields (L01)', () => {
    expect(line(logscale, 'event', { fields: { '#env': 'prod' } }, { json: '{"m":1}' })).toBe(
      '{"time":1700000000.123,"event":{"m":1},"fields":{"#env":"prod"}}',
    );
    expect(logscale.frame('event', {}, false).route.path).toBe('/api/v1/ingest/hec');
    expect(logscale.credential).toEqual({ header: 'authorization', prefix: 'Bearer' });
  });

  it('have LF between objects (L02)', () => {
    expect(body(logscale, 'event', {}, [{ json: '1' }, { json: '2' }])).toBe(
      '{"time":1700000000.123,"event":1}\n{"time":1700000000.123,"event":2}',
    );
  });

  it('have one line an event in raw text, whatever line breaks it had (L03)', () => {
    const { route } = logscale.frame('raw', { host: 'h', source: 's' }, false);
    expect(route).toMatchObject({ path: '/api/v1/ingest/hec/raw', headers: { 'content-type': 'text/plain' } });
    expect(body(logscale, 'raw', {}, [{ json: '"a"' }, { json: '"b\\r\\nc\\rd"' }])).toBe('a\nb c d');
  });

  it('hold 5,000 events, 5 MB and 1 MB an event at most (L09)', () => {
    expect(logscale.limits).toEqual({ bodyBytes: 5_000_000, events: 5000, eventBytes: 1_000_000 });
  });
});

describe('LogScale answers', () => {
  it.each(
    table(`
L01 taken                   | 200 |          | {"text":"Success","code":0}    | deliver 3
L02 two objects taken       | 200 | events=2 |                                | deliver 2
L03 raw taken               | 200 | raw      |                                | deliver 3
L04 not the token's index   | 400 |          | index does not match           | halve 3 [400]
L04 the same, one event     | 400 | events=1 | index does not match           | refuse 1 [400]
L05 bad token, 401          | 401 |          | The supplied token is invalid. | park 3 [401]
L05 bad token, 403          | 403 |          | {"error":"no permission"}      | park 3 [403]
L06 202 is no success       | 202 |          |                                | retry 3 [ambiguous]
L06 302 is no success       | 302 |          |                                | retry 3 [clean]
L07 backlog                 | 503 |          |                                | retry 3 [clean]
L08 {} of the structured API | 200 |         | {}                             | deliver 3
a page of a firewall        | 403 |          | <html></html>                  | retry 3 [clean, blocked]
`),
  )('$id: $means', (row) => {
    expect(meaning(logscale, row)).toBe(row.means);
  });

  it('wait as long as they ask (7.11-10)', () => {
    const response = { status: 202, headers: { 'retry-after': '5' }, body: '' };
    expect(logscale.interpret(response, { events: 1, bytes: 1, kind: 'event' }).runs[0]?.fate).toMatchObject({
      afterMs: 5000,
    });
  });
});
