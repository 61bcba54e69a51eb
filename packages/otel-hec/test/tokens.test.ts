import { imbalance } from 'hec-core';
import { afterAll, describe, expect, it } from 'vitest';
import { HecLogRecordExporter } from '../src/index.ts';
import { startBareCollector } from './bare-collector.ts';
import { record } from './records.ts';

const collector = await startBareCollector();
afterAll(() => collector.close());

const TOKEN = 'com.splunk.hec.access_token';

describe('records that bring a token (O14)', () => {
  it('never share a request with those of another token', async () => {
    const exporter = new HecLogRecordExporter({ url: collector.url, token: 'own', gzip: false });
    const bodies: [string | undefined, string][] = [];
    for (let n = 0; n < 30; n++) bodies.push([[undefined, 'T2', 'T3'][n % 3], `record ${n}`]);
    const records = bodies.map(([token, body]) =>
      record({ body, attributes: token === undefined ? {} : { [TOKEN]: token } }),
    );
    exporter.export(records, () => undefined);
    await exporter.shutdown();
    expect(collector.requests).toHaveLength(3);
    for (const [token, expected] of [
      ['own', undefined],
      ['T2', 'T2'],
      ['T3', 'T3'],
    ] as const) {
      const request = collector.requests.find(({ authorization }) => authorization === `Splunk ${token}`);
      const mine = bodies.filter(([of]) => of === expected).map(([, body]) => body);
      expect(request?.lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(mine);
    }
    const all = collector.requests.flatMap(({ lines }) => lines).join('');
    expect(all).not.toMatch(/T2|T3|access_token/);
    expect(JSON.stringify(exporter.stats())).not.toMatch(/"(T2|T3|own)"/);
    expect(exporter.stats().destinations.map(({ ledger }) => ledger.delivered.taken)).toEqual([10, 10, 10]);
    expect(exporter.stats().ledger).toMatchObject({ entered: { logged: 30 }, delivered: { taken: 30 } });
  });

  it('all arrive when there are more tokens than clients', async () => {
    const exporter = new HecLogRecordExporter({ url: collector.url, token: 'own', gzip: false });
    const before = collector.requests.length;
    const tokens = Array.from({ length: 40 }, (_, n) => `many-${n}`);
    exporter.export(
      tokens.map((token) => record({ attributes: { [TOKEN]: token } })),
      () => undefined,
    );
    await exporter.shutdown();
    const seen = collector.requests.slice(before).map(({ authorization }) => authorization);
    expect(new Set(seen)).toEqual(new Set(tokens.map((token) => `Splunk ${token}`)));
    expect(seen).toHaveLength(tokens.length);
    // Those that made room are counted all the same.
    expect(exporter.stats().ledger).toMatchObject({ entered: { logged: 40 }, delivered: { taken: 40 } });
    expect(imbalance(exporter.stats().ledger)).toBe(0);
  });

  it('go with the own token when theirs cannot be one', async () => {
    const exporter = new HecLogRecordExporter({ url: collector.url, token: 'own', gzip: false });
    const before = collector.requests.length;
    exporter.export([record({ attributes: { [TOKEN]: 'two\r\nlines' } })], () => undefined);
    await exporter.shutdown();
    expect(collector.requests.slice(before)).toMatchObject([{ authorization: 'Splunk own' }]);
  });

  it('make no client any more after shutdown', async () => {
    const exporter = new HecLogRecordExporter({ url: collector.url, token: 'own' });
    await exporter.shutdown();
    const codes: number[] = [];
    exporter.export([record({ attributes: { [TOKEN]: 'late' } })], ({ code }) => codes.push(code));
    expect(codes).toEqual([1]);
    expect(exporter.stats().destinations).toHaveLength(1);
  });
});
