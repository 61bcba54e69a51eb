import { type Mark, markOf, POISON } from '../plan/events.ts';
import { INDEXES } from '../plan/plan.ts';

/** What is wrong with a body, in the order a collector finds it. */
export interface Judgement {
  readonly lines: readonly string[];
  /** The first line it does not take, and why. */
  readonly bad: { readonly at: number; readonly code: number } | undefined;
}

const CODES: Readonly<Record<string, number>> = { c12: 12, c13: 13, c15: 15 };

/**
 * Reads a body as Splunk does: event by event, and no further than the first bad one (protocol 1.10).
 *
 * @param indexes those the token may write to just now
 */
export function judge(kind: 'event' | 'raw', body: string, query: URLSearchParams, indexes = INDEXES): Judgement {
  const lines = body.split('\n');
  if (kind === 'raw') {
    const index = query.get('index');
    return { lines, bad: index !== null && !indexes.includes(index) ? { at: 0, code: 7 } : undefined };
  }
  for (const [at, line] of lines.entries()) {
    const code = codeOf(line, indexes);
    if (code !== undefined) return { lines, bad: { at, code } };
  }
  return { lines, bad: undefined };
}

function codeOf(line: string, indexes: readonly string[]): number | undefined {
  let envelope: { event?: unknown; index?: unknown; fields?: unknown };
  try {
    envelope = JSON.parse(line) as typeof envelope;
  } catch {
    return 6;
  }
  if (envelope.event === undefined) return 12;
  if (typeof envelope.index === 'string' && !indexes.includes(envelope.index)) return 7;
  return CODES[markOf(line) ?? ''];
}

/** The first thing in a body that something before the collector, or the collector itself, cannot stomach. */
export function poisonIn(body: string): Mark | undefined {
  return body
    .split('\n')
    .map(markOf)
    .find((mark) => POISON.has(mark));
}

const TEXTS: Readonly<Record<number, string>> = {
  0: 'Success',
  1: 'Token disabled',
  3: 'Invalid authorization',
  4: 'Invalid token',
  6: 'Invalid data format',
  7: 'Incorrect index',
  8: 'Internal server error',
  9: 'Server is busy',
  10: 'Data channel is missing',
  12: 'Event field is required',
  13: 'Event field cannot be blank',
  14: 'ACK is disabled',
  15: 'Error in handling indexed fields',
  23: 'Server is shutting down',
  24: 'HEC queue is approaching its capacity limit',
  25: 'HEC ACK is approaching its capacity limit',
  26: 'HEC queue is at capacity and cannot process any more requests',
};

/** The body of an answer (protocol 1.10). Code 7 names the event after the bad one (S32, S33). */
export function answerBody(code: number, event?: number, ackId?: number): string {
  return JSON.stringify({
    text: TEXTS[code] ?? 'Unknown',
    code,
    ...(event === undefined ? {} : { 'invalid-event-number': code === 7 ? event + 1 : event }),
    ...(ackId === undefined ? {} : { ackId }),
  });
}
