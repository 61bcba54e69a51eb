import { Buffer } from 'node:buffer';
import type { Metadata, Route } from '../dialect/types.ts';
import { isJsonObject } from '../envelope/check-line.ts';
import { type LineAt, type Lines, lineEnd, lineTo, onlyLine, textOf, wholeOf } from '../envelope/lines.ts';
import type { Volume } from '../observe/volume.ts';
import { withSplicer } from '../splicer/idle.ts';
import type { Splicer } from '../splicer/splicer.ts';
import type { LineOptions } from '../types.ts';
import type { Door } from './door.ts';
import { enterAlone } from './enter-lines.ts';
import type { Filter } from './filter.ts';
import type { Frames } from './frames.ts';
import { createLineRun } from './line-run.ts';
import { isBlank, looksLikeObject } from './line-shape.ts';
import { createLook } from './look.ts';
import { createPlans, type Plan } from './plans.ts';

/** Takes runs of serialised lines. */
export interface LineIntake {
  /** @param now the time of lines that have none */
  lines(lines: Lines, metadata: Metadata, options: LineOptions, now: () => string): boolean;
  /** How many of the lines the destination would take; the others are passed over. */
  count(lines: Lines, metadata: Metadata, options: LineOptions): number;
}

/** For callers that give no options. */
export const NO_LINE_OPTIONS: LineOptions = {};

/** A line that comes alone has nobody in front of it. */
const NOWHERE = (): void => {};

export function createLineIntake(
  door: Door,
  frames: Frames,
  filter: Filter,
  volume: Volume,
  eventsLeft: (route: Route) => number,
): LineIntake {
  const planOf = createPlans(frames, filter, volume, door.spliceRoom);

  /** What a logger in this process hands over with each call. */
  const alone = (plan: Plan, line: string, now: () => string): boolean => {
    const head = plan.heads.of(line, 0);
    if (head !== undefined && isAlike(line, head.longest, plan.trusted)) return enterAlone(door, head, line);
    const looked = createLook(door, filter, NOWHERE)(plan, wholeOf(line), false, now);
    plan.lifter.forget();
    if (looked === undefined) return true;
    const { leveled, seconds, headEnd, envelope } = looked;
    if (headEnd !== -1) plan.heads.learn(line, 0, headEnd, leveled, seconds);
    if (envelope === undefined || !door.enter(leveled.frame.route, envelope, 1)) return false;
    leveled.meter.bytes += Buffer.byteLength(line);
    return true;
  };

  const several = (plan: Plan, given: Lines, now: () => string, splicer: Splicer): boolean => {
    const { alike, lifter, trusted } = plan;
    const run = createLineRun(splicer, door, eventsLeft);
    const look = createLook(door, filter, run.into);
    let heads = alike.all;
    splicer.know(heads);
    // Where no head is known there is nothing to splice, and text is looked at faster where it stands.
    const lines = heads.length === 0 ? textOf(given) : given;
    // As bytes a lone surrogate would be another character, and a level that has one somebody else's.
    const splices = typeof lines !== 'string' || lines.isWellFormed();
    let accepted = true;

    const one = (line: LineAt, bytes: number, plain: boolean): void => {
      const looked = look(plan, line, plain, now);
      if (looked === undefined) return;
      const { leveled, seconds, headEnd, time, envelope } = looked;
      if (headEnd !== -1 && splices) {
        alike.learn({ ...line, time, headEnd }, leveled, seconds);
        splicer.know((heads = alike.all));
      }
      if (envelope === undefined) accepted = false;
      else run.one(envelope, leveled.meter, bytes);
    };

    for (let from = 0; from < lines.length; ) {
      const next = splices && heads.length > 0 ? splicer.load(lines, from) : from;
      if (next === from) {
        const feed = lineEnd(lines, from);
        const line = lineTo(lines, from, feed);
        one(line, Buffer.byteLength(line.text.slice(line.start, line.end)), false);
        from = feed + 1;
        continue;
      }
      from = next;
      while (splicer.more) {
        const place = splicer.head();
        const head = heads[place];
        if (head !== undefined && alike.holds(head) && run.alike(head, place, trusted) > 0) continue;
        const line = splicer.line();
        one(line, splicer.lineBytes, !trusted && splicer.lineIsObject());
      }
    }
    lifter.forget();
    return run.end() && accepted;
  };

  return {
    lines(lines, metadata, options, now) {
      const plan = planOf(metadata, options);
      const line = typeof lines === 'string' ? onlyLine(lines) : undefined;
      if (line !== undefined) return alone(plan, line, now);
      return withSplicer((splicer) => several(plan, lines, now, splicer));
    },
    count(lines, metadata, options) {
      const { lifter, of, trusted } = planOf(metadata, options);
      let count = 0;
      for (const line of textOf(lines).split('\n')) {
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

function isAlike(line: string, longest: number, trusted: boolean): boolean {
  return line.endsWith('}') && line.length <= longest && (trusted || isJsonObject(line));
}
