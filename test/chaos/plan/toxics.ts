import type { Random } from '../random.ts';

/**
 * What happens to bytes between client and collector. `at` counts the chunks that have passed in the direction it is
 * about, on all connections together.
 */
export type Toxic =
  /** Resets both ends as the chunk comes from the client; half of it gets through. */
  | { readonly do: 'reset-up'; readonly at: number }
  /** Resets both ends as the chunk comes from the collector: the answer is lost. */
  | { readonly do: 'reset-down'; readonly at: number }
  /** Ends the client's side in the middle of an answer, politely. */
  | { readonly do: 'end-down'; readonly at: number }
  /** Lets nothing through from now on, and says nothing: half open. */
  | { readonly do: 'stall'; readonly at: number }
  /** Reads what the client sends in small pieces. */
  | { readonly do: 'slow-read'; readonly at: number; readonly ms: number }
  /** Lets an answer through byte by byte. */
  | { readonly do: 'trickle'; readonly at: number };

type Draw = (random: Random, at: number) => Toxic;

const CLEAR: readonly Draw[] = [
  (random, at) => ({ do: 'slow-read', at, ms: random.int(1, 10) }),
  (_random, at) => ({ do: 'trickle', at }),
];

const UNCLEAR: readonly Draw[] = [
  ...CLEAR,
  (_random, at) => ({ do: 'reset-up', at }),
  (_random, at) => ({ do: 'reset-down', at }),
  (_random, at) => ({ do: 'reset-down', at }),
  (_random, at) => ({ do: 'end-down', at }),
  (_random, at) => ({ do: 'stall', at }),
];

export function planToxics(random: Random, unclear: boolean): Toxic[] {
  return Array.from({ length: random.int(0, 4) }, () =>
    random.pick(unclear ? UNCLEAR : CLEAR)(random, random.int(1, 30)),
  );
}
