import { json } from '../intake/answers.ts';
import { judgeToken, readAuthorization, readPassword } from '../intake/credential.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { elements, isObject, readJson } from '../intake/values.ts';
import type { Answer, Call, House, Personality } from './types.ts';

const fail = (status: number, message: string): Answer => json(status, { message });

/** The token as the password of HTTP Basic, or as the value of a secret header of any name (protocol section 5). */
function isLetIn(call: Call, { config }: House): boolean {
  if (config.tokens.size === 0) return true;
  const authorization = readAuthorization(call);
  const password = authorization?.scheme === 'basic' ? readPassword(authorization.value) : undefined;
  if (password !== undefined && judgeToken(config, password) === 'known') return true;
  return Object.values(call.headers).some((value) => typeof value === 'string' && config.tokens.has(value));
}

function post(call: Call, house: House): Answer {
  if (!isLetIn(call, house)) return fail(401, 'incorrect credentials');
  const type = call.headers['content-type'] ?? '';
  if (type.split(';')[0]?.trim() !== 'application/json')
    return fail(415, `wrong Content-Type header, expecting application/json`);
  const body = inflate(call, house.config.maxContentLength);
  if ('problem' in body) return fail(problemStatus[body.problem], body.problem);
  if (body.text === '') return fail(406, 'body cannot be empty');
  const logs = elements({ value: readJson(body.text), text: body.text });
  // One object or one array; concatenated objects are neither (protocol J21).
  if (!logs.every(({ value }) => isObject(value)))
    return { ...fail(400, 'malformed JSON object at stream position 0'), inflatedBytes: body.bytes };
  const taken = logs.map(({ value, text: raw }) => ({ kind: 'event', event: value, raw }) as const);
  return { ...json(200, { message: 'success' }, taken), inflatedBytes: body.bytes };
}

/** The `http_endpoint` input of Filebeat and Elastic Agent, at any path: protocol J20-J22. */
export const elastic: Personality = {
  name: 'elastic',
  maxContentLength: 838_860_800, // configurable, with no limit to begin with
  maxEventBytes: 838_860_800,
  example: {
    path: '/logs',
    headers: ['x-secret: TOKEN', 'content-type: application/json'],
    body: '{"log.level":"info","message":"hello"}',
  },
  answer: (call, house) => (call.method === 'POST' ? post(call, house) : fail(405, 'only POST requests are allowed')),
};
