import { empty } from '../intake/answers.ts';
import { judgeToken } from '../intake/credential.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { isObject, readJson, readLines } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const route = /^\/receiver\/v1\/http\/([^/]+)$/;

/** Metadata comes in headers, one set for all lines of a request (protocol J10). */
function readMetadata({ headers }: Call): Pick<TakenEvent, 'host' | 'source' | 'sourcetype' | 'fields'> {
  const named = {
    host: headers['x-sumo-host'],
    source: headers['x-sumo-name'],
    sourcetype: headers['x-sumo-category'],
  };
  const pairs = headers['x-sumo-fields']?.toString().split(',') ?? [];
  const fields = Object.fromEntries(pairs.map((pair) => pair.split('=', 2).map((part) => part.trim())));
  const metadata = Object.fromEntries(Object.entries(named).filter(([, value]) => typeof value === 'string'));
  return { ...metadata, ...(pairs.length === 0 ? {} : { fields }) };
}

function readLine(line: string): Pick<TakenEvent, 'kind' | 'event' | 'raw'> {
  const value = readJson(line);
  return isObject(value) ? { kind: 'event', event: value, raw: line } : { kind: 'raw', event: line, raw: line };
}

function post(token: string, call: Call, { config }: House): Answer {
  if (judgeToken(config, token) !== 'known') return empty(401);
  const body = inflate(call, config.maxContentLength, ['gzip', 'deflate']);
  if ('problem' in body) return empty(problemStatus[body.problem]);
  const metadata = readMetadata(call);
  const taken = readLines(body.text).map((line): TakenEvent => ({ ...readLine(line), ...metadata }));
  return { ...empty(200, taken), inflatedBytes: body.bytes };
}

/** Sumo Logic's HTTP source: protocol J10-J12. Its token is the last part of the path. */
export const sumo: Personality = {
  name: 'sumo',
  maxContentLength: 838_860_800, // up to 1 MB is advice (protocol section 5)
  maxEventBytes: 838_860_800,
  example: {
    path: '/receiver/v1/http/TOKEN',
    headers: ['X-Sumo-Category: laptop'],
    body: '{"level":"info","message":"hello"}',
  },
  publicPath: (path) => path.replace(route, '/receiver/v1/http/[redacted]'),
  answer(call, house) {
    const [, token] = route.exec(call.path) ?? [];
    if (token === undefined) return empty(404);
    return call.method === 'POST' ? post(token, call, house) : empty(405);
  },
};
