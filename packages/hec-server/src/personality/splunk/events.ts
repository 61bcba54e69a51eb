import { hecAnswer } from '../../hec/codes.ts';
import { judgeEnvelope } from '../../hec/envelope.ts';
import { readDefaults, settle, type Visit } from '../../hec/visit.ts';
import { readJsonStream } from '../../intake/json-stream.ts';
import { elements, type Piece } from '../../intake/values.ts';
import type { Answer, TakenEvent } from '../types.ts';

/** The envelopes of a body, one at a time; a top-level array counts as its elements (protocol S04). */
function* readEnvelopes(text: string): Generator<Piece | undefined, void> {
  for (const piece of readJsonStream(text)) {
    if ('broken' in piece) yield undefined;
    else yield* elements(piece);
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
  for (const piece of readEnvelopes(visit.text)) {
    const fits = piece !== undefined && Buffer.byteLength(piece.text) <= config.maxEventBytes;
    const verdict = fits ? judgeEnvelope(piece, defaults, config.indexes) : { code: 6 as const };
    if (verdict === 'unknown-key') return number === 0 ? hecAnswer(5) : settle(visit, taken);
    if (typeof verdict === 'object' && 'code' in verdict) {
      return settle(visit, taken, { code: verdict.code, number: verdict.code === 7 ? number + 1 : number });
    }
    if (verdict !== 'nothing') taken.push(verdict);
    number++;
  }
  return number === 0 ? hecAnswer(5) : settle(visit, taken);
}
