import type { Metadata, Route } from '../dialect/types.ts';
import { createLifter, type Lifter } from '../envelope/lift.ts';
import { split } from '../envelope/splice.ts';
import { rankOf } from '../level-rank.ts';
import type { Volume } from '../observe/volume.ts';
import type { LevelRule, LineOptions } from '../types.ts';
import { type AlikeHeads, createAlikeHeads } from './alike-heads.ts';
import type { Filter } from './filter.ts';
import type { Frames } from './frames.ts';
import { type Alike, createKnownHeads, type KnownHeads } from './known-head.ts';
import { mergeMetadata } from './merge.ts';

/** What is known of a line from its level. */
export interface Leveled extends Alike {
  /** Its label, or its number where nobody knows the label's rank. */
  readonly level: string | undefined;
  /** Whether the destination takes such lines. */
  readonly taken: boolean;
}

/** How the lines of one metadata set and one set of line options are treated; made once. */
export interface Plan {
  /** Of the filter it was made with. */
  readonly version: number;
  readonly options: LineOptions;
  readonly trusted: boolean;
  readonly lifter: Lifter;
  /** How the last lines began that came alone. */
  readonly heads: KnownHeads;
  /** And those that came in runs. */
  readonly alike: AlikeHeads;
  of(level: string): Leveled;
}

/** So many plans are remembered for one metadata set. */
const REMEMBERED = 8;

/**
 * Gives the plan for lines of a metadata set and options.
 *
 * @param roomOf largest envelope in bytes that may be written without another look; 0 where each is looked at
 */
export function createPlans(
  frames: Frames,
  filter: Filter,
  volume: Volume,
  roomOf: (route: Route) => number,
): (metadata: Metadata, options: LineOptions) => Plan {
  const plans = new WeakMap<Metadata, Plan[]>();

  return (metadata, options) => {
    let known = plans.get(metadata);
    if (known === undefined) plans.set(metadata, (known = []));
    // Compared by what they say: callers write `{ trusted: true }` anew with each call.
    for (const plan of known) if (plan.version === filter.version && saySame(plan.options, options)) return plan;
    const plan = createPlan(frames, filter, volume, roomOf, metadata, options);
    known.unshift(plan);
    known.length = Math.min(known.length, REMEMBERED);
    return plan;
  };
}

function saySame(one: LineOptions, other: LineOptions): boolean {
  return (
    one === other ||
    (one.trusted === other.trusted &&
      one.levels === other.levels &&
      one.levelField === other.levelField &&
      one.timeKey === other.timeKey &&
      one.levelKey === other.levelKey)
  );
}

function createPlan(
  frames: Frames,
  filter: Filter,
  volume: Volume,
  roomOf: (route: Route) => number,
  metadata: Metadata,
  options: LineOptions,
): Plan {
  const { levels = {}, levelField = 'severity', timeKey = 'time', levelKey = 'level' } = options;
  const byLevel = new Map<string, Leveled>();
  const make = (rule: LevelRule | undefined, key?: string): Leveled => {
    const field =
      rule?.label === undefined || levelField === false ? undefined : { fields: { [levelField]: rule.label } };
    const merged = rule === undefined ? metadata : mergeMetadata(metadata, field, rule);
    const level = rule?.label === undefined || rankOf(rule.label) === undefined ? (key ?? rule?.label) : rule.label;
    const frame = frames.of(merged, false);
    const meter = volume.of(frame, rule?.label);
    return { frame, split: split(frame), level, meter, taken: !filter.active || filter.takes(level, merged) };
  };
  const unknown = make(undefined);
  for (const [level, rule] of Object.entries(levels)) {
    byLevel.set(level, make(rule, level));
    byLevel.set(JSON.stringify(level), make(rule, level));
  }
  return {
    version: filter.version,
    // A copy: the caller may use the object again for others.
    options: { ...options },
    trusted: options.trusted === true,
    lifter: createLifter(timeKey, levelKey),
    heads: createKnownHeads(roomOf),
    alike: createAlikeHeads(roomOf),
    of: (level) => byLevel.get(level) ?? unknown,
  };
}
