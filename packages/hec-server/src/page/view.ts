import type { ReceivedEvent } from '../types.ts';

/** An event as the page shows it. */
export interface EventView extends ReceivedEvent {
  /** Length of the raw text in characters, where it was too long to send. */
  readonly cut?: number;
}

const longest = 64 * 1024;

/** Whether the value is nested deeper than a stack may carry on the way to the page. */
function isDeep(value: unknown, room = 200): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return room === 0 || Object.values(value).some((item) => isDeep(item, room - 1));
}

/** A browser that is sent megabytes for one line of its list shows nothing for a while. */
export function viewEvent(event: ReceivedEvent): EventView {
  if (event.raw.length <= longest && !isDeep([event.event, event.fields])) return event;
  const raw = event.raw.slice(0, longest);
  const { fields: _, ...rest } = event;
  return { ...rest, raw, event: raw.slice(0, 1024), cut: event.raw.length };
}
