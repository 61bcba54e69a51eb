import { stripVTControlCharacters } from 'node:util';
import { MESSAGE } from 'triple-beam';
import { describe } from './describe.ts';
import { findErrors, isError, lostErrors } from './errors.ts';
import { graft, withLost } from './graft.ts';
import type { Info } from './info.ts';

/**
 * What an event is made of: `info`, the record with all its members as a JSON object, or `message`, the text that the
 * format produced.
 */
export type EventKind = 'info' | 'message';

/** An event as hec-core takes it: JSON that is ready (`sendJson`) or a value (`send`). */
export type WinstonEvent = { readonly json: string } | { readonly value: unknown };

/**
 * The event of an info. JSON that the format has written goes on as it is: it costs nothing, and it holds what the
 * format decided, where rendering the info anew would bring back what a `replacer` had masked. Never throws.
 */
export function eventOf(info: Info, kind: EventKind): WinstonEvent {
  const text = info[MESSAGE];
  const json = typeof text === 'string' && text.startsWith('{') && text.endsWith('}') ? text : undefined;
  try {
    if (kind === 'message' && typeof text === 'string') return json === undefined ? { value: text } : { json };
    return json === undefined ? { value: rendered(info) } : completed(info, json);
  } catch {
    // A getter or proxy that throws. hec-core shows even that, member by member.
    return json === undefined ? { value: info } : { json };
  }
}

function completed(info: Info, json: string): WinstonEvent {
  const found = findErrors(info);
  const lost = lostErrors(info, found);
  if (found.length === 0 && lost.length === 0) return { json };
  return { value: graft(JSON.parse(json) as Record<string, unknown>, found, lost) };
}

/** The info itself, for formats that write text (`simple`, `printf`): hec-core shows the errors in it. */
function rendered(info: Info): Record<string, unknown> {
  const { message } = info;
  const event: Record<string, unknown> = isError(info)
    ? { ...describe(info), ...members(info) }
    : isError(message)
      ? { ...describe(message), ...members(message), ...members(info), message: message.message }
      : members(info);
  for (const key of ['level', 'message']) event[key] = withoutColour(event[key]);
  return withLost(event, lostErrors(info, findErrors(info)));
}

function members(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value));
}

/** `colorize()` is for terminals; in a SIEM `\u001b[32minfo\u001b[39m` is a level of its own. */
function withoutColour(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\u001b') ? stripVTControlCharacters(value) : value;
}
