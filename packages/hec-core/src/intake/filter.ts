import type { FieldValue, Metadata } from '../dialect/types.ts';
import { rankOf } from '../level-rank.ts';
import type { MatchOptions } from '../options/groups.ts';
import { mergeMetadata } from './merge.ts';

/** Which events a destination takes, and how many it left to others. */
export interface Filter {
  /** False where everything is taken: nobody has to ask then. */
  readonly active: boolean;
  /** Grows when what is taken changes: what was decided before is void. */
  readonly version: number;
  /**
   * @param level the event's level; without one, or with one that nobody knows, no event is turned away for it
   * @param metadata what the event has beside the destination's own
   */
  takes(level: string | undefined, ...metadata: readonly (Metadata | undefined)[]): boolean;
  /** Counts events that were not taken. They are in nobody's ledger: they never were this destination's. */
  passOver(events: number): void;
  readonly passedOver: number;
  /** Takes events from this level on. */
  setLevel(minLevel: string): void;
}

const PLACES = ['host', 'source', 'sourcetype', 'index'] as const;

/** @param base metadata that every event of the destination has */
export function createFilter(minLevel: string | undefined, match: MatchOptions, base: Metadata): Filter {
  const wanted = rulesOf(match);
  let least = minLevel === undefined ? undefined : rankOf(minLevel);
  let passedOver = 0;
  let version = 0;
  return {
    get active() {
      return least !== undefined || wanted.length > 0;
    },
    get version() {
      return version;
    },
    takes(level, ...metadata) {
      if (least !== undefined && level !== undefined && (rankOf(level) ?? least) < least) return false;
      if (wanted.length === 0) return true;
      const whole = mergeMetadata(base, ...metadata);
      return wanted.every((rule) => rule(whole));
    },
    passOver(events) {
      passedOver += events;
    },
    get passedOver() {
      return passedOver;
    },
    setLevel(to) {
      least = rankOf(to);
      version++;
    },
  };
}

/** Every rule has to hold; a list holds for any of its values. */
function rulesOf({ fields = {}, ...places }: MatchOptions): ((metadata: Metadata) => boolean)[] {
  const rules: ((metadata: Metadata) => boolean)[] = [];
  for (const place of PLACES) {
    const wanted = places[place];
    if (wanted !== undefined) rules.push((metadata) => meet(metadata[place], wanted));
  }
  for (const [name, wanted] of Object.entries(fields)) rules.push(({ fields: had }) => meet(had?.[name], wanted));
  return rules;
}

/** Values are compared as text, which is how they are searched for. */
function meet(had: FieldValue | undefined, wanted: FieldValue): boolean {
  if (had === undefined) return false;
  const values = listOf(had).map(String);
  return listOf(wanted).some((value) => values.includes(String(value)));
}

function listOf(value: FieldValue): readonly (string | number | boolean)[] {
  return typeof value === 'object' ? value : [value];
}
