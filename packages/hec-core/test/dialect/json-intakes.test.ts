import { describe, expect, it } from 'vitest';
import { createDatadog } from '../../src/dialect/datadog.ts';
import { createElastic } from '../../src/dialect/elastic.ts';
import { createSumo } from '../../src/dialect/sumo.ts';
import { body, line } from './body.ts';
import { meaning, table } from './table.ts';

describe('Datadog requests', () => {
  const datadog = createDatadog({ source: 'node', service: 's', tags: ['env:prod', 'team:core'] });

  it('are an array of logs (J01)', () => {
    const posted = body(datadog, 'event', { host: 'h' }, [{ json: '"m"' }, { json: '{"msg":"x"}' }]);
    const known = {
      ddsource: 'node',
      service: 's',
      ddtags: 'env:prod,team:core',
      timestamp: 1_700_000_000_123,
      hostname: 'h',
    };
    expect(JSON.parse(posted)).toEqual([
      { ...known, message: 'm' },
      { ...known, msg: 'x' },
    ]);
    expect(datadog.frame('event', {}, false).route.path).toBe('/api/v2/logs');
    expect(datadog.credential).toEqual({ header: 'dd-api-key', prefix: '' });
  });

  it('take source and service from the metadata where no option says them', () => {
    const metadata = { source: 'billing', sourcetype: 'pino', index: 'main', fields: { env: 'prod' } };
    expect(line(createDatadog(), 'event', metadata, { json: '{}', fields: '"hec_id":"x:1"' })).toBe(
      '{"ddsource":"pino","service":"billing","timestamp":1700000000123,"index":"main","env":"prod","hec_id":"x:1"}',
    );
  });

  it('carry text as message through the raw door too', () => {
    expect(JSON.parse(body(datadog, 'raw', {}, [{ json: '"m"' }]))).toMatchObject([{ message: 'm' }]);
  });

  it('hold 1,000 events, 5 MB and 1 MB an event at most, none older than 18 hours (J02, J03)', () => {
    expect(datadog.limits).toEqual({ bodyBytes: 5_000_000, events: 1000, eventBytes: 1_000_000 });
    expect(datadog.maxEventAgeMs).toBe(64_800_000);
  });
});

describe('Sumo Logic requests', () => {
  const metadata = { host: 'h', source: 's', sourcetype: 'c', fields: { env: 'prod' } };

  it('are lines with the metadata in headers (J10)', () => {
    const sumo = createSumo({ metadata: false });
    expect(body(sumo, 'event', { sourcetype: 'c' }, [{ json: '{"m":1}' }, { json: '{"m":2}' }])).toBe(
      '{"m":1}\n{"m":2}',
    );
    expect(sumo.frame('event', { sourcetype: 'c' }, false).route).toMatchObject({
      path: '',
      headers: { 'content-type': 'application/json', 'x-sumo-category': 'c' },
    });
    expect(createSumo({ category: 'own' }).frame('raw', metadata, false).route.headers).toEqual({
      'content-type': 'text/plain',
      'x-sumo-category': 'own',
      'x-sumo-name': 's',
      'x-sumo-host': 'h',
    });
  });

  it('have time and fields in each event', () => {
    expect(line(createSumo(), 'event', metadata, { json: '{"m":1}', fields: '"hec_id":"x:1"' })).toBe(
      '{"timestamp":"2023-11-14T22:13:20.123Z","env":"prod","hec_id":"x:1","m":1}',
    );
  });

  it('have routes as different as their headers', () => {
    const [a, again, b] = ['a', 'a', 'b'].map((host) => createSumo().frame('event', { host }, false).route.key);
    expect(a).toBe(again);
    expect(a).not.toBe(b);
  });

  it('have header values that cannot end the header', () => {
    const { headers } = createSumo().frame(
      'event',
      { host: 'h\r\nauthorization: x', source: 'größe \ud800' },
      false,
    ).route;
    expect(headers).toMatchObject({ 'x-sumo-host': 'h??authorization: x', 'x-sumo-name': 'gr??e ?' });
  });
});

describe('Elastic requests', () => {
  it('are an array of objects, as application/json (J20)', () => {
    const elastic = createElastic({ metadata: false });
    expect(body(elastic, 'event', { host: 'h' }, [{ json: '{"m":1}' }, { json: '{"m":2}' }])).toBe(
      '[{"m":1}\n,{"m":2}]',
    );
    expect(elastic.frame('event', {}, false).route).toMatchObject({
      path: '',
      headers: { 'content-type': 'application/json' },
    });
    expect(elastic.credential).toEqual({ header: 'authorization', prefix: 'Basic' });
  });

  it('name the metadata as Elastic does', () => {
    const metadata = { host: 'h', source: 's', sourcetype: 'st', index: 'i' };
    expect(line(createElastic(), 'event', metadata, { json: '{"m":1}' })).toBe(
      '{"@timestamp":"2023-11-14T22:13:20.123Z","host.name":"h","service.name":"s","event.dataset":"st","index":"i","m":1}',
    );
  });
});

describe('JSON intakes answer', () => {
  const datadog = createDatadog();
  const elastic = createElastic();
  const sumo = createSumo();

  it.each(
    table(`
J01 taken                   | 202 |          | {}                     | deliver 3
J03 over 5 MB               | 413 |          | {"errors":["too big"]} | halve 3 [too large]
J04 wrong key, 401          | 401 |          | {"errors":["no key"]}  | park 3 [401]
J04 wrong key, 403          | 403 |          | {"errors":["no key"]}  | park 3 [403]
J05 408                     | 408 |          |                        | retry 3 [ambiguous]
J05 429                     | 429 |          |                        | retry 3 [clean]
J05 500                     | 500 |          |                        | retry 3 [ambiguous]
J05 503                     | 503 |          |                        | retry 3 [clean]
a log it cannot read        | 400 |          | {"errors":["bad"]}     | halve 3 [400]
`),
  )('Datadog, $id: $means', (row) => {
    expect(meaning(datadog, row)).toBe(row.means);
  });

  it.each(
    table(`
J10 taken                   | 200 |          |                        | deliver 3
J11 taken, but timed out    | 408 |          |                        | retry 3 [ambiguous]
J12 429                     | 429 |          |                        | retry 3 [clean]
J12 503                     | 503 |          |                        | retry 3 [clean]
J12 504                     | 504 |          |                        | retry 3 [ambiguous]
401                         | 401 |          | unknown token          | park 3 [401]
`),
  )('Sumo Logic, $id: $means', (row) => {
    expect(meaning(sumo, row)).toBe(row.means);
  });

  it.each(
    table(`
J20 taken                   | 200 |          | {"message":"success"}  | deliver 3
J21 not an array            | 400 |          | {"message":"bad"}      | halve 3 [400]
J22 text/plain              | 415 |          | {"message":"type"}     | park 3 [415]
J22 GET                     | 405 |          | {"message":"method"}   | park 3 [405]
J22 no body                 | 406 | events=1 | {"message":"no body"}  | refuse 1 [406]
500                         | 500 |          |                        | retry 3 [ambiguous]
`),
  )('Elastic, $id: $means', (row) => {
    expect(meaning(elastic, row)).toBe(row.means);
  });
});
