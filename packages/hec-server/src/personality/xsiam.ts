import { json } from '../intake/answers.ts';
import { judgeAuthorization } from '../intake/bearer.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { isObject, type Piece, readAllValues, readLines } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const fail = (status: number, error: string): Answer => json(status, { error });

/** Elisity and Cribl wrap an event and say when they collected it, in milliseconds (protocol X03). */
function readEvent({ value, text: raw }: Piece): TakenEvent {
  const { data, collector_ms: collected } = value as { data?: unknown; collector_ms?: unknown };
  if (data === undefined || typeof collected !== 'number') return { kind: 'event', event: value, raw };
  return { kind: 'event', event: data, raw, time: collected / 1000 };
}

/** Objects in a row for a JSON collector, lines for a Raw, CEF or LEEF one (protocol X01, X08). */
function take(call: Call, body: string): readonly TakenEvent[] | undefined {
  const type = call.headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) {
    return readLines(body).map((line) => ({ kind: 'raw', event: line, raw: line }));
  }
  const pieces = readAllValues(body);
  // No source says that an array is taken (protocol section 3), so it is not.
  return pieces?.every(({ value }) => isObject(value)) ? pieces.map(readEvent) : undefined;
}

function post(call: Call, house: House): Answer {
  // Sources disagree on Bearer or the bare key (protocol X01, X02); both are let in.
  if (judgeAuthorization(call, house, ['', 'bearer']) !== 'known')
    return fail(401, 'Failed to validate authentication detail');
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    return fail(problemStatus[body.problem], body.problem);
  }
  const taken = take(call, body.text);
  if (taken === undefined || taken.length === 0)
    return { ...fail(400, 'No JSON objects in the body'), inflatedBytes: body.bytes };
  return { ...json(200, { ok: 'true' }, taken), inflatedBytes: body.bytes };
}

/** Cortex XSIAM's HTTP log collector: protocol X01-X08. */
export const xsiam: Personality = {
  name: 'xsiam',
  maxContentLength: 25_000_000, // protocol X05
  maxEventBytes: 838_860_800,
  example: {
    path: '/logs/v1/event',
    headers: ['authorization: TOKEN', 'content-type: application/json'],
    body: '{"level":"info","message":"hello"}',
  },
  answer(call, house) {
    if (call.path !== '/logs/v1/event') return fail(404, 'Not found');
    return call.method === 'POST' ? post(call, house) : fail(405, 'Method not allowed');
  },
};
