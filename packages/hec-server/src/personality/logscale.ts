import { readLoosely } from '../hec/loose.ts';
import { json, text } from '../intake/answers.ts';
import { judgeAuthorization } from '../intake/bearer.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { elements, isObject, readAllValues, readLines } from '../intake/values.ts';
import { takeStructured, takeUnstructured } from './logscale/structured.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

/** Takes events from a body; a string says why it cannot. */
type Intake = (body: string, call: Call, house: House) => readonly TakenEvent[] | string;

/** Every key is optional, but `index` has to be the token's repository (protocol L01, L02, L04). */
const takeHec: Intake = (body, _, { config }) => {
  const pieces = readAllValues(body);
  if (pieces === undefined || !pieces.every(({ value }) => isObject(value)))
    return 'Could not parse the body as JSON objects.';
  const taken = pieces.map((piece) => readLoosely(piece));
  const strange = taken.find(
    ({ index }) => index !== undefined && config.indexes.size > 0 && !config.indexes.has(index),
  );
  return strange === undefined ? taken : 'The index is not the repository of the ingest token.';
};

/** LF, CR and CRLF end a line; the channel becomes a field of every event (protocol L03). */
const takeLines: Intake = (body, call) => {
  const channel = call.headers['x-splunk-request-channel']?.toString() ?? call.query.get('channel');
  const more = channel === null ? {} : { channel, fields: { channel } };
  return readLines(body).map((line): TakenEvent => ({ kind: 'raw', event: line, raw: line, ...more }));
};

const takeWhole: Intake = (body) => (body === '' ? [] : [{ kind: 'raw', event: body, raw: body }]);

const takeJson: Intake = (body) => {
  const [piece, ...more] = readAllValues(body) ?? [];
  if (piece === undefined || more.length > 0) return 'Expected a JSON object or an array of them.';
  return elements(piece).map(({ value, text: raw }): TakenEvent => ({ kind: 'event', event: value, raw }));
};

const intakes: Readonly<Record<string, readonly [intake: Intake, success: object]>> = {
  '/api/v1/ingest/hec': [takeHec, { text: 'Success', code: 0 }],
  '/services/collector': [takeHec, { text: 'Success', code: 0 }],
  '/api/v1/ingest/hec/raw': [takeLines, { text: 'Success', code: 0 }],
  '/services/collector/raw': [takeLines, { text: 'Success', code: 0 }],
  '/api/v1/ingest/humio-structured': [takeStructured, {}],
  '/api/v1/ingest/humio-unstructured': [takeUnstructured, {}],
  '/api/v1/ingest/json': [takeJson, {}],
  '/api/v1/ingest/raw': [takeWhole, {}],
};

function post(intake: Intake, success: object, call: Call, house: House): Answer {
  // Protocol L05 says 401 or 403; `Splunk` follows from Vector reusing its Splunk sink for it (2.2).
  if (judgeAuthorization(call, house, ['bearer', 'splunk']) !== 'known')
    return text(401, 'The ingest token is missing or not known.');
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    return text(problemStatus[body.problem], body.problem);
  }
  const taken = intake(body.text, call, house);
  if (typeof taken === 'string') return { ...text(400, taken), inflatedBytes: body.bytes };
  return { ...json(200, success, taken), inflatedBytes: body.bytes };
}

/** LogScale: protocol L01-L08. It has no acks and no `/services/collector/health`. */
export const logscale: Personality = {
  name: 'logscale',
  maxContentLength: 838_860_800, // 5 MB is advice, not a limit (protocol 2.2)
  maxEventBytes: 838_860_800,
  example: {
    path: '/api/v1/ingest/hec',
    headers: ['authorization: Bearer TOKEN'],
    body: '{"event":{"level":"info","message":"hello"},"fields":{"#env":"laptop"}}',
  },
  answer(call, house) {
    if (call.method === 'GET' && call.path === '/api/v1/status') return json(200, { status: 'OK', version: '1.0.0' });
    const found = Object.hasOwn(intakes, call.path) ? intakes[call.path] : undefined;
    if (found === undefined) return text(404, 'The requested resource could not be found.');
    return call.method === 'POST'
      ? post(...found, call, house)
      : text(405, 'HTTP method not allowed, supported methods: POST');
  },
};
