import { isObject, type Piece } from '../intake/values.ts';
import type { TakenEvent } from '../personality/types.ts';
import type { Defaults } from './envelope.ts';

/** Epoch seconds from a number or a numeric string; undefined from anything else. */
function readSeconds(time: unknown): number | undefined {
  if (typeof time === 'number') return time;
  return typeof time === 'string' && time.trim() !== '' && Number.isFinite(Number(time)) ? Number(time) : undefined;
}

/** An envelope as receivers see it that check none of its keys. A value that is no object has nothing but itself. */
export function readLoosely({ value, text }: Piece, defaults: Defaults = {}): TakenEvent {
  const envelope = isObject(value) ? value : { event: value };
  const taken: Record<string, unknown> = { kind: 'event', event: envelope['event'] ?? null, raw: text, ...defaults };
  for (const key of ['host', 'source', 'sourcetype', 'index']) {
    if (typeof envelope[key] === 'string') taken[key] = envelope[key];
  }
  const time = readSeconds(envelope['time']);
  if (time !== undefined) taken['time'] = time;
  if (isObject(envelope['fields'])) taken['fields'] = envelope['fields'];
  return taken as unknown as TakenEvent;
}
