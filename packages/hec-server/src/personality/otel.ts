import { answerAck } from '../hec/answer-ack.ts';
import { hecAnswer } from '../hec/codes.ts';
import { hecExample } from '../hec/example.ts';
import { readLoosely } from '../hec/loose.ts';
import type { Visit } from '../hec/visit.ts';
import { text } from '../intake/answers.ts';
import { inflate } from '../intake/inflate.ts';
import { elements, isObject, type JsonObject, readAllValues, readLines } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The Collector sends its errors before it has set a type, so Go calls them text; many are JSON strings (protocol D21). */
const fail = (status: number, body: string): Answer => text(status, body);
const hecFail = (code: number, number?: number): Answer =>
  fail(400, hecAnswer(code, number === undefined ? {} : { 'invalid-event-number': number }).body ?? '');

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isFlat(fields: JsonObject): boolean {
  return Object.values(fields).every((value) => (Array.isArray(value) ? !value.some(isNested) : !isObject(value)));
}

function isMetric({ event, fields }: JsonObject): boolean {
  const measures = isObject(fields) && Object.keys(fields).some((key) => key.startsWith('metric_name'));
  return event === 'metric' || ((event === undefined || event === null) && measures);
}

function succeed({ house, channel }: Visit, taken: readonly TakenEvent[]): Answer {
  if (house.config.ack === undefined || channel === undefined) {
    return { status: 200, body: '{"text": "Success", "code": 0}', taken };
  }
  const ackId = house.acks.issue(channel);
  return { status: 200, body: `{"text": "Success", "code": 0, "ackId": ${ackId}}`, taken, ackId };
}

/** All or nothing: an error anywhere costs the whole request, and only code 15 says which event it was (protocol 1.10, D22). */
function takeEvents(visit: Visit): Answer {
  const values = readAllValues(visit.text);
  if (values === undefined) return hecFail(6);
  const taken: TakenEvent[] = [];
  for (const piece of values.flatMap(elements)) {
    if (!isObject(piece.value)) return hecFail(6);
    const { event, fields } = piece.value as { event?: unknown; fields?: unknown };
    if (isObject(fields) && !isFlat(fields)) return hecFail(15, taken.length);
    const metric = isMetric(piece.value);
    if (!metric && (event === undefined || event === null)) return hecFail(12);
    if (event === '') return hecFail(13);
    const kind = metric ? 'metric' : 'event';
    taken.push({ ...readLoosely(piece, visit.channel === undefined ? {} : { channel: visit.channel }), kind });
  }
  return succeed(visit, taken);
}

function takeRaw(visit: Visit): Answer {
  return succeed(
    visit,
    readLines(visit.text).map((line) => ({ kind: 'raw', event: line, raw: line })),
  );
}

function post(take: (visit: Visit) => Answer, call: Call, house: House): Answer {
  const channel = (call.headers['x-splunk-request-channel']?.toString() ?? call.query.get('channel'))?.toUpperCase();
  if (channel !== undefined && !guid.test(channel)) return hecFail(11);
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    if (body.problem === 'encoding') return fail(415, JSON.stringify('"Content-Encoding" must be "gzip" or empty'));
    return body.problem === 'too-long' ? fail(413, '') : fail(400, JSON.stringify('Error on gzip body'));
  }
  if (call.body.length === 0) return hecFail(5);
  return { ...take({ call, house, channel, text: body.text }), inflatedBytes: body.bytes };
}

/** The OpenTelemetry Collector's `splunkhec` receiver: protocol D20-D23 and 1.17. It asks for no token. */
export const otel: Personality = {
  name: 'otel',
  maxContentLength: 20_971_520, // the Collector's default for HTTP servers
  maxEventBytes: 838_860_800,
  example: hecExample,
  answer(call, house) {
    if (/^\/services\/collector\/health(\/1\.0)?$/.test(call.path)) {
      return { status: 200, body: '{"text": "HEC is healthy", "code": 17}' };
    }
    if (call.method !== 'POST') return fail(400, JSON.stringify('Only "POST" method is supported'));
    if (call.path === '/services/collector/ack' && house.config.ack !== undefined) return post(answerAck, call, house);
    // Any other path is taken for the event path.
    return post(call.path === '/services/collector/raw' ? takeRaw : takeEvents, call, house);
  },
};
