import { setImmediate as nextTurn } from 'node:timers/promises';
import type { End, Proof, Watcher } from '../custody/watch.ts';
import type { Destination } from '../destination.ts';
import type { Confirmation, Receipt } from './types.ts';
import { watched } from './watched.ts';

/** Gives one event to every destination, and waits for what becomes of it. */
export async function confirm(
  destinations: readonly Destination[],
  give: () => void,
  timeoutMs: number,
): Promise<Confirmation> {
  const watches = new Map(destinations.map((destination) => [destination, watchOne(destination.name)]));
  watched(destinations, (destination) => (watches.get(destination) as Watch).watcher, give);
  // Others may call in this turn, too: one request for all of them.
  await nextTurn();
  const receipts = await Promise.all(
    // A destination that leaves such events to others (minLevel, match) has no say.
    Array.from(watches)
      .filter(([, { touched }]) => touched())
      .map(async ([{ custody, drain }, { watcher, done, receipt }]) => {
        custody.seal(watcher);
        await drain.wait(done, timeoutMs);
        return receipt();
      }),
  );
  return {
    delivered: receipts.length > 0 && receipts.every(({ delivered }) => delivered !== false),
    receipt: receipts.find(({ receipt }) => receipt !== undefined)?.receipt,
    destinations: receipts,
  };
}

interface Watch {
  readonly watcher: Watcher;
  readonly done: Promise<void>;
  /** Whether the event came to the destination at all. */
  touched(): boolean;
  receipt(): Receipt;
}

function watchOne(name: string): Watch {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let entered = false;
  let ended: { end: End; proof: Proof | undefined; id: string | undefined } | undefined;
  return {
    done,
    touched: () => entered || ended !== undefined,
    watcher: {
      entered() {
        entered = true;
      },
      left(_events, end, proof, receipts) {
        ended = { end, proof, id: receipts?.[0] ?? undefined };
        resolve();
      },
    },
    receipt() {
      const { endpoint, status, code, text } = ended?.proof ?? NO_PROOF;
      const delivered = ended?.end === 'taken' || ended?.end === 'acked' ? ended.end : false;
      const reason = delivered === false ? reasonOf(ended?.end) : undefined;
      return { name, delivered, receipt: ended?.id, reason, endpoint, status, code, text };
    },
  };
}

const NO_PROOF: { readonly [K in 'endpoint' | 'status' | 'code' | 'text']: undefined } = {
  endpoint: undefined,
  status: undefined,
  code: undefined,
  text: undefined,
};

function reasonOf(end: End | undefined): string {
  if (end === undefined) return 'held';
  return end === 'deadLettered' ? 'dead-lettered' : end.replace(/^dropped:/, '');
}
