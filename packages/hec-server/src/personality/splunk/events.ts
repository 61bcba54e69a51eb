import { hecAnswer } from '../../hec/codes.ts';
import { judgeEnvelope } from '../../hec/envelope.ts';
import { readJsonStream } from '../../hec/json-stream.ts';
import type { Answer, TakenEvent } from '../types.ts';
import { readDefaults, settle, type Visit } from './visit.ts';

interface Candidate {
  readonly value: unknown;
  readonly text: string;
  readonly broken?: true;
}

/** The envelopes of a body, one at a time; a top-level array counts as its elements (protocol S04). */
function* readEnvelopes(text: string): Generator<Candidate, void> {
  for (const piece of readJsonStream(text)) {
    if ('broken' in piece) yield { value: undefined, text: '', broken: true };
    else if (Array.isArray(piece.value)) for (const value of piece.value) yield { value, text: JSON.stringify(value) };
    else yield piece;
  }
}

/**
 * Reads envelopes until one is wrong. Those before it are kept, it and those after it are not,
 * and its number is reported, plus one for code 7 (protocol 1.10).
 */
export function takeEvents(visit: Visit): Answer {
  const { config } = visit.house;
  const defaults = readDefaults(visit);
  const taken: TakenEvent[] = [];
  let number = 0;
  for (const { value, text, broken } of readEnvelopes(visit.text)) {
    const oversize = text.length > config.maxEventBytes || Buffer.byteLength(text) > config.maxEventBytes;
    const verdict = broken || oversize ? { code: 6 as const } : judgeEnvelope(value, text, defaults, config.indexes);
    if (verdict === 'unknown-key') return number === 0 ? hecAnswer(5) : settle(visit, taken);
    if (typeof verdict === 'object' && 'code' in verdict) {
      return settle(visit, taken, { code: verdict.code, number: verdict.code === 7 ? number + 1 : number });
    }
    if (verdict !== 'nothing') taken.push(verdict);
    number++;
  }
  return number === 0 ? hecAnswer(5) : settle(visit, taken);
}
