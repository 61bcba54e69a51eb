import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { imbalance } from '../../src/custody/ledger.ts';
import { CHANNEL_NAMES } from '../../src/observe/channels.ts';
import type { HecClient, Ledger } from '../../src/types.ts';

const IN_VAIN_MS = 15_000;

/**
 * Resolves once the ledger is as wanted: it is looked at whenever a client publishes something. Each time it has to
 * balance.
 */
export async function ledgerOf(hec: HecClient, wanted: (ledger: Ledger) => boolean): Promise<Ledger> {
  const { promise, resolve, reject } = Promise.withResolvers<Ledger>();
  const look = (): void => {
    const { ledger } = hec.stats();
    if (imbalance(ledger) !== 0) reject(new Error(`the ledger does not balance: ${JSON.stringify(ledger)}`));
    else if (wanted(ledger)) resolve(ledger);
  };
  // Some things are published right before they are done.
  const lookSoon = (): void => void setImmediate(look);
  const deadline = setTimeout(() => {
    reject(new Error(`waited in vain: ${JSON.stringify(hec.stats().ledger)}`));
  }, IN_VAIN_MS);
  for (const name of CHANNEL_NAMES) subscribe(name, lookSoon);
  try {
    look();
    return await promise;
  } finally {
    clearTimeout(deadline);
    for (const name of CHANNEL_NAMES) unsubscribe(name, lookSoon);
  }
}
