import { describe, expect, it } from 'vitest';
import { prometheusText } from '../../src/observe/prometheus.ts';
import { clientOf, range } from '../support/scene.ts';

const nowhere = 'http://127.0.0.1:9';

describe('the volume', () => {
  it('is the bytes of the events, without envelope, by index, source type and level', () => {
    const { hec } = clientOf(nowhere, { index: 'app' });
    hec.send('four');
    hec.send('ü', { index: 'audit', sourcetype: 'a', fields: { severity: 'warn' } });
    hec.child({ fields: { severity: 'info' } }).send({ a: 1 });
    expect(hec.stats().volume).toEqual([
      { index: 'app', sourcetype: undefined, level: undefined, bytes: 6 },
      { index: 'audit', sourcetype: 'a', level: 'warn', bytes: 4 },
      { index: 'app', sourcetype: undefined, level: 'info', bytes: 7 },
    ]);
    expect(hec.stats().destinations[0]?.volume).toEqual(hec.stats().volume);
    expect(prometheusText(hec.stats())).toContain(
      'hec_volume_bytes_total{destination="splunk",index="audit",sourcetype="a",level="warn"} 4\n',
    );
  });

  it.each(['plain', 'wide: grüße 🙂'])('is exact for long runs of lines, %s', (text) => {
    const { hec } = clientOf(nowhere);
    const levels = { '30': { label: 'info' }, '50': { label: 'error', index: 'errors' } };
    const lines = range(2000).map(
      (i) => `{"level":${i % 7 === 0 ? 50 : 30},"time":17000000000${i % 3}0,"msg":"${text} ${i}"}`,
    );
    hec.sendLines(`${lines.join('\r\n')}\r\n`, undefined, { levels, trusted: true });
    const bytes = (level: number): number =>
      lines.filter((line) => line.includes(`:${level},`)).reduce((sum, line) => sum + Buffer.byteLength(line), 0);
    expect(new Set(hec.stats().volume)).toEqual(
      new Set([
        { index: 'errors', sourcetype: undefined, level: 'error', bytes: bytes(50) },
        { index: undefined, sourcetype: undefined, level: 'info', bytes: bytes(30) },
      ]),
    );
  });

  it.each(['', '\r', '\n', '\r\n'])('is exact for lines that come alone and end in %j', (end) => {
    const { hec } = clientOf(nowhere);
    const line = '{"level":30,"time":1700000000123,"msg":"grüße"}';
    for (const _ of range(10)) hec.sendLines(line + end, undefined, { trusted: true });
    hec.sendLines(`${line}\n${line}${end}`, undefined, { trusted: true });
    expect(hec.stats().volume.map(({ bytes }) => bytes)).toEqual([12 * Buffer.byteLength(line)]);
  });

  it('counts nothing that was turned away', () => {
    const { hec } = clientOf(nowhere, { queue: { maxEvents: 10 } });
    expect(
      hec.sendLines(
        range(30)
          .map((i) => `{"i":${100 + i}}`)
          .join('\n'),
      ),
    ).toBe(false);
    expect(hec.send('x')).toBe(false);
    expect(hec.stats().volume.map(({ bytes }) => bytes)).toEqual([10 * '{"i":100}'.length]);
  });

  it('does not grow with names that somebody makes up', () => {
    const { hec } = clientOf(nowhere);
    for (const i of range(5000)) hec.send('four', { index: `index-${i}`, fields: { severity: `level-${i}` } });
    hec.send('four', { index: 'x'.repeat(10_000) });
    const { volume } = hec.stats();
    expect(volume).toHaveLength(101);
    expect(volume.at(-1)).toEqual({ index: '(other)', sourcetype: '(other)', level: '(other)', bytes: 4901 * 6 });
    expect(volume.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(5001 * 6);
  });

  it('is added up over destinations', () => {
    const { hec } = clientOf(nowhere, { destinations: [{ index: 'a' }, { index: 'b' }, { index: 'a' }] });
    hec.send('four');
    expect(hec.stats().volume.map(({ index, bytes }) => [index, bytes])).toEqual([
      ['a', 12],
      ['b', 6],
    ]);
  });
});
