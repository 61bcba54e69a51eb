import { answerAck } from '../hec/answer-ack.ts';
import { hecAnswer } from '../hec/codes.ts';
import { hecExample } from '../hec/example.ts';
import { judgeToken, readAuthorization, readPassword } from '../intake/credential.ts';
import { inflate } from '../intake/inflate.ts';
import { takeEvents } from './splunk/events.ts';
import { takeRaw } from './splunk/raw.ts';
import type { Answer, Call, House, Personality } from './types.ts';

/** What Splunk Cloud does differently from Splunk Enterprise. */
export interface SplunkTraits {
  /** Code of a missing channel: 10 on Enterprise, 28 on Cloud (protocol A02, A03). */
  readonly channelMissing: 10 | 28;
  /** A body over the cap: 413, or on Cloud a 400 that blames event 0 (protocol S40, S41). */
  readonly tooLong: Answer;
}

type Route = 'event' | 'raw' | 'ack' | 'health';

const routes: ReadonlyMap<string, Route> = new Map([
  ['/services/collector', 'event'],
  ['/services/collector/1.0', 'event'],
  ['/services/collector/event', 'event'],
  ['/services/collector/event/1.0', 'event'],
  ['/services/collector/raw', 'raw'],
  ['/services/collector/raw/1.0', 'raw'],
  ['/services/collector/ack', 'ack'],
  ['/services/collector/health', 'health'],
  ['/services/collector/health/1.0', 'health'],
]);

const notFound = '{"text":"The requested URL was not found on this server.","code":404}';
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The token of `Splunk <token>`, or of HTTP Basic as password (protocol 1.2); otherwise the code to refuse with. */
function readToken(call: Call): string | 2 | 3 {
  const header = readAuthorization(call);
  if (header === undefined) return 2;
  if (header.scheme === 'splunk') return header.value;
  return (header.scheme === 'basic' ? readPassword(header.value) : undefined) ?? 3;
}

/** Protocol S20-S25. Undefined when the token may come in. A token in the query wins over a header. */
function refuse(call: Call, { config }: House): Answer | undefined {
  const inQuery = call.query.get('token');
  const token = inQuery ?? readToken(call);
  if (typeof token === 'number') return hecAnswer(token);
  const judged = judgeToken(config, token);
  if (judged !== 'known') return hecAnswer(judged === 'unknown' ? 4 : 1);
  return inQuery !== null && !config.allowQueryStringAuth ? hecAnswer(16) : undefined;
}

/** Splunk gzips nothing but gzip, and says so as a web page (protocol S37). */
const unsupported: Answer = {
  status: 415,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!doctype html><html><head><title>415 Unsupported Media Type</title></head><body><h1>Unsupported Media Type</h1></body></html>',
};

function post(route: Route, call: Call, house: House, traits: SplunkTraits): Answer {
  const refused = refuse(call, house);
  if (refused !== undefined) return refused;
  // Measured: a token without ack is told so before anybody asks for a channel (protocol A08).
  if (route === 'ack' && house.config.ack === undefined) return hecAnswer(14);
  const channel = call.headers['x-splunk-request-channel']?.toString() ?? call.query.get('channel') ?? undefined;
  if (channel === undefined && house.config.ack !== undefined) return hecAnswer(traits.channelMissing);
  if (channel !== undefined && !guid.test(channel)) return hecAnswer(11);
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) {
    if (body.problem === 'encoding') return unsupported;
    return body.problem === 'too-long' ? traits.tooLong : hecAnswer(6, { 'invalid-event-number': 0 });
  }
  const visit = { call, house, channel, text: body.text };
  const take = { event: takeEvents, raw: takeRaw, ack: answerAck, health: answerAck }[route];
  const cookie = house.config.ack?.cookie;
  const answer = { ...take(visit), inflatedBytes: body.bytes };
  if (cookie === undefined || channel === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': `${cookie}=${channel}` } };
}

export function createSplunk(name: Personality['name'], maxContentLength: number, traits: SplunkTraits): Personality {
  return {
    name,
    maxContentLength,
    maxEventBytes: 5 * 1024 * 1024, // inputs.conf `maxEventSize` (protocol 1.9)
    example: hecExample,
    answer(call, house) {
      const answer = visitRoute(call, house, traits);
      // `forceHttp10=auto`: without a User-Agent the client is taken for HTTP/1.0 and disconnected (protocol 1.14).
      if (call.headers['user-agent'] !== undefined) return answer;
      return { ...answer, headers: { ...answer.headers, connection: 'close' } };
    },
  };
}

function visitRoute(call: Call, house: House, traits: SplunkTraits): Answer {
  const route = routes.get(call.path);
  if (route === undefined) return { status: 404, body: notFound };
  const methods = route === 'health' ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
  if (call.method === 'OPTIONS') return { status: 200, headers: { allow: methods.join(',') }, body: '' };
  if (!methods.includes(call.method)) return { status: 405, body: notFound };
  return route === 'health' ? hecAnswer(17) : post(route, call, house, traits);
}

/** Splunk Enterprise 10.4 as measured: protocol rows S01-S48 and A01-A13. */
export const splunk: Personality = createSplunk('splunk', 838_860_800, {
  channelMissing: 10,
  tooLong: { status: 413, body: '{"text":"Content-Length too large","code":413}' },
});
