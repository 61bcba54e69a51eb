import { Buffer } from 'node:buffer';
import type { Metadata } from '../dialect/types.ts';
import { readText } from '../envelope/fields.ts';
import { type Lines, textOf } from '../envelope/lines.ts';
import { blank, standIn } from '../envelope/safe-value.ts';
import type { Volume } from '../observe/volume.ts';
import type { EventMetadata, LineOptions } from '../types.ts';
import type { Door } from './door.ts';
import type { Filter } from './filter.ts';
import type { Framed, Frames } from './frames.ts';
import type { LineIntake } from './line-intake.ts';
import { mergeMetadata } from './merge.ts';

/** What one destination does with what the application hands over: renders it and brings it to the door. */
export interface Intake {
  /**
   * @param json the event as JSON, one line
   * @param base metadata of the sender it came through
   * @param own metadata of this one event
   */
  event(json: string, seconds: string, base: Metadata, own: EventMetadata | undefined): boolean;
  /** @param now the time of lines that have none */
  lines(lines: Lines, base: Metadata, options: LineOptions, now: () => string): boolean;
}

export function createIntake(
  door: Door,
  frames: Frames,
  filter: Filter,
  volume: Volume,
  lineIntake: LineIntake,
): Intake {
  /** The frame for an event that brings metadata, and its own fields' text. */
  const framed = (base: Metadata, own: EventMetadata): { frame: Framed; fields: string } => {
    const { host, source, sourcetype, index, timeless } = own;
    const place = host ?? source ?? sourcetype ?? index ?? timeless;
    const metadata = place === undefined ? base : mergeMetadata(base, { ...own, fields: {} });
    const fields = own.fields === undefined ? '' : readText(own.fields);
    return { frame: frames.of(metadata, fields !== '', own.fields), fields };
  };

  return {
    event(json, seconds, base, own) {
      const level = levelOf(own) ?? levelOf(base);
      if (filter.active && !filter.takes(level, base, own)) {
        filter.passOver(1);
        return true;
      }
      if (door.shut !== undefined) return door.turnAway(1);
      const { frame, fields } = own === undefined ? { frame: frames.of(base, false), fields: '' } : framed(base, own);
      // A blank event would be refused and cost the whole tail of its batch (S36).
      const payload = blank(json) ? standIn(json) : json;
      const line = door.render(frame, seconds, payload, fields, level);
      if (line === undefined || !door.enter(frame.route, line, 1)) return false;
      volume.of(frame, level).bytes += Buffer.byteLength(payload);
      return true;
    },
    lines(lines, base, options, now) {
      if (door.shut === undefined) return lineIntake.lines(lines, base, options, now);
      const count = filter.active ? lineIntake.count(lines, base, options) : countLines(lines);
      return count === 0 || door.turnAway(count);
    },
  };
}

function levelOf(metadata: Metadata | undefined): string | undefined {
  const level = metadata?.fields?.['severity'];
  return typeof level === 'string' ? level : undefined;
}

function countLines(text: Lines): number {
  let lines = 0;
  for (const line of textOf(text).split('\n')) if (line.trim() !== '') lines++;
  return lines;
}
