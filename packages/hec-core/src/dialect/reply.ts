import type { HecResponse, Outcome } from './types.ts';

/** What a body says, as far as it can be read. */
export interface Reply {
  /** Proxies and firewalls answer in HTML or not at all; collectors in JSON, some in plain text. */
  readonly form: 'object' | 'text' | 'html' | 'empty';
  /** The members of a JSON object; none for any other body. */
  readonly members: Readonly<Record<string, unknown>>;
  /** HEC reply code (protocol 1.11); splunkd's own 404 body carries its status here (S38). */
  readonly code: number | undefined;
  /** For people, on one line, shortened. */
  readonly text: string | undefined;
  /** `invalid-event-number`, where it is a whole number from 0. */
  readonly eventNumber: number | undefined;
  readonly ackId: number | undefined;
}

const LONGEST_TEXT = 300;

/**
 * Reads a body of any kind: a JSON object, a JSON string (D21), HTML (S37), plain text (D13) or nothing (D07). Never
 * throws (protocol 7.11-9).
 */
export function readReply(response: HecResponse): Reply {
  const body = response.body.trim();
  const json = parse(body);
  if (typeof json === 'object' && json !== null) {
    const members = json as Readonly<Record<string, unknown>>;
    return {
      form: 'object',
      members,
      code: natural(members['code']),
      text: line(words(members)),
      eventNumber: natural(members['invalid-event-number']),
      // Responses spell it `ackId`, some prose `ackID` (protocol 1.10).
      ackId: natural(members['ackId'] ?? members['ackID']),
    };
  }
  const text = typeof json === 'string' ? json : body;
  const form = text === '' ? 'empty' : text.startsWith('<') ? 'html' : 'text';
  const said = form === 'html' ? textOf(text) : text;
  return { form, members: {}, code: undefined, text: line(said), eventNumber: undefined, ackId: undefined };
}

/** The title or heading of a page, else its text. No expression looks past the next `<`: linear, whatever the page. */
function textOf(html: string): string {
  return /<(?:title|h1)[^<>]*>([^<]+)/i.exec(html)?.[1] ?? html.replaceAll(/<[^<>]*>/g, ' ');
}

/** The outcome with what the body said, for people and statistics. */
export function withReply(outcome: Outcome, { code, text }: Reply): Outcome {
  return { ...outcome, ...(code === undefined ? {} : { code }), ...(text === undefined ? {} : { text }) };
}

function parse(body: string): unknown {
  if (!/^[{["]/.test(body)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function natural(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** HEC says `text`, XSIAM `error`, most others `message`; anything else is shown as it is. */
function words(members: Readonly<Record<string, unknown>>): string {
  for (const name of ['text', 'message', 'error']) {
    const value = members[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return JSON.stringify(members);
}

// On one line and without characters that control or format: it goes into warnings and logs, and comes from outside.
function line(text: string): string | undefined {
  const clean = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  if (clean === '') return undefined;
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT).toWellFormed()}…` : clean;
}
