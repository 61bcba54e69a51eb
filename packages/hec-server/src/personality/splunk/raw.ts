import { hecAnswer } from '../../hec/codes.ts';
import { readDefaults, settle, type Visit } from '../../hec/visit.ts';
import { readLines } from '../../intake/values.ts';
import type { Answer, TakenEvent } from '../types.ts';

/** One event a line, with metadata from the query alone (protocol 1.7, S09). Blank lines are swallowed by the breaker. */
export function takeRaw(visit: Visit): Answer {
  const { indexes } = visit.house.config;
  if (visit.text === '') return hecAnswer(5);
  const defaults = readDefaults(visit);
  if (defaults.index !== undefined && indexes.size > 0 && !indexes.has(defaults.index)) {
    return hecAnswer(7, { 'invalid-event-number': 1 });
  }
  const lines = readLines(visit.text);
  const taken = lines.map((line): TakenEvent => ({ kind: 'raw', event: line, raw: line, ...defaults }));
  return taken.length === 0 ? hecAnswer(5) : settle(visit, taken);
}
