import { Buffer } from 'node:buffer';
import type { Route } from '../dialect/types.ts';
import { type Lines, textOf } from '../envelope/lines.ts';
import type { Door } from './door.ts';
import type { KnownHead } from './known-head.ts';

/** What a logger in this process hands over with each call: one line, rendered without a look at anything else. */
export function enterAlone(door: Door, { frame, meter, before, after }: KnownHead, line: string): boolean {
  if (!door.enter(frame.route, before + line + after, 1)) return false;
  meter.bytes += Buffer.byteLength(line);
  return true;
}

/**
 * Hands a run over; where there is no room for all of it, line by line until one finds none.
 * @returns how many were taken
 */
export function enterRun(door: Door, route: Route, envelopes: Lines, events: number): number {
  if (events === 1 || door.fits(route, envelopes, events)) return door.enter(route, envelopes, events) ? events : 0;
  const lines = textOf(envelopes).split('\n');
  for (let at = 0; at < events; at++) {
    // Those behind it are turned away too, whatever their size: order, and ids without holes.
    if (door.enter(route, `${lines[at]}\n`, 1)) continue;
    if (at + 1 < events) door.turnAway(events - at - 1);
    return at;
  }
  return events;
}
