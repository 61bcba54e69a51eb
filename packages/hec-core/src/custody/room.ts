import type { QueueOptions } from '../options/groups.ts';

/**
 * A producer that waits brings what it has read already: taken whole, up to this much beyond the bound, because
 * dropping its tail would cost what the waiting was for.
 */
const WAITING = { bytes: 8_388_608, events: 65_536 };

/** The bounds of what memory holds. */
export interface Room {
  readonly bytes: number;
  /** Adds or takes away bytes held. */
  hold(bytes: number): void;
  /** Whether so much would fit if there were nothing else. */
  holds(bytes: number, events: number): boolean;
  /** Whether so much more would go over the bounds. */
  full(bytes: number, events: number): boolean;
  /**
   * Whether so much more has to be turned away, or to make something else give way.
   * @param patient it comes from a producer that has waited for room
   */
  tooMuch(bytes: number, events: number, patient?: boolean): boolean;
}

/** @param again called when there is more of it */
export function createRoom(queue: Required<QueueOptions>, eventsHeld: () => number, again: () => void): Room {
  let held = 0;
  const full = (bytes: number, events: number): boolean =>
    held + bytes > queue.maxBytes || (queue.maxEvents > 0 && eventsHeld() + events > queue.maxEvents);
  return {
    get bytes() {
      return held;
    },
    hold(bytes) {
      held += bytes;
      if (bytes < 0) again();
    },
    holds: (bytes, events) => bytes <= queue.maxBytes && (queue.maxEvents === 0 || events <= queue.maxEvents),
    full,
    tooMuch: (bytes, events, patient = false) =>
      patient || queue.onFull === 'wait' ? full(bytes - WAITING.bytes, events - WAITING.events) : full(bytes, events),
  };
}
