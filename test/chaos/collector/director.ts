import type { Incident, Trouble } from '../plan/incidents.ts';

/** Says what goes wrong with a request: the incidents of a scenario one after the other. */
export interface Director {
  /** Asked once for every request with events. */
  next(): Trouble | undefined;
  /** Requests hit, by trouble. */
  readonly hits: ReadonlyMap<Trouble['do'], number>;
  /** Requests still to be hit, and those between. */
  readonly left: number;
}

export function createDirector(incidents: readonly Incident[]): Director {
  const hits = new Map<Trouble['do'], number>();
  const left = incidents.map(({ trouble, gap, count }) => ({ trouble, gap, count }));
  return {
    next() {
      const [now] = left;
      if (now === undefined || now.gap-- > 0) return undefined;
      if (--now.count <= 0) left.shift();
      hits.set(now.trouble.do, (hits.get(now.trouble.do) ?? 0) + 1);
      return now.trouble;
    },
    hits,
    get left() {
      return left.reduce((sum, { gap, count }) => sum + Math.max(0, gap) + count, 0);
    },
  };
}
