import type { Frame, Hole } from '../dialect/types.ts';
import { quote } from './quote.ts';
import { toIso, toMillis, toNanos } from './time.ts';

/**
 * One event's line, without its LF: the frame's literals with the holes filled. The same function serves every
 * dialect; what differs is data.
 *
 * @param seconds the event's time as decimal epoch seconds
 * @param payload the event as JSON text, free of line breaks; or any text for the raw endpoint
 * @param fields the event's own fields as JSON members without braces, `''` for none
 */
export function render(frame: Frame, seconds: string, payload: string, fields: string): string {
  const { literals, holes } = frame;
  let line = literals[0] as string;
  for (let at = 0; at < holes.length; at++) {
    const hole = holes[at] as Hole;
    const filling = fill(hole, seconds, payload, fields);
    // Members stand behind others, but where the only ones before them were fields that an event has none of.
    line += hole === 'members' && line.endsWith('{') ? filling.slice(1) : filling;
    line += literals[at + 1] as string;
  }
  return line;
}

function fill(hole: Hole, seconds: string, payload: string, fields: string): string {
  switch (hole) {
    case 'line':
      return payload;
    case 'seconds':
      return seconds;
    case 'fields':
      return fields === '' ? '' : `,${fields}`;
    case 'fieldsOnly':
      return fields;
    case 'members':
      return membersOf(payload);
    case 'quoted':
      return payload.startsWith('"') ? payload : quote(payload);
    case 'text':
      return textOf(payload);
    case 'millis':
      return toMillis(seconds);
    case 'nanos':
      return toNanos(seconds);
    case 'iso':
      return `"${toIso(seconds)}"`;
    default:
      return hole satisfies never;
  }
}

/** What goes inside another object: an object's own members, or the value as the member `message`. */
function membersOf(payload: string): string {
  // A checked line may have white space around it; cutting that off instead of the brace would end the outer object.
  const json = payload.trim();
  if (!json.startsWith('{')) return `,"message":${json}`;
  const inside = json.slice(1, -1).trim();
  return inside === '' ? '' : `,${inside}`;
}

/** A JSON string as the text it stands for; other JSON as it is. Line breaks give way to spaces: one event, one line. */
function textOf(json: string): string {
  // In other JSON a carriage return is white space; LogScale would break the line at it (L03).
  const text = json.startsWith('"') ? (JSON.parse(json) as string) : json;
  return text.replaceAll(/\r\n|[\r\n]/g, ' ');
}
