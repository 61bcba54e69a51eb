import { hecAnswer } from '../hec/codes.ts';
import { readLoosely } from '../hec/loose.ts';
import { json } from '../intake/answers.ts';
import { judgeAuthorization } from '../intake/bearer.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { isObject, readAllValues, readLines } from '../intake/values.ts';
import type { Answer, Call, House, Personality } from './types.ts';

/** As FalconPy builds it, and as another tenant's console was seen to show it (protocol 2.1). */
const routes: Readonly<Record<string, 'event' | 'raw'>> = {
  '/services/collector': 'event',
  '/services/collector/raw': 'raw',
  '/hec/v1/events': 'event',
  '/hec/v1/events/raw': 'raw',
};

/** Statuses are documented, bodies are not: the texts of what is refused are Splunk's, for want of a better source. */
const refused = hecAnswer(6);

/** Objects in a row; an array is none of them (protocol C03, C05). Whether a bad one costs its neighbours nobody says: here it does. */
function takeEvents(body: string): Answer {
  const pieces = readAllValues(body);
  if (pieces === undefined || !pieces.every(({ value }) => isObject(value))) return refused;
  return pieces.length === 0 ? hecAnswer(5) : { ...hecAnswer(0), taken: pieces.map((piece) => readLoosely(piece)) };
}

/** One line, one event, whatever the type: json, csv, xml and yaml are for the connector's parser (protocol C02, C07). */
function takeRaw(body: string): Answer {
  const lines = readLines(body);
  if (lines.length === 0) return hecAnswer(5);
  return { ...hecAnswer(0), taken: lines.map((line) => ({ kind: 'raw', event: line, raw: line })) };
}

function post(route: 'event' | 'raw', call: Call, house: House): Answer {
  const judged = judgeAuthorization(call, house, ['bearer']);
  if (judged === 'missing') return hecAnswer(2);
  if (judged === 'wrong') return hecAnswer(4);
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    return json(problemStatus[body.problem], { text: body.problem });
  }
  return { ...(route === 'raw' ? takeRaw : takeEvents)(body.text), inflatedBytes: body.bytes };
}

/** CrowdStrike Falcon Next-Gen SIEM's HEC connector: protocol C01-C10. */
export const falcon: Personality = {
  name: 'falcon',
  maxContentLength: 838_860_800, // none published (protocol 2.1)
  maxEventBytes: 838_860_800,
  example: {
    path: '/services/collector',
    headers: ['authorization: Bearer TOKEN', 'content-type: application/json'],
    body: '{"event":{"host":"laptop","timestamp":1747771778324434944,"timeunit":"nanoseconds","message":"hello"}}',
  },
  answer(call, house) {
    const route = routes[call.path];
    if (route === undefined) return json(404, { text: 'Not found' });
    return call.method === 'POST' ? post(route, call, house) : json(405, { text: 'Method not allowed' });
  },
};
