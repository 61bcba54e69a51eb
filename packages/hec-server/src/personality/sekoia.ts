import { randomUUID } from 'node:crypto';
import { json } from '../intake/answers.ts';
import { judgeToken, readAuthorization, readPassword } from '../intake/credential.ts';
import { inflate, problemStatus } from '../intake/inflate.ts';
import { type Intake, intakes, type Log } from './sekoia/intakes.ts';
import type { Answer, Call, House, Personality, TakenEvent } from './types.ts';

/** Regions other than fra1 put their calls below this path (protocol K08). */
const regional = '/api/v1/intake-http';

const fail = (status: number, message: string): Answer => json(status, { message });

/** The key of the request: header, password of HTTP Basic, or query. Calls with keys in their body have none (protocol 4.2). */
function readKey(call: Call): string | undefined {
  const header = call.headers['x-sekoiaio-intake-key']?.toString();
  const authorization = readAuthorization(call);
  const password = authorization?.scheme === 'basic' ? readPassword(authorization.value) : undefined;
  return header ?? password ?? call.query.get('intake_key') ?? undefined;
}

/** ISO text, or an epoch in seconds, milliseconds, microseconds or nanoseconds; as seconds. */
function readTime(stamp: unknown): { time?: number } {
  if (typeof stamp !== 'string' && typeof stamp !== 'number') return {};
  const number = Number(stamp);
  const seconds = Number.isNaN(number) ? Date.parse(String(stamp)) / 1000 : toSeconds(number);
  return Number.isNaN(seconds) ? {} : { time: seconds };
}

/** Three more digits than seconds have are milliseconds, and so on. */
function toSeconds(epoch: number): number {
  const digits = Math.trunc(epoch).toString().length;
  return epoch / 1000 ** Math.max(0, Math.ceil((digits - 11) / 3));
}

function readLog({ text, time }: Log, receipt: string): TakenEvent {
  return { kind: 'event', event: text, raw: text, receipt, ...readTime(time) };
}

/**
 * One that is too long is refused alone, unless none is left (protocol K09, K10). In which form a batch says so nobody
 * has shown: here its id is `null`, and `errors` names it.
 */
function accept(logs: readonly Log[], intake: Intake, limit: number): Answer {
  const fits = logs.map(({ text }) => Buffer.byteLength(text) <= limit);
  if (!fits.includes(true)) return fail(413, 'Event too large');
  const ids = fits.map((good) => (good ? randomUUID() : null));
  const taken = logs.flatMap((log, i) => (typeof ids[i] === 'string' ? [readLog(log, ids[i])] : []));
  if (intake.single) return json(200, { event_id: ids[0] }, taken);
  const errors = fits.flatMap((good, index) => (good ? [] : [{ index, message: 'Event too large' }]));
  return json(200, { event_ids: ids, ...(errors.length === 0 ? {} : { errors }) }, taken);
}

function post(intake: Intake, call: Call, { config }: House): Answer {
  const body = inflate(call, config.maxContentLength);
  if ('problem' in body) return fail(problemStatus[body.problem], body.problem);
  const stamp = call.headers['x-sekoiaio-event-timestamp']?.toString();
  const logs = intake.read(body.text, { key: readKey(call), stamp, path: call.query.get('path') ?? undefined });
  if (logs === undefined || logs.length === 0) return fail(400, 'The body is not what this call takes');
  const known = logs.every(({ key }) => key !== undefined && judgeToken(config, key) === 'known');
  if (!known) return fail(401, 'Unknown intake key');
  return { ...accept(logs, intake, config.maxEventBytes), inflatedBytes: body.bytes };
}

/** Sekoia.io's HTTPS intake: protocol K01-K11. */
export const sekoia: Personality = {
  name: 'sekoia',
  maxContentLength: 10_485_760, // what its SDK takes for the limit (protocol 4.2)
  maxEventBytes: 256_000,
  example: { path: '/plain', headers: ['X-SEKOIAIO-INTAKE-KEY: TOKEN'], body: 'hello' },
  answer(call, house) {
    const path = call.path.startsWith(regional) ? call.path.slice(regional.length) || '/' : call.path;
    const intake = Object.hasOwn(intakes, path) ? intakes[path] : undefined;
    if (intake === undefined) return fail(404, 'Not found');
    return call.method === 'POST' ? post(intake, call, house) : fail(405, 'Method not allowed');
  },
};
