import type { EventMetadata } from 'hec-core';
import { createRandom } from '../chaos/random.ts';
import type { Given } from './vector.ts';

const TEXTS = [
  '',
  ' ',
  'plain',
  'é😀',
  'line\nbreak\r\n',
  '"},{"event":"forged"}',
  '1},{"event":"x","index":"secrets"',
  '\u2028\ud800',
];
const FIELDS: readonly unknown[] = [
  'x',
  1.5,
  true,
  ['a', 'b'],
  { deep: { er: 1 } },
  [{ a: 1 }],
  null,
  Number.NaN,
  1e21,
  1e-9,
];
const TIMES: readonly EventMetadata['time'][] = [
  1e-7,
  1_700_000_000_123,
  1_747_771_778_324_434_944n,
  '1700000000.000000001',
  new Date(0),
  Number.MAX_SAFE_INTEGER,
];

/** Events and metadata such as break senders, the same ones every time. */
export function nastyEvents(count: number): Given[] {
  const random = createRandom(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)] as T;
  const value = (depth: number): unknown => {
    const choice = Math.floor(random.next() * (depth > 0 ? 9 : 6));
    if (choice < 2) return pick(TEXTS);
    if (choice === 2) return pick([0, -1.5, 1e300, Number.NaN, 2n ** 70n, Infinity]);
    if (choice === 3) return pick([true, null, undefined, new Error('boom'), new Map([['a', 1]])]);
    if (choice < 6) return { msg: pick(TEXTS), [pick(TEXTS)]: pick(FIELDS) };
    if (choice < 8) return { nested: value(depth - 1), event: value(depth - 1), index: 'secrets' };
    return [value(depth - 1), value(depth - 1)];
  };
  return Array.from({ length: count }, () => ({
    event: value(3),
    ...(random.next() < 0.7 ? { time: pick(TIMES) as NonNullable<EventMetadata['time']> } : {}),
    ...(random.next() < 0.4 ? { source: `s${pick(TEXTS)}` } : {}),
    ...(random.next() < 0.5 ? { fields: { [`k${pick(TEXTS)}`]: pick(FIELDS), n: pick(FIELDS) } as never } : {}),
  }));
}
