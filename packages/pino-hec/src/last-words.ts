import { writeSync } from 'node:fs';
import { blame, type Stats } from 'hec-core';

/**
 * Prints one line, now. A worker's `console` and `process.stderr` go through the main thread, which is about to end and
 * prints nothing any more (pitfall 40).
 */
export function say(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nobody is listening: stderr is closed, or a full pipe that does not block.
  }
}

/**
 * What was lost, in one line, or nothing if nothing was.
 * @param who the program that says it
 */
export function lossLine(who: string, { ledger, destinations }: Stats): string | undefined {
  const reasons = Object.entries(ledger.dropped).filter(([, events]) => events > 0);
  const lost = reasons.reduce((sum, [, events]) => sum + events, 0);
  if (lost === 0) return undefined;
  const entered = ledger.entered.logged + ledger.entered.recovered + ledger.entered.gaps;
  const by = reasons.map(([reason, events]) => `${reason} ${events}`).join(', ');
  const why = blame(destinations.flatMap(({ endpoints }) => endpoints));
  return [`${who}: ${lost} of ${countOf(entered)} ${lost === 1 ? 'was' : 'were'} lost (${by})`, ...why].join('; ');
}

/** `1 event`, `2 events` */
export function countOf(events: number): string {
  return `${events} event${events === 1 ? '' : 's'}`;
}
