import { answerAck } from '../hec/answer-ack.ts';
import { hecAnswer, hecBody } from '../hec/codes.ts';
import { hecExample } from '../hec/example.ts';
import { readLoosely } from '../hec/loose.ts';
import type { Visit } from '../hec/visit.ts';
import { empty } from '../intake/answers.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { readJsonStream } from '../intake/json-stream.ts';
import { isObject } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

/** Integers are seconds, milliseconds or nanoseconds by their size; anything with a fraction is seconds (protocol D09). */
function readTime(time: unknown): number | undefined | false {
  if (typeof time !== 'number' && typeof time !== 'string') return undefined;
  const number = Number(time);
  if (time === '' || Number.isNaN(number)) return false;
  if (!Number.isInteger(number) || number < 13_569_465_600) return number;
  return number < 253_402_300_800_000 ? number / 1e3 : number / 1e9;
}

/** The code of what is wrong with `event` (protocol 1.17); undefined when nothing is. */
function judge(event: unknown): 6 | 12 | 13 | undefined {
  if (event === undefined || event === null) return 12;
  if (event === '' || (isObject(event) && Object.keys(event).length === 0)) return 13;
  return typeof event === 'string' || isObject(event) ? undefined : 6;
}

function finish({ house, channel }: Visit, taken: readonly TakenEvent[]): Answer {
  if (house.config.ack === undefined || channel === undefined) return { ...hecAnswer(0), taken };
  const ackId = house.acks.issue(channel);
  return { status: 200, body: hecBody(0, { ackId }), taken, ackId };
}

/** Like Splunk's reading, but metadata sticks to the envelopes that follow and omit it (protocol D04). */
function takeEvents(visit: Visit): Answer {
  const taken: TakenEvent[] = [];
  const sticky: Record<string, string | number> = visit.channel === undefined ? {} : { channel: visit.channel };
  const fail = (code: number): Answer => ({ ...hecAnswer(code, { 'invalid-event-number': taken.length }), taken });
  for (const piece of readJsonStream(visit.text)) {
    if ('broken' in piece) return fail(6);
    // Indexing an array by `event` finds nothing, which is how it fares in Rust (protocol D02).
    const envelope = isObject(piece.value) ? piece.value : {};
    const wrong = judge(envelope['event']);
    if (wrong !== undefined) return fail(wrong);
    const time = readTime(envelope['time']);
    if (time === false) return fail(6);
    for (const key of ['host', 'source', 'sourcetype', 'index']) {
      if (typeof envelope[key] === 'string') sticky[key] = envelope[key];
    }
    if (time !== undefined) sticky['time'] = time;
    taken.push({ ...readLoosely(piece), ...sticky });
  }
  return taken.length === 0 ? hecAnswer(5) : finish(visit, taken);
}

/** One event for the whole body (protocol 1.7). */
function takeRaw(visit: Visit): Answer {
  const { text, channel } = visit;
  return finish(visit, [{ kind: 'raw', event: text, raw: text, ...(channel === undefined ? {} : { channel }) }]);
}

const intakes = { event: takeEvents, raw: takeRaw, ack: answerAck };

const routes: ReadonlyMap<string, keyof typeof intakes | 'health'> = new Map([
  ['/services/collector', 'event'],
  ['/services/collector/event', 'event'],
  ['/services/collector/event/1.0', 'event'],
  ['/services/collector/raw', 'raw'],
  ['/services/collector/raw/1.0', 'raw'],
  ['/services/collector/ack', 'ack'],
  ['/services/collector/health', 'health'],
  ['/services/collector/health/1.0', 'health'],
]);

/** Without tokens Vector does not look at the header at all; with them it compares the header as a whole. */
function refuse({ headers }: Call, { tokens }: House['config']): Answer | undefined {
  if (tokens.size === 0) return undefined;
  if (headers.authorization === undefined) return hecAnswer(2);
  const isKnown = headers.authorization.startsWith('Splunk ') && tokens.has(headers.authorization.slice(7));
  return isKnown ? undefined : { ...hecAnswer(3), status: 401 };
}

function post(route: keyof typeof intakes, call: Call, house: House): Answer {
  const refused = refuse(call, house.config);
  if (refused !== undefined) return refused;
  const channel = call.headers['x-splunk-request-channel']?.toString() ?? call.query.get('channel') ?? undefined;
  const withAck = house.config.ack !== undefined;
  if (channel === undefined && (withAck || route !== 'event')) return hecAnswer(10);
  if (route === 'ack' && !withAck) return { status: 400, body: hecBody(14, {}, 'Ack is disabled') };
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    return empty(problemStatus[body.problem]);
  }
  return { ...intakes[route]({ call, house, channel, text: body.text }), inflatedBytes: body.bytes };
}

/** Vector's `splunk_hec` source: protocol D01-D09 and 1.17. */
export const vector: Personality = {
  name: 'vector',
  maxContentLength: 838_860_800,
  maxEventBytes: 838_860_800,
  example: hecExample,
  answer(call, house) {
    const route = routes.get(call.path);
    if (route === undefined) return empty(404);
    const method = route === 'health' ? 'GET' : 'POST';
    if (call.method === 'OPTIONS') return { ...empty(200), headers: { allow: method } };
    if (call.method !== method) return empty(405);
    return route === 'health' ? hecAnswer(17) : post(route, call, house);
  },
};
