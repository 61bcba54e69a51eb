import type { Route } from '../dialect/types.ts';
import { isJsonObject } from '../envelope/check-line.ts';
import type { LineAt } from '../envelope/lines.ts';
import { lineTime } from '../envelope/time.ts';
import type { Door } from './door.ts';
import type { Filter } from './filter.ts';
import { isBlank, looksLikeObject, payloadOf } from './line-shape.ts';
import type { Leveled, Plan } from './plans.ts';

/** What a look at a line has found out. */
export interface Looked {
  readonly leveled: Leveled;
  /** Its time, as its envelope has it. */
  readonly seconds: string;
  /** Where its time ends, if level and time are its first members and the time is one; else -1. */
  readonly headEnd: number;
  /** Its time as it stands there. */
  readonly time: string;
  /** `undefined` when the door has turned it away. */
  readonly envelope: string | undefined;
}

/**
 * Looks at one line: whether it is an object, its level, its time.
 *
 * @param plain whether it is an object for sure
 * @returns `undefined` when nothing is to become of it: it is blank, or no such lines are taken here
 */
export type Look = (plan: Plan, line: LineAt, plain: boolean, now: () => string) => Looked | undefined;

/**
 * Makes a {@link Look} for one call: lines of one millisecond share its text, which is not to outlive the call.
 *
 * @param into told the route of an event before it is rendered: its id is the one that follows those custody has taken,
 * so what is ready to be handed over goes first
 */
export function createLook(door: Door, filter: Filter, into: (route: Route) => void): Look {
  let lastTime = '';
  let lastSeconds = '';
  return (plan, { text, start, end }, plain, now) => {
    if (isBlank(text, start, end)) return undefined;
    const { lifter, trusted } = plan;
    const line = text.slice(start, end);
    const object = plain || (trusted && looksLikeObject(text, start, end)) || isJsonObject(line);
    if (object) lifter.lift(text, start, end);
    else lifter.forget();
    const leveled = plan.of(lifter.level);
    const { frame, level, taken } = leveled;
    if (!taken) {
      filter.passOver(1);
      return undefined;
    }
    const { time, headEnd } = lifter;
    if (time !== lastTime) {
      lastTime = time;
      lastSeconds = lineTime(time) ?? '';
    }
    const seconds = lastSeconds === '' ? now() : lastSeconds;
    into(frame.route);
    const envelope = door.render(frame, seconds, payloadOf(line, object), '', level);
    // A time that is none would stand for the one of now for ever.
    return { leveled, seconds, time, headEnd: lastSeconds === '' ? -1 : headEnd, envelope };
  };
}
