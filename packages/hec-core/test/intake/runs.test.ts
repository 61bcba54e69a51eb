import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { desk } from '../support/desk.ts';
import { range } from '../support/scene.ts';
import { eachWay } from '../support/ways.ts';

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

  it.each([{ index: 'errors' }, { timeless: true as const }])(
    'are cut from the byte on that is one too many, however they are given (%o)',
    (rule) => {
      const options = { trusted: true, levels: { 30: rule } };
      const lines = range(160).map((units) => line(30, 'é'.repeat(400) + 'x'.repeat(units)));
      const { events, differences } = eachWay(lines, { limits: { bodyBytes: 1000 } }, options);
      expect(differences).toEqual([]);
      const sizes = Object.values(events)
        .flat()
        .map((event) => Buffer.byteLength(event));
      expect(Math.max(...sizes)).toBe(1000);
      expect(Object.values(events).flat().join()).toContain('"truncated":true');
    },
  );

  it('are cut where an endpoint turns out to take less than when they were first seen', () => {
    const { sender, custody, taken } = desk();
    const give = (): boolean =>
      sender.sendLines([line(30, 'x'.repeat(600)), line(30, 'x')].join('\n'), undefined, { trusted: true });
    give();
    custody.seal();
    custody.limits.bodyBytes = 500;
    give();
    const cut = Object.values(taken())
      .flat()
      .map((event) => event.includes('"truncated":true'));
    expect(cut).toEqual([false, false, true, false]);
  });

  it('have the time of their own call where theirs is none', () => {
    const { sender, runtime, taken } = desk();
    for (const _ of range(3)) {
      runtime.advance(1);
      sender.sendLines('{"level":30,"time":"soon","a":1}\n'.repeat(2), undefined, { trusted: true });
    }
    const times = Object.values(taken())
      .flat()
      .map((event) => (JSON.parse(event) as { time: number }).time);
    expect(times).toEqual([1, 1, 2, 2, 3, 3].map((ms) => 1_700_000_000 + ms / 1000));
  });

  it.each([30_000, 65_536, 100_000, 200_000])(
    'are all accounted for where %i bytes are all there is room for',
    (maxBytes) => {
      const { sender, custody, taken, volume } = desk({ queue: { maxBytes }, limits: { bodyBytes: 20_000 } });
      const all = range(3000).map((n) => line(n % 3 === 0 ? 50 : 30, String(n).padStart(100, '0')));
      const levels = { 30: { label: 'info' }, 50: { label: 'error', index: 'errors' } };
      expect(sender.sendLines(all.join('\n'), undefined, { trusted: true, levels })).toBe(false);
      const { entered, dropped } = custody.ledger();
      const byRoute = taken();
      const arrived = Object.values(byRoute).flat();
      expect(imbalance(custody.ledger())).toBe(0);
      expect(entered.logged).toBe(all.length);
      expect(dropped['queue-full']).toBe(all.length - arrived.length);
      expect(arrived.length).toBeGreaterThan(100);
      // Each once, and in the order of its route.
      for (const events of Object.values(byRoute)) {
        const places = events.map((event) =>
          all.indexOf(JSON.stringify((JSON.parse(event) as { event: unknown }).event)),
        );
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        expect(places).not.toContain(-1);
      }
      // What is paid for: the lines that were taken, and no other.
      const bytes = volume().reduce((sum, row) => sum + row.bytes, 0);
      expect(bytes).toBe(arrived.length * line(30, '0'.repeat(100)).length);
    },
  );

  it('have the metadata of their own call, whoever logs in turn with whom', () => {
    const [one, other] = [desk({ metadata: { host: 'one' } }), desk({ metadata: { host: 'other' } })];
    const sources = [undefined, { source: 'a' }, { source: 'é' }, { index: 'i' }];
    const options = { trusted: true, levels: { 30: { label: 'info' }, 40: { label: 'warn' } } };
    for (const n of range(200)) {
      const { sender } = n % 3 === 0 ? one : other;
      const own = sources[n % 4];
      const text = [line(30, `${n}`), line(40, `${n}`), line(30, `${n}`)].join('\n');
      sender.sendLines(n % 5 === 0 ? Buffer.from(text) : text, own, n % 7 === 0 ? {} : options);
    }
    for (const [host, { taken }] of Object.entries({ one, other })) {
      const events = Object.values(taken()).flat();
      expect(events.length).toBe(3 * range(200).filter((n) => (n % 3 === 0) === (host === 'one')).length);
      for (const event of events) {
        const said = JSON.parse(event) as { event: { level: number; msg: string } };
        const n = Number(said.event.msg);
        const severity = { 30: 'info', 40: 'warn' }[said.event.level];
        const fields = n % 7 === 0 ? {} : { fields: { severity } };
        const { time: _time, event: _event, ...metadata } = JSON.parse(event) as Record<string, unknown>;
        expect(metadata).toEqual({ host, ...sources[n % 4], ...fields });
      }
    }
  });
});
