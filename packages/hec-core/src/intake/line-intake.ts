import { Buffer } from 'node:buffer';
import type { Metadata, Route } from '../dialect/types.ts';
import { isJsonObject } from '../envelope/check-line.ts';
import { lineTime } from '../envelope/time.ts';
import type { Volume } from '../observe/volume.ts';
import type { LineOptions } from '../types.ts';
import { lineOf, type Run, takeAlike } from './alike-lines.ts';
import type { Door } from './door.ts';
import { enterAlone, enterRun } from './enter-lines.ts';
import type { Filter } from './filter.ts';
import type { Frames } from './frames.ts';
import { isBlank, looksLikeObject, payloadOf } from './line-shape.ts';
import { createPlans } from './plans.ts';
import { createShares } from './shares.ts';

/**
 * Lines are rendered in runs of about this many UTF-16 units before they are written into the batch: one write of a
 * long string costs less than many of short ones (1.50 us of CPU a line against 1.84).
 */
const RUN_UNITS = 65_536;
const CARRIAGE_RETURN = 13;

/** Takes runs of serialised lines. */
export interface LineIntake {
  /** @param now the time of lines that have none */
  lines(text: string, metadata: Metadata, options: LineOptions, now: () => string): boolean;
  /** How many of the lines the destination would take; the others are passed over. */
  count(text: string, metadata: Metadata, options: LineOptions): number;
}

/** For callers that give no options. */
export const NO_LINE_OPTIONS: LineOptions = {};

export function createLineIntake(
  door: Door,
  frames: Frames,
  filter: Filter,
  volume: Volume,
  eventsLeft: (route: Route) => number,
): LineIntake {
  const planOf = createPlans(frames, filter, volume, door.spliceRoom);

  return {
    lines(text, metadata, options, now) {
      const plan = planOf(metadata, options);
      const { heads, lifter, trusted } = plan;
      const head = heads.of(text, 0);
      const alone = head && lineOf(text, head, trusted);
      if (head !== undefined && alone !== undefined) return enterAlone(door, head, alone);
      let accepted = true;
      const run: Run = { text: '', events: 0 };
      let route: Route | undefined;
      let space = 0;
      // Lines of one millisecond share their time: the text is compared, not computed.
      let lastTime = '';
      let lastSeconds = '';
      const shares = createShares();
      // Units are bytes in nearly every text: to look once is cheaper than to measure every line.
      const wide = Buffer.byteLength(text) !== text.length;
      const bytesOf = (part: string): number => (wide ? Buffer.byteLength(part) : part.length);

      const into = (next: Route): void => {
        if (next === route && run.events < space && run.text.length < RUN_UNITS) return;
        flush();
        route = next;
        space = eventsLeft(next);
      };
      const flush = (): void => {
        if (route !== undefined && run.events > 0) {
          const taken = enterRun(door, route, run);
          shares.settle(taken);
          if (taken < run.events) accepted = false;
        }
        run.text = '';
        run.events = 0;
      };

      for (let start = 0; start < text.length; ) {
        const known = heads.of(text, start);
        if (known !== undefined) {
          into(known.frame.route);
          const from = start;
          const { events } = run;
          const { length } = run.text;
          start = takeAlike(text, start, known, trusted, run, space, RUN_UNITS);
          const alike = run.events - events;
          if (alike > 0) {
            const units = run.text.length - length - alike * (known.before.length + known.after.length);
            const read = text.slice(from, start);
            // The rest of what was read is line ends. The run itself is not measured: that would flatten it.
            shares.add(known.meter, alike, bytesOf(read) - (read.length - units));
            // The next one may begin in another known way: levels alternate.
            continue;
          }
        }
        let end = text.indexOf('\n', start);
        if (end === -1) end = text.length;
        const next = end + 1;
        if (text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > start) end--;
        if (isBlank(text, start, end)) {
          start = next;
          continue;
        }
        const line = text.slice(start, end);
        const object = (trusted && looksLikeObject(text, start, end)) || isJsonObject(line);
        if (object) lifter.lift(text, start, end);
        const leveled = plan.of(object ? lifter.level : '');
        const { frame, level, meter, taken } = leveled;
        if (!taken) {
          filter.passOver(1);
          start = next;
          continue;
        }
        const time = object ? lifter.time : '';
        if (time !== lastTime) {
          lastTime = time;
          lastSeconds = lineTime(time) ?? '';
        }
        const seconds = lastSeconds === '' ? now() : lastSeconds;
        // A time that is none would stand for the one of now for ever.
        if (lastSeconds !== '' && lifter.headEnd !== -1) heads.learn(text, start, lifter.headEnd, leveled, seconds);
        into(frame.route);
        const rendered = door.render(frame, seconds, payloadOf(line, object), '', level);
        if (rendered === undefined) accepted = false;
        else {
          run.text += rendered;
          run.events++;
          shares.add(meter, 1, bytesOf(line));
        }
        start = next;
      }
      flush();
      lifter.forget();
      return accepted;
    },
    count(text, metadata, options) {
      const { lifter, of, trusted } = planOf(metadata, options);
      let count = 0;
      for (const line of text.split('\n')) {
        if (isBlank(line, 0, line.length)) continue;
        const object = (trusted && looksLikeObject(line, 0, line.length)) || isJsonObject(line);
        if (object) lifter.lift(line, 0, line.length);
        if (of(object ? lifter.level : '').taken) count++;
        else filter.passOver(1);
      }
      lifter.forget();
      return count;
    },
  };
}
