import { join } from 'node:path';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import type { SegmentName } from './directory.ts';
import type { Owner } from './owner.ts';
import { count, type Ranges } from './ranges.ts';
import type { RouteDefinition } from './record.ts';

/** What is known of a segment file; its events stay on the disk. */
export interface Segment {
  /** Within this process; what tickets say. */
  readonly id: number;
  readonly owner: Owner;
  readonly mark: string;
  readonly path: string;
  readonly progressPath: string;
  /** Bytes of the segment's intact part and of its progress file. */
  size: number;
  progressSize: number;
  /** The number after its last event's. */
  events: number;
  /** Events that have left custody. */
  done: Ranges;
  /** Those of them that the progress file does not know of yet, because it could not be written. */
  unwritten: Ranges;
  /** Whether it is still being written to. */
  open: boolean;
  readonly routes: Map<number, RouteDefinition>;
  readonly checkpoints: Checkpoints;
}

export function createSegment(id: number, owner: Owner, name: SegmentName): Segment {
  return {
    id,
    owner,
    mark: name.mark,
    path: join(owner.path, name.segment),
    progressPath: join(owner.path, name.progress),
    size: 0,
    progressSize: 0,
    events: 0,
    done: [],
    unwritten: [],
    open: false,
    routes: new Map(),
    checkpoints: createCheckpoints(),
  };
}

/** Whether all its events have left custody. */
export function isCovered(segment: Segment): boolean {
  return count(segment.done) >= segment.events;
}
