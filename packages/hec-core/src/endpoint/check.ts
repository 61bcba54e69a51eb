import { randomUUID } from 'node:crypto';
import { readReply } from '../dialect/reply.ts';
import type { Dialect, HecResponse } from '../dialect/types.ts';
import type { DestinationSettings } from '../options/types.ts';
import { describeAnswer } from './advice.ts';
import type { Endpoint, Reply } from './types.ts';

/** What was found at an endpoint. */
export interface Finding {
  readonly ok: boolean;
  readonly message: string;
  readonly status: number | undefined;
  readonly code: number | undefined;
}

/** An event's time is this clock's, and so is a search's: more than a minute apart and events seem to be missing. */
const CLOCK_TOLERANCE_MS = 60_000;
/** HEC code 5: the request was looked at up to its empty body, so its token was accepted (protocol 1.12, S26). */
const NO_DATA = 5;
const ACK_DISABLED = 14;

/**
 * Asks an endpoint whether it is there and takes the credential. No event is sent: for Splunk a request without a
 * body tells (protocol 1.12); other collectors offer no such question, and the finding says what stayed open.
 *
 * @param nowMs this machine's clock, which is compared with the collector's.
 */
export async function checkEndpoint(
  endpoint: Endpoint,
  dialect: Dialect,
  settings: DestinationSettings,
  nowMs: number,
): Promise<Finding> {
  const health = await askHealth(endpoint, dialect, settings);
  if (health.response === undefined) return { ok: false, message: health.failure.message, ...unanswered };
  const { response } = health;
  const skew = clockNote(response, nowMs);
  // Some receivers have no health page (protocol 1.1, Edge Processor); then the token probe decides.
  if (response.status >= 500) return unwell(endpoint, response, skew);
  if (dialect.name !== 'splunk') return tokenUnknown(endpoint, dialect, response, skew);
  const probe = await probeToken(endpoint, dialect, settings);
  return probe.ok ? { ...probe, message: `${probe.message}${skew}` } : probe;
}

const unanswered = { status: undefined, code: undefined } as const;

/** Without a health page any answer shows that somebody is there. */
function askHealth(endpoint: Endpoint, dialect: Dialect, settings: DestinationSettings): Promise<Reply> {
  const { health } = dialect.paths;
  if (health !== undefined) return endpoint.call({ method: 'GET', path: health });
  return endpoint.call({ method: 'OPTIONS', path: dialect.paths[settings.endpoint] ?? '' });
}

async function probeToken(endpoint: Endpoint, dialect: Dialect, settings: DestinationSettings): Promise<Finding> {
  const path = dialect.paths[settings.endpoint] ?? '';
  // A channel is harmless where none is wanted, and without one an acknowledging token refuses (protocol 1.3, 1.1).
  const channel = { 'x-splunk-request-channel': randomUUID() };
  const reply = await endpoint.call({ method: 'POST', path, body: '', headers: channel });
  if (reply.response === undefined) return { ok: false, message: reply.failure.message, ...unanswered };
  const { status } = reply.response;
  const { code } = readReply(reply.response);
  const accepted = (status === 400 && code === NO_DATA) || status === 200;
  if (!accepted) return unwell(endpoint, reply.response, '');
  const without = settings.ack.enabled ? await acknowledgementOff(endpoint, dialect, channel) : undefined;
  return without ?? { ok: true, message: `${endpoint.origin} answers and accepts the token.`, status, code };
}

/** An answer without ids costs the collector nothing; what matters is whether it refuses (A08). */
async function acknowledgementOff(
  endpoint: Endpoint,
  dialect: Dialect,
  headers: Readonly<Record<string, string>>,
): Promise<Finding | undefined> {
  if (dialect.paths.ack === undefined) return undefined;
  const reply = await endpoint.call({ method: 'POST', path: dialect.paths.ack, body: '{"acks":[]}', headers });
  if (reply.response === undefined || readReply(reply.response).code !== ACK_DISABLED) return undefined;
  return unwell(endpoint, reply.response, '');
}

function tokenUnknown(endpoint: Endpoint, dialect: Dialect, response: HecResponse, skew: string): Finding {
  const { status } = response;
  const { code } = readReply(response);
  const refused = status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400);
  if (refused || (dialect.paths.health !== undefined && status >= 300)) return unwell(endpoint, response, skew);
  return {
    ok: true,
    message:
      `${endpoint.origin} answers. Whether it accepts the token was not checked: ${dialect.name} has no question for ` +
      `that which stores nothing. Send a test event to be sure.${skew}`,
    status,
    code,
  };
}

function unwell(endpoint: Endpoint, response: HecResponse, note: string): Finding {
  const { code, text } = readReply(response);
  const message = `${endpoint.origin} answered ${describeAnswer(response.status, code, text)}${note}`;
  return { ok: false, message, status: response.status, code };
}

function clockNote(response: HecResponse, nowMs: number): string {
  const date = response.headers['date'];
  const skewMs = nowMs - Date.parse(typeof date === 'string' ? date : '');
  if (!(Math.abs(skewMs) > CLOCK_TOLERANCE_MS)) return '';
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const way = skewMs > 0 ? 'ahead of' : 'behind';
  return ` Note: this machine's clock is ${seconds} s ${way} the collector's, so events will seem to have happened at another time.`;
}
