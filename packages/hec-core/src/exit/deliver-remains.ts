import type { Watcher } from '../custody/watch.ts';
import { createDestination, type Shared } from '../destination.ts';
import { blame } from '../observe/blame.ts';
import { nodeRuntime } from '../runtime.ts';
import type { Account } from './account.ts';
import type { Handed } from './deliver.ts';
import { undelivered } from './leaving.ts';
import { type Remains, settingsOf } from './remains.ts';

/** So much of its time is left to the other thread, which settles what it reads and then ends. */
const MARGIN_MS = 50;

/**
 * Delivers remains the way everything is delivered: with the gates, retries, cuts, dead letters and acknowledgements of
 * the engine. A destination that cannot be made keeps nobody else's from it.
 */
export async function deliverRemains({ remains, startedAt }: Handed, account: Account): Promise<void> {
  let row = 0;
  const each = remains.map((one) => {
    const first = row;
    row += one.batches.length;
    return deliverOne(one, startedAt + one.timeoutMs - MARGIN_MS, first, account);
  });
  await Promise.allSettled(each);
  account.over();
}

async function deliverOne(remains: Remains, deadline: number, first: number, account: Account): Promise<void> {
  const destination = createDestination(settingsOf(remains.settings), SHARED);
  for (const [at, batch] of remains.batches.entries()) destination.custody.adopt(batch, watcherOf(first + at, account));
  await destination.drain.close(Math.max(0, deadline - Date.now()));
  const { ledger, endpoints } = destination.stats();
  if (undelivered(ledger.dropped) > 0) for (const why of blame(endpoints)) account.explain(why);
}

/** Parts of a batch that was cut are told of one by one. */
function watcherOf(row: number, account: Account): Watcher {
  return {
    entered() {},
    left(events, end) {
      // There is no spool here.
      if (end !== 'spooled') account.tell(row, end, events);
    },
  };
}

/** Nobody listens here: not to warnings, not on channels. What matters is in the account. */
const SHARED: Shared = {
  runtime: nodeRuntime,
  client: 'exit',
  instance: undefined,
  reportGaps: false,
  onWarning: () => {},
  runInContext: undefined,
};
