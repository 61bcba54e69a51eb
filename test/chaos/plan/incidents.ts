import type { Random } from '../random.ts';

/** What goes wrong for some requests in a row, whatever is in them. */
export type Trouble =
  // Nobody can be in doubt whether these were taken.
  | {
      readonly do: 'busy';
      readonly status: 503 | 429;
      readonly code: number;
      readonly taken?: number;
      readonly wait?: Wait;
    }
  | { readonly do: 'nearly-full'; readonly code: 24 | 25 }
  | { readonly do: 'token'; readonly status: 401 | 403; readonly code: number }
  | { readonly do: 'not-found'; readonly status: 404 | 405 }
  | { readonly do: 'index-gone' }
  | { readonly do: 'blocked' }
  | { readonly do: 'garbage' }
  | { readonly do: 'slow'; readonly ms: number }
  | { readonly do: 'refuse'; readonly ms: number }
  // These may have been taken.
  | { readonly do: 'reset-early' }
  | { readonly do: 'reset-late'; readonly taken: boolean }
  | { readonly do: 'hang'; readonly taken: boolean }
  | { readonly do: 'half' }
  | { readonly do: 'page'; readonly status: number; readonly taken: boolean }
  | { readonly do: 'internal'; readonly taken: boolean }
  | { readonly do: 'hang-up' }
  | { readonly do: 'restart'; readonly ms: number }
  | { readonly do: 'swap' }
  // With acknowledgement.
  | { readonly do: 'ack-lost' }
  | { readonly do: 'channel-lost' }
  | { readonly do: 'cookie' };

/** `Retry-After`. */
export interface Wait {
  readonly seconds: number;
  readonly as: 'seconds' | 'date';
}

/** One trouble: after `gap` requests that go well, for `count` requests. */
export interface Incident {
  readonly trouble: Trouble;
  readonly gap: number;
  readonly count: number;
}

/** Kinds that leave no doubt. */
type Draw = (random: Random) => Trouble;

const wait = (random: Random): { wait?: Wait } =>
  random.chance(0.5) ? { wait: { seconds: random.int(1, 20), as: random.pick(['seconds', 'seconds', 'date']) } } : {};

const CLEAR: readonly Draw[] = [
  (random) => ({ do: 'busy', status: 503, code: 9, ...wait(random) }),
  (random) => ({ do: 'busy', status: 503, code: 9, taken: random.int(0, 12) }),
  (random) => ({ do: 'busy', status: 503, code: 9, taken: random.int(0, 40) }),
  () => ({ do: 'busy', status: 503, code: 23 }),
  (random) => ({ do: 'busy', status: 429, code: 26, ...wait(random) }),
  (random) => ({ do: 'nearly-full', code: random.pick([24, 25]) }),
  (random) => ({
    do: 'token',
    ...random.pick([
      { status: 403, code: 4 },
      { status: 401, code: 3 },
      { status: 403, code: 1 },
    ] as const),
  }),
  (random) => ({ do: 'not-found', status: random.pick([404, 405]) }),
  () => ({ do: 'index-gone' }),
  () => ({ do: 'blocked' }),
  () => ({ do: 'garbage' }),
  (random) => ({ do: 'slow', ms: random.int(1, 25) }),
  (random) => ({ do: 'refuse', ms: random.int(1, 30) }),
];

const UNCLEAR: readonly Draw[] = [
  () => ({ do: 'reset-early' }),
  (random) => ({ do: 'reset-late', taken: random.chance(0.7) }),
  (random) => ({ do: 'hang', taken: random.chance(0.5) }),
  () => ({ do: 'half' }),
  (random) => ({ do: 'page', status: random.pick([502, 503, 504, 408]), taken: random.chance(0.4) }),
  (random) => ({ do: 'internal', taken: random.chance(0.5) }),
  () => ({ do: 'hang-up' }),
  (random) => ({ do: 'restart', ms: random.int(1, 30) }),
  () => ({ do: 'swap' }),
];

const WITH_ACK: readonly Draw[] = [
  () => ({ do: 'ack-lost' }),
  () => ({ do: 'channel-lost' }),
  () => ({ do: 'cookie' }),
];

export function planIncidents(
  random: Random,
  about: { readonly unclear: boolean; readonly ack: boolean; readonly only: 'acknowledgements' | undefined },
): Incident[] {
  const kinds = [
    ...CLEAR,
    ...(about.unclear && about.only === undefined ? UNCLEAR : []),
    ...(about.unclear && about.ack ? repeated(WITH_ACK, about.only === undefined ? 2 : 6) : []),
  ];
  return Array.from({ length: random.int(3, 7) }, () => {
    const trouble = random.pick(kinds)(random);
    return { trouble, gap: random.int(0, 3), count: howOften(trouble, random) };
  });
}

function repeated<T>(items: readonly T[], times: number): T[] {
  return Array.from({ length: times }, () => items).flat();
}

/** Parked gates are probed seldom, and a hang costs a timeout: those are not drawn out. */
function howOften({ do: kind }: Trouble, random: Random): number {
  if (kind === 'restart' || kind === 'swap' || kind === 'refuse' || kind === 'channel-lost') return 1;
  if (kind === 'hang' || kind === 'token' || kind === 'not-found' || kind === 'index-gone') return random.int(1, 3);
  return random.int(1, 6);
}
