import type { Framed } from '../intake/frames.ts';

/** Bytes of events with one index, source type and level. */
export interface VolumeRow {
  /** `undefined`: the collector decides. */
  readonly index: string | undefined;
  readonly sourcetype: string | undefined;
  readonly level: string | undefined;
  /** Of the events themselves, uncompressed and without envelope: what most collectors charge by. */
  readonly bytes: number;
}

/** Counts the bytes of one row. */
export interface Meter {
  bytes: number;
}

/** How much is logged, by what people pay by. */
export interface Volume {
  /** Where to count events of this frame and level. */
  of(frame: Framed, level: string | undefined): Meter;
  read(): readonly VolumeRow[];
}

type Key = Omit<VolumeRow, 'bytes'>;

/** An index may come from a request that an attacker wrote: what is not among the first rows is counted together. */
const MOST_ROWS = 100;
const LONGEST_NAME = 100;
/** Levels remembered with a frame; others are looked up anew. */
const MOST_LEVELS = 16;
const OTHER = '(other)';

export function createVolume(): Volume {
  const rows = new Map<string, Key & Meter>();
  const byFrame = new WeakMap<Framed, Map<string | undefined, Meter>>();

  const row = (key: Key): Meter => {
    const id = idOf(key);
    let found = rows.get(id);
    if (found !== undefined) return found;
    if (rows.size >= MOST_ROWS || isLong(key)) return other();
    rows.set(id, (found = { ...key, bytes: 0 }));
    return found;
  };

  const other = (): Meter => {
    let found = rows.get(OTHER);
    if (found === undefined) rows.set(OTHER, (found = { index: OTHER, sourcetype: OTHER, level: OTHER, bytes: 0 }));
    return found;
  };

  return {
    of(frame, level) {
      let known = byFrame.get(frame);
      if (known === undefined) byFrame.set(frame, (known = new Map()));
      let meter = known.get(level);
      if (meter === undefined) {
        meter = row({ index: frame.index, sourcetype: frame.sourcetype, level });
        if (known.size < MOST_LEVELS) known.set(level, meter);
      }
      return meter;
    },
    read: () => [...rows.values()].filter(({ bytes }) => bytes > 0).map((each) => ({ ...each })),
  };
}

/** The volume of several destinations together. */
export function addVolumes(volumes: readonly (readonly VolumeRow[])[]): readonly VolumeRow[] {
  const sum = new Map<string, VolumeRow>();
  for (const each of volumes.flat()) {
    const id = idOf(each);
    sum.set(id, { ...each, bytes: each.bytes + (sum.get(id)?.bytes ?? 0) });
  }
  return [...sum.values()];
}

const idOf = ({ index, sourcetype, level }: Key): string => JSON.stringify([index, sourcetype, level]);

const isLong = ({ index = '', sourcetype = '', level = '' }: Key): boolean =>
  Math.max(index.length, sourcetype.length, level.length) > LONGEST_NAME;
