import { idOf } from '../plan/events.ts';

/** A gap record as it arrived. */
export interface GapSeen {
  readonly events: number;
  /** More than once where it was sent again, or where two records say the same. */
  times: number;
}

/** What the collectors of a scenario have: every event and how often. */
export interface Takings {
  /** Takes one event, as it stood in the body. */
  take(line: string): void;
  /** An indexer loses what it had taken but not acknowledged. */
  lose(line: string): void;
  /** How often each event is there. */
  readonly events: ReadonlyMap<number, number>;
  /** Events that an indexer had taken and lost. */
  readonly forgotten: ReadonlySet<number>;
  /** Ids of the client's own, `hec_id`, with those of the events that have them. */
  readonly hecIds: ReadonlyMap<string, number>;
  /** Gap records, by what they say. */
  readonly gaps: ReadonlyMap<string, GapSeen>;
  /** Things that should never have been sent. */
  readonly strange: readonly string[];
}

/** @param intact whether a line holds the event it says it is, unharmed */
export function createTakings(intact: (id: number, line: string) => boolean): Takings {
  const events = new Map<number, number>();
  const forgotten = new Set<number>();
  const hecIds = new Map<string, number>();
  const gaps = new Map<string, GapSeen>();
  const strange: string[] = [];
  return {
    take(line) {
      const gap = gapOf(line);
      if (gap !== undefined) {
        const known = gaps.get(line);
        if (known === undefined) gaps.set(line, { events: gap.events, times: 1 });
        else known.times++;
        return;
      }
      const id = idOf(line);
      if (id === undefined || !intact(id, line)) {
        if (strange.length < 5) strange.push(line.slice(0, 300));
        return;
      }
      events.set(id, (events.get(id) ?? 0) + 1);
      const hecId = /"hec_id":"([^"]+)"/.exec(line)?.[1];
      if (hecId !== undefined) hecIds.set(hecId, id);
    },
    lose(line) {
      const gap = gaps.get(line);
      if (gap !== undefined) {
        if (--gap.times === 0) gaps.delete(line);
        return;
      }
      const id = idOf(line);
      if (id === undefined) return;
      forgotten.add(id);
      const left = (events.get(id) ?? 0) - 1;
      if (left > 0) events.set(id, left);
      else events.delete(id);
    },
    events,
    forgotten,
    hecIds,
    gaps,
    strange,
  };
}

function gapOf(line: string): Pick<GapSeen, 'events'> | undefined {
  if (!line.includes('dropped and did not arrive')) return undefined;
  const value = JSON.parse(line) as { event?: { gap: GapSeen }; gap?: GapSeen };
  return value.event?.gap ?? value.gap;
}
