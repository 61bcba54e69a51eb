import { isObject, type JsonObject, readJson } from '../../intake/values.ts';
import type { TakenEvent } from '../types.ts';

const wrongShape = 'Expected an array of objects with events.';

/** A timestamp as ISO text or epoch milliseconds, in seconds. */
function readTimestamp(timestamp: unknown): { time?: number } {
  const ms = typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp;
  return typeof ms === 'number' && Number.isFinite(ms) ? { time: ms / 1000 } : {};
}

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

function readGroups(
  body: string,
  member: string,
): readonly (readonly [fields: JsonObject, items: readonly unknown[]])[] | undefined {
  const groups = readJson(body);
  if (!Array.isArray(groups)) return undefined;
  const read = groups.map((group: unknown) => {
    const items = isObject(group) ? group[member] : undefined;
    if (!isObject(group) || !Array.isArray(items)) return undefined;
    return [{ ...asObject(group['tags']), ...asObject(group['fields']) }, items as unknown[]] as const;
  });
  return read.every((group) => group !== undefined) ? read : undefined;
}

/** `[{"tags":{…},"events":[{"timestamp":…,"attributes":{…},"rawstring":"…"}]}]` (protocol L08). */
export function takeStructured(body: string): readonly TakenEvent[] | string {
  const groups = readGroups(body, 'events');
  if (groups === undefined) return wrongShape;
  const taken: TakenEvent[] = [];
  for (const [fields, events] of groups) {
    for (const event of events) {
      if (!isObject(event) || event['timestamp'] === undefined) return 'An event has no timestamp.';
      const payload = event['attributes'] ?? event['rawstring'] ?? null;
      taken.push({
        kind: 'event',
        event: payload,
        raw: JSON.stringify(event),
        fields,
        ...readTimestamp(event['timestamp']),
      });
    }
  }
  return taken;
}

/** `[{"fields":{…},"messages":["line",…]}]` (protocol 2.2). */
export function takeUnstructured(body: string): readonly TakenEvent[] | string {
  const groups = readGroups(body, 'messages');
  if (groups === undefined) return wrongShape;
  return groups.flatMap(([fields, messages]) =>
    messages.map((line): TakenEvent => ({ kind: 'raw', event: String(line), raw: String(line), fields })),
  );
}
