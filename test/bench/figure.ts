import type { Estimate } from './statistics.ts';

/** One row of the tables: two things measured in turn. */
export interface Figure {
  /** The row of the plan it answers, such as `P1`. */
  readonly id: string;
  readonly what: string;
  /** In words, with its unit: `3.1 us of CPU an event`. */
  readonly ours: string;
  readonly theirs: string;
  /** Ours over theirs. */
  readonly ratio: Estimate;
  /** What the README says of it, for those few that it shows. */
  readonly headline?: string;
  /** The bound it was to keep; none where the figure is only recorded. */
  readonly target?: Target;
}

export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** What a benchmark is given. */
export interface Run {
  /** Few and small blocks: shows that it works, not how fast it is. */
  readonly quick: boolean;
  /** Also what takes very long. */
  readonly long: boolean;
  /** Says what is going on. */
  readonly say: (text: string) => void;
}

export interface Bench {
  readonly name: string;
  readonly about: string;
  run(run: Run): Promise<Figure[]>;
}

export function met({ ratio, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return 'atMost' in target ? ratio.median <= target.atMost : ratio.median >= target.atLeast;
}
