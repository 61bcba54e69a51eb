import { type PlannedEvent, REFUSED_INDEX } from './plan/events.ts';
import type { Plan } from './plan/plan.ts';

/** An envelope is so much larger than its event, at most. */
const ENVELOPE_BYTES = 300;

/** Whether the collector, or something before it, will never take an event. */
export function isBad({ mark, index }: PlannedEvent): boolean {
  return mark !== undefined || index === REFUSED_INDEX;
}

/** Whether an event may be too large for a batch or for the collector. */
export function isTooLarge({ text }: PlannedEvent, { options, collector }: Plan): boolean {
  const batch = options.batch?.maxBytes ?? Number.POSITIVE_INFINITY;
  const body = collector.maxBody > 0 ? collector.maxBody : Number.POSITIVE_INFINITY;
  return Buffer.byteLength(text) + ENVELOPE_BYTES > Math.min(batch, body);
}
