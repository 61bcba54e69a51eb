import type { HecClient, Ledger, Stats } from 'hec-core';
import type { Terminal } from './terminal.ts';

const sum = (counts: object): number =>
  Object.values(counts).reduce((total: number, count: number | undefined) => total + (count ?? 0), 0);

/** Whether everything that entered was delivered. */
export function isComplete({ ledger }: Stats): boolean {
  return sum(ledger.dropped) + sum(ledger.held) + ledger.deadLettered === 0;
}

/** Prints the ledger, and what the endpoints said where something is missing in it. */
export function printLedger(stats: Stats, terminal: Terminal): void {
  const { ledger, destinations } = stats;
  const requests = destinations.reduce((total, one) => total + one.requests.sent, 0);
  const bytes = destinations.reduce((total, one) => total + one.requests.bytes, 0);
  const wire = destinations.reduce((total, one) => total + one.requests.wireBytes, 0);
  const mark = isComplete(stats) ? terminal.good('✔') : terminal.bad('✘');
  terminal.say(`${mark} ${balance(ledger)}`);
  terminal.say(
    terminal.faint(
      `  ${requests} request${requests === 1 ? '' : 's'}, ${bytes} bytes${wire < bytes ? `, ${wire} compressed` : ''}`,
    ),
  );
  terminal.json({ ok: isComplete(stats), ledger, requests, bytes, wireBytes: wire });
  if (isComplete(stats)) return;
  for (const { origin, lastError } of destinations.flatMap(({ endpoints }) => endpoints))
    if (lastError !== undefined) terminal.note(lastError.includes(origin) ? lastError : `${origin}: ${lastError}`);
}

/** The ledger as an equation: `3 events = 2 taken + 1 dropped (refused)`. */
function balance({ entered, delivered, deadLettered, dropped, held }: Ledger): string {
  const right = [
    [delivered.taken, 'taken'],
    [delivered.acked, 'acknowledged'],
    [deadLettered, 'in the dead letter file'],
    ...Object.entries(dropped).map(([reason, events]) => [events, `dropped (${reason})`] as const),
    [sum(held), 'still held'],
  ] as const;
  const terms = right.filter(([events]) => events > 0).map(([events, what]) => `${events} ${what}`);
  const total = sum(entered);
  return `${total} event${total === 1 ? '' : 's'}${terms.length === 0 ? '' : ` = ${terms.join(' + ')}`}`;
}

/** Delivers as long as delivery makes progress, however long that takes, then closes. */
export async function finish(client: HecClient): Promise<Stats> {
  for (;;) {
    const { drained, delivered, refused } = await client.flush();
    if (drained || delivered + refused === 0) break;
  }
  await client.close();
  return client.stats();
}
