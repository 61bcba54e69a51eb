import { Buffer } from 'node:buffer';
import type { Custody } from '../custody/types.ts';
import type { Frame, Route } from '../dialect/types.ts';
import { BYTES_A_UNIT, bytesOf, type Lines } from '../envelope/lines.ts';
import { render } from '../envelope/render.ts';
import type { Ids } from './ids.ts';
import type { Limiter } from './limiter.ts';
import { truncated } from './oversize.ts';

/** The last check before custody, the same for one event and for runs of lines. */
export interface Door {
  /** A rendered line, LF included, ready for custody; `undefined` when the event was turned away and counted. */
  render(frame: Frame, seconds: string, payload: string, fields: string, level: string | undefined): string | undefined;
  /** Bytes that the envelope of a line may have for it to be written without `render`; 0 where each has to be looked at. */
  spliceRoom(route: Route): number;
  /** Hands lines to custody. */
  enter(route: Route, lines: Lines, events: number): boolean;
  /** Whether a run would find room as a whole, in custody and in one request. */
  fits(route: Route, lines: Lines, events: number): boolean;
  /** Why nothing may enter: the client is closed, or not configured. */
  shut: 'dropped:closed' | 'dropped:not-configured' | undefined;
  /** Counts events that do not enter: because the door is shut, else because there is no room. */
  turnAway(events: number): false;
  /** Counts events that no endpoint could take. */
  refuse(events: number): false;
}

export interface DoorParts {
  readonly custody: Custody;
  /** Largest event the destination takes, in bytes. */
  readonly eventBytes: number;
  readonly oversize: 'truncate' | 'deadLetter';
  readonly limiter: Limiter | undefined;
  /** Whether an event of this time would be taken and never be seen again; `undefined` where none is too old. */
  readonly tooOld: ((seconds: string) => boolean) | undefined;
  readonly ids: Ids | undefined;
  /** Keeps an oversize event; false when it could not. */
  readonly setAside: (line: string, route: Route) => boolean;
}

export function createDoor(parts: DoorParts): Door {
  const { custody, limiter, ids, tooOld } = parts;

  const roomFor = ({ open, close }: Route): number =>
    Math.min(parts.eventBytes, custody.limits.bodyBytes) - open.length - close.length;

  /** An event larger than a request may be: cut to a valid one. */
  const shorten = (
    frame: Frame,
    seconds: string,
    payload: string,
    fields: string,
    line: string,
  ): string | undefined => {
    const room = roomFor(frame.route);
    const bytes = Buffer.byteLength(payload);
    // A second escaping (`quoted` frames) makes the payload grow again: take away what is too much until it fits.
    for (let space = room - (Buffer.byteLength(line) - bytes); space > 0; ) {
      const cut = write(frame, seconds, truncated(payload, bytes, space), fields);
      const over = Buffer.byteLength(cut) - 1 - room;
      if (over <= 0) return cut;
      space -= over;
    }
    custody.turnAway(1, 'logged', 'dropped:oversize');
    ids?.takeBack();
    return undefined;
  };

  /** Or set aside. */
  const setAside = ({ route }: Frame, line: string): undefined => {
    const kept = parts.setAside(line.slice(route.separator.length, -1), route);
    custody.turnAway(1, 'logged', kept ? 'deadLettered' : 'dropped:oversize');
  };

  const door: Door = {
    shut: undefined,
    turnAway(events) {
      custody.turnAway(events, 'logged', door.shut ?? 'dropped:queue-full');
      return false;
    },
    refuse(events) {
      custody.turnAway(events, 'logged', 'dropped:refused');
      return false;
    },
    render(frame, seconds, payload, fields, level) {
      if (tooOld?.(seconds) === true) {
        custody.turnAway(1, 'logged', 'dropped:too-old');
        return undefined;
      }
      if (limiter !== undefined && !limiter.admits(level, payload)) {
        custody.turnAway(1, 'logged', 'dropped:rate-limited');
        return undefined;
      }
      const all = ids === undefined ? fields : ids.add(fields);
      const line = write(frame, seconds, payload, all);
      const room = roomFor(frame.route);
      if (line.length * BYTES_A_UNIT <= room || Buffer.byteLength(line) - 1 <= room) return line;
      if (parts.oversize === 'truncate') return shorten(frame, seconds, payload, all, line);
      // Without an id: the one that it was given is the next event's.
      ids?.takeBack();
      return setAside(frame, ids === undefined ? line : write(frame, seconds, payload, fields));
    },
    spliceRoom: (route) => (limiter === undefined && ids === undefined && tooOld === undefined ? roomFor(route) : 0),
    fits({ open, close }, lines, events) {
      const framing = open.length + close.length;
      return custody.fits(framing + bytesOf(lines, custody.limits.bodyBytes - framing), events);
    },
    enter(route, lines, events) {
      const entered = custody.enter(route, lines, events, 'logged');
      ids?.settle(entered ? events : 0);
      return entered;
    },
  };
  return door;
}

function write(frame: Frame, seconds: string, payload: string, fields: string): string {
  return `${frame.route.separator}${render(frame, seconds, payload, fields)}\n`;
}
