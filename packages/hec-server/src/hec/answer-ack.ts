import { isObject, readJson } from '../intake/values.ts';
import type { Answer } from '../personality/types.ts';
import { hecAnswer } from './codes.ts';
import type { Visit } from './visit.ts';

function readIds(text: string): readonly number[] | undefined {
  const body = readJson(text);
  const ids = isObject(body) ? body['acks'] : undefined;
  return Array.isArray(ids) && ids.every((id) => Number.isInteger(id)) ? (ids as number[]) : undefined;
}

/** `{"acks":[0,1]}` gives `{"acks":{"0":true,"1":false}}` (protocol A05-A07). */
export function answerAck({ house, channel, text }: Visit): Answer {
  const ids = readIds(text);
  if (ids === undefined || channel === undefined) return hecAnswer(text === '' ? 5 : 6);
  return { status: 200, body: JSON.stringify({ acks: house.acks.poll(channel, ids) }) };
}
