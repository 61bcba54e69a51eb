import { json } from '../intake/answers.ts';
import { judgeToken } from '../intake/credential.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { elements, isObject, type Piece, readJson } from '../intake/values.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

const mostItems = 1000;
const oldestMs = 18 * 3_600_000;

const fail = (status: number, title: string): Answer => json(status, { errors: [{ status: String(status), title }] });

/** Epoch milliseconds of a log, where it says. */
function readTimestamp(log: Readonly<Record<string, unknown>>): number | undefined {
  const stamp = log['timestamp'] ?? log['date'];
  const ms = typeof stamp === 'string' ? Date.parse(stamp) : stamp;
  return typeof ms === 'number' && Number.isFinite(ms) ? ms : undefined;
}

function readLog({ value, text }: Piece): TakenEvent {
  const log = value as Readonly<Record<string, unknown>>;
  const ms = readTimestamp(log);
  const named = { host: log['hostname'], source: log['ddsource'] };
  const metadata = Object.fromEntries(Object.entries(named).filter(([, name]) => typeof name === 'string'));
  return { kind: 'event', event: value, raw: text, ...metadata, ...(ms === undefined ? {} : { time: ms / 1000 }) };
}

/** Behind a 202 a log of more than 18 hours ago is gone (protocol section 5). */
function isYoung({ time }: TakenEvent): boolean {
  return time === undefined || Date.now() - time * 1000 <= oldestMs;
}

function post(call: Call, { config }: House): Answer {
  const key = call.headers['dd-api-key']?.toString();
  if (key === undefined) return fail(401, 'Unauthorized');
  if (judgeToken(config, key) !== 'known') return fail(403, 'Forbidden');
  const body = inflate(call, config.maxContentLength);
  if ('problem' in body) return fail(problemStatus[body.problem], body.problem);
  const value = readJson(body.text);
  const logs = elements({ value, text: body.text });
  const answer = logs.length > mostItems ? fail(413, 'Payload too large') : fail(400, 'Bad Request');
  if (logs.length > mostItems || !logs.every((log) => isObject(log.value)))
    return { ...answer, inflatedBytes: body.bytes };
  return { ...json(202, {}, logs.map(readLog).filter(isYoung)), inflatedBytes: body.bytes };
}

/** Datadog's log intake: protocol J01-J05. */
export const datadog: Personality = {
  name: 'datadog',
  maxContentLength: 5_000_000, // protocol J03, inflated
  maxEventBytes: 838_860_800, // 1 MB is truncated, not refused
  example: {
    path: '/api/v2/logs',
    headers: ['DD-API-KEY: TOKEN', 'content-type: application/json'],
    body: '[{"message":"hello","ddsource":"curl","service":"laptop"}]',
  },
  answer(call, house) {
    if (call.path !== '/api/v2/logs') return fail(404, 'Not found');
    return call.method === 'POST' ? post(call, house) : fail(405, 'Method Not Allowed');
  },
};
