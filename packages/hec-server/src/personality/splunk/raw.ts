import { hecAnswer } from '../../hec/codes.ts';
import type { Answer, TakenEvent } from '../types.ts';
import { readDefaults, settle, type Visit } from './visit.ts';

/** One event a line, with metadata from the query alone (protocol 1.7, S09). Blank lines are swallowed by the breaker. */
export function takeRaw(visit: Visit): Answer {
  const { indexes } = visit.house.config;
  if (visit.text === '') return hecAnswer(5);
  const defaults = readDefaults(visit);
  if (defaults.index !== undefined && indexes.size > 0 && !indexes.has(defaults.index)) {
    return hecAnswer(7, { 'invalid-event-number': 1 });
  }
  const lines = visit.text.split(/[\r\n]+/).filter((line) => line !== '');
  const taken = lines.map((line): TakenEvent => ({ kind: 'raw', event: line, raw: line, ...defaults }));
  return taken.length === 0 ? hecAnswer(5) : settle(visit, taken);
}
