import { describe, expect, it } from 'vitest';
import { imbalance } from '../../src/custody/ledger.ts';
import { type Desk, type DeskOptions, desk } from '../support/desk.ts';
import { range } from '../support/scene.ts';

const OPTIONS = {
  trusted: true,
  levels: { 30: { label: 'info' }, 40: { label: 'warn' }, 50: { label: 'error', index: 'errors' } },
};
const WORDS = ['a', 'é', '日本', 'x'.repeat(300)];
const line = (by: string, n: number): string =>
  `{"level":${[30, 40, 50, 99][n % 4]},"time":${1_700_000_000_000 + n},"by":"${by}","n":${n},"msg":"${WORDS[n % 3]}"}`;
/** Larger than a request may be: cut, or dropped where even that does not fit. */
const huge = (n: number): string => line('huge', n).replace('}', `,"a":"${'x'.repeat(20_000)}"}`);

interface Told {
  readonly desk: Desk;
  /** Lines that were logged while lines were being taken. */
  readonly heard: string[];
  /** Takes what there is, and nobody logs any more. */
  taken(): Record<string, string[]>;
}

/** A desk whose listener logs too, as often as it hears something, but not of what it logs itself. */
function talkative(options: Omit<DeskOptions, 'onSealed' | 'onDropped'>): Told {
  const heard: string[] = [];
  let busy = false;
  const tell = (): void => {
    if (busy) return;
    busy = true;
    const lines = range(5).map((i) => line('listener', heard.length + i));
    heard.push(...lines);
    made.sender.sendLines(
      heard.length % 2 === 0 ? lines.join('\n') : Buffer.from(lines.join('\r\n')),
      undefined,
      OPTIONS,
    );
    busy = false;
  };
  const made = desk({ ...options, onSealed: tell, onDropped: tell });
  return {
    desk: made,
    heard,
    taken() {
      busy = true;
      return made.taken();
    },
  };
}

const payloads = (taken: Record<string, string[]>, by: string): string[] =>
  Object.values(taken)
    .flat()
    .flatMap((envelope) => {
      const { event } = JSON.parse(envelope) as { event: { by?: string } };
      return event.by === by ? [JSON.stringify(event)] : [];
    });

describe('a listener that logs while lines are taken', () => {
  const lines = range(2000).map((n) => line('application', n));

  it.each([{ events: 30 }, { bodyBytes: 4_000 }, { bodyBytes: 20_000 }, { events: 1 }])(
    'when a batch is sealed mixes up nothing (%o)',
    (limits) => {
      for (const given of [lines.join('\n'), Buffer.from(lines.join('\n'))]) {
        const { desk: made, heard, taken: take } = talkative({ limits });
        made.sender.sendLines(given, undefined, OPTIONS);
        const taken = take();
        expect(heard.length).toBeGreaterThan(50);
        expect(payloads(taken, 'listener').toSorted()).toEqual(heard.toSorted());
        expect(payloads(taken, 'application').toSorted()).toEqual(lines.toSorted());
        for (const [key, envelopes] of Object.entries(taken))
          for (const envelope of envelopes) expect(envelope.includes('"index":"errors"')).toBe(key.includes('errors'));
        expect(imbalance(made.custody.ledger())).toBe(0);
      }
    },
  );

  it('when an event is dropped mixes up nothing', () => {
    // Nothing of a large one fits beside such metadata.
    const metadata = { source: 's'.repeat(9_900) };
    const { desk: made, heard, taken: take } = talkative({ metadata, limits: { bodyBytes: 10_200 } });
    const mixed = lines.slice(0, 90).flatMap((each, n) => (n % 9 === 0 ? [each, huge(n)] : [each]));
    made.sender.sendLines(mixed.join('\n'), undefined, OPTIONS);
    const taken = take();
    expect(heard.length).toBeGreaterThan(20);
    expect(payloads(taken, 'application').length + payloads(taken, 'listener').length).toBeGreaterThan(100);
    expect(payloads(taken, 'application').toSorted()).toEqual(lines.slice(0, 90).toSorted());
    expect(imbalance(made.custody.ledger())).toBe(0);
  });

  it.each(['drop-newest', 'drop-oldest'] as const)('when the queue is full doubles nothing (%s)', (onFull) => {
    const {
      desk: made,
      heard,
      taken: take,
    } = talkative({ queue: { maxBytes: 50_000, onFull }, limits: { bodyBytes: 10_000 } });
    made.sender.sendLines(lines.join('\n'), undefined, OPTIONS);
    const taken = take();
    for (const [by, given] of [
      ['application', lines],
      ['listener', heard],
    ] as const) {
      const arrived = payloads(taken, by);
      expect(new Set(arrived).size).toBe(arrived.length);
      expect(arrived.filter((each) => !given.includes(each))).toEqual([]);
    }
    const { entered, dropped, delivered } = made.custody.ledger();
    expect(heard.length).toBeGreaterThan(5);
    expect(imbalance(made.custody.ledger())).toBe(0);
    expect(entered.logged).toBe(lines.length + heard.length);
    expect(dropped['queue-full']).toBeGreaterThan(0);
    expect(delivered.taken).toBe(Object.values(taken).flat().length);
  });
});
