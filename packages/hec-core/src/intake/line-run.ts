import type { Route } from '../dialect/types.ts';
import type { Meter } from '../observe/volume.ts';
import type { Splicer } from '../splicer/splicer.ts';
import type { AlikeHead } from './alike-heads.ts';
import type { Door } from './door.ts';
import { enterRun } from './enter-lines.ts';
import { createShares } from './shares.ts';

/** Envelopes are handed over this many bytes at a time: one write of many costs less than many of a few. */
const FULL = 65_536;

/** Envelopes of one route on their way to the door together. */
export interface LineRun {
  /**
   * Takes the lines that come next, as long as they begin with this head, the `place`-th that the splicer knows.
   * @returns how many; 0 when the next has to be looked at
   */
  alike(head: AlikeHead, place: number, trusted: boolean): number;
  /** What comes next is of this route: hands over what there is of another, or as much as is handed over at a time. */
  into(route: Route): void;
  /**
   * An envelope of that route.
   * @param bytes of the line that is in it
   */
  one(envelope: string, meter: Meter, bytes: number): void;
  /** Hands over what is left. False when events were turned away, now or before. */
  end(): boolean;
}

/** @param eventsLeft how many more the batch of a route takes that is being filled */
export function createLineRun(splicer: Splicer, door: Door, eventsLeft: (route: Route) => number): LineRun {
  const shares = createShares();
  let route: Route | undefined;
  let space = 0;
  let events = 0;
  /** Envelopes that are no bytes yet, while the splicer has none. */
  let text = '';
  let accepted = true;

  const flush = (): void => {
    if (route === undefined || events === 0) return;
    const taken = enterRun(door, route, text === '' ? splicer.envelopes() : text, events);
    shares.settle(taken);
    if (taken < events) accepted = false;
    splicer.clear();
    text = '';
    events = 0;
    space = eventsLeft(route);
  };

  const into = (next: Route): void => {
    if (events >= space || splicer.written >= FULL || text.length >= FULL) flush();
    if (next === route) return;
    flush();
    route = next;
    space = eventsLeft(next);
  };

  return {
    alike({ frame, meter }, place, trusted) {
      into(frame.route);
      if (text !== '' && splicer.put(text)) text = '';
      else if (text !== '') flush();
      let taken = splicer.take(place, space - events, trusted);
      if (taken === 0 && splicer.full) {
        flush();
        taken = splicer.take(place, space, trusted);
      }
      events += taken;
      if (taken > 0) shares.add(meter, taken, splicer.takenBytes);
      return taken;
    },
    into,
    one(envelope, meter, bytes) {
      if (splicer.written > 0 && !splicer.put(envelope)) flush();
      if (splicer.written === 0) text += envelope;
      events++;
      shares.add(meter, 1, bytes);
    },
    end() {
      flush();
      return accepted;
    },
  };
}
