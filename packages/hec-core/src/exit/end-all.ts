import { debug } from '../observe/debug.ts';
import { deliver } from './deliver.ts';
import type { Leaving, Losses } from './leaving.ts';

/**
 * The process ends: what its destinations hold is delivered while the end waits for it, as far as that goes, and the
 * rest ends by name. Never throws; a destination that cannot be dealt with keeps no other one from it.
 */
export function endAll(leavings: readonly Leaving[]): Losses {
  const handed = leavings.map((leaving) => ({ leaving, remains: attempt(leaving.remains, undefined) }));
  const account = attempt(() => deliver(handed.flatMap(({ remains }) => remains ?? [])), undefined);
  const sum = { lost: 0, refused: 0, unacknowledged: 0 };
  const why = new Set(account?.reasons);
  // Older than what the thread heard, if it heard anything.
  const before = new Set<string>();
  let row = 0;
  for (const { leaving, remains } of handed) {
    const first = row;
    const rows = remains?.batches.length ?? 0;
    row += rows;
    const losses = attempt(() => leaving.end((at) => (at < rows ? account?.read(first + at) : undefined)), NONE);
    for (const key of ['lost', 'refused', 'unacknowledged'] as const) sum[key] += losses[key];
    for (const reason of losses.why) (rows > 0 && account !== undefined ? before : why).add(reason);
  }
  return { ...sum, why: [...(why.size > 0 ? why : before)] };
}

const NONE: Losses = { lost: 0, refused: 0, unacknowledged: 0, why: [] };

function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch (error) {
    debug('at the end of the process: %s', error);
    return otherwise;
  }
}
