import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { desk } from '../support/desk.ts';
import { range } from '../support/scene.ts';

const line = (level: number | string, more = ''): string => `{"level":${level},"time":1700000000123,"msg":"${more}"}`;

describe('lines of a run', () => {
  it('are none where their memory has gone to another thread', () => {
    const { sender, taken } = desk();
    const bytes = new TextEncoder().encode(`${line(30)}\n${line(30)}`);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    expect(sender.sendLines(bytes)).toBe(true);
    expect(taken()).toEqual({});
  });

  it('learn nothing from a level with half a character: another call has the whole one', () => {
    const { sender, taken } = desk();
    const options = { trusted: true, levels: { '\ufffd': { index: 'odd' } } };
    for (const level of ['"\ud800"', '"\ufffd"'])
      sender.sendLines(`${line(level, 'a')}\n${line(level, 'b')}`, undefined, options);
    const byRoute = taken();
    expect(Object.values(byRoute).map((events) => events.length)).toEqual([2, 2]);
    expect(byRoute['event:index index=odd']?.join()).toContain('"index":"odd"');
  });

  it('have ids without holes where the queue was full for those in front of them', () => {
    const { sender, custody, taken } = desk({ eventIds: true, queue: { maxBytes: 20_000 } });
    const options = { trusted: true, levels: { 50: { index: 'errors' } } };
    const large = range(20).map(() => line(30, 'x'.repeat(2000)));
    sender.sendLines([...large, line(50), line(50)].join('\n'), undefined, options);
    sender.sendLines([line(50), line(50)].join('\n'), undefined, options);
    expect(imbalance(custody.ledger())).toBe(0);
    const ids = Object.values(taken()).flatMap((events) =>
      events.map((event) => Number(/"hec_id":"desk:(\d+)"/.exec(event)?.[1])),
    );
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.length).toBeLessThan(22);
    expect(ids.toSorted((a, b) => a - b)).toEqual(range(ids.length));
  });
});
